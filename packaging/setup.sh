#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what is missing, and only that, with the package manager of the system.
#
#   sh packaging/setup.sh [build] [job] [test] [peers] [windows]
#
# build: a compiler, CMake, Ninja, Qt and ccache. job: what the job of quickstart.sh runs.
# test: what the tests run. peers: the programs that tests/peers compares prun with; what is not
# there is not asked. windows: what builds prun for Windows, and runs it (Debian and its
# relatives only). Without a word: build.
set -eu

# One need per line: set, name, then the package for apt, dnf, pacman, zypper, apk and brew;
# "-" where the system has it anyway, or has no such thing.
needs() {
    cat <<'TABLE'
build compiler     g++          gcc-c++           gcc        gcc-c++        g++               -
build cmake        cmake        cmake             cmake      cmake          cmake             cmake
build ninja        ninja-build  ninja-build       ninja      ninja          samurai           ninja
build qt           qt6-base-dev qt6-qtbase-devel  qt6-base   qt6-base-devel qt6-qtbase-dev    qt
build ccache       ccache       ccache            ccache     ccache         ccache            ccache
job   clang-format clang-format clang-tools-extra clang      clang-tools    clang-extra-tools clang-format
job   python3      python3      python3           python     python3        python3           python
test  clang++      clang        clang             clang      clang          clang             -
test  clang-tidy   clang-tidy   clang-tools-extra clang      clang-tools    clang-extra-tools llvm
test  ps           procps       procps-ng         procps-ng  procps         procps            -
peers node         nodejs       nodejs            nodejs     nodejs         nodejs            node
peers npm          npm          npm               npm        npm            npm               -
peers parallel     parallel     parallel          parallel   gnu_parallel   parallel          parallel
peers foreman      ruby-foreman -                 -          -              -                 -
windows mingw      g++-mingw-w64-x86-64-posix -   -          -              -                 -
windows dpkg-source dpkg-dev    -                 -          -              -                 -
windows wine       wine         -                 -          -              -                 -
windows wine64     wine64       -                 -          -              -                 -
windows makensis   nsis         -                 -          -              -                 -
TABLE
}

has_qt() {
    [ -n "${Qt6_DIR:-}" ] && return 0
    for folder in $(printf '%s' "${CMAKE_PREFIX_PATH:-}" | tr ':;' '  ') \
        /usr /usr/local /opt/homebrew /opt/homebrew/opt/qt /usr/local/opt/qt; do
        for file in "$folder"/lib/cmake/Qt6Core/Qt6CoreConfig.cmake \
            "$folder"/lib64/cmake/Qt6Core/Qt6CoreConfig.cmake \
            "$folder"/lib/*/cmake/Qt6Core/Qt6CoreConfig.cmake; do
            [ -e "$file" ] && return 0
        done
    done
    return 1
}

has() {
    case $1 in
    compiler) command -v c++ >/dev/null 2>&1 ;;
    qt) has_qt ;;
    mingw) command -v x86_64-w64-mingw32-g++-posix >/dev/null 2>&1 ;;
    wine64) [ -x /usr/lib/wine/wine64 ] || command -v wine64 >/dev/null 2>&1 ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
    esac
}

# The names of what the wanted sets need and the system has not.
missing() {
    needs | while read -r set name _; do
        case " $wanted " in
        *" $set "*) has "$name" || printf '%s\n' "$name" ;;
        esac
    done
}

package_manager() {
    for manager in apt-get dnf pacman zypper apk brew; do
        if command -v "$manager" >/dev/null 2>&1; then
            printf '%s\n' "$manager"
            return 0
        fi
    done
    return 1
}

# packages MANAGER NAME…: what provides these names, each package once.
packages() {
    case $1 in
    apt-get) column=1 ;;
    dnf) column=2 ;;
    pacman) column=3 ;;
    zypper) column=4 ;;
    apk) column=5 ;;
    brew) column=6 ;;
    esac
    shift
    for wanted_name in "$@"; do
        needs | while read -r set name apt dnf pacman zypper apk brew; do
            [ "$name" = "$wanted_name" ] || continue
            case $column in
            1) package=$apt ;; 2) package=$dnf ;; 3) package=$pacman ;;
            4) package=$zypper ;; 5) package=$apk ;; *) package=$brew ;;
            esac
            [ "$package" = - ] || printf '%s\n' "$package"
        done
    done | sort -u
}

# Runs a command as root.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        echo "setup: must be run as root, because there is no sudo: $*" >&2
        return 1
    fi
}

apt_install() {
    # A bare system has no package lists, an old one has stale lists; else the update is spared.
    if ! apt-get install --simulate -qq "$@" >/dev/null 2>&1; then
        as_root apt-get update -qq
    fi
    apt_options="-y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0"
    # shellcheck disable=SC2086 # the options are words
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install $apt_options "$@" || {
        as_root apt-get update -qq
        # shellcheck disable=SC2086
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install $apt_options "$@"
    }
}

install() {
    manager=$1
    shift
    case $manager in
    apt-get) apt_install "$@" ;;
    dnf) as_root dnf install -y --setopt=install_weak_deps=False "$@" ;;
    pacman) as_root pacman -S --needed --noconfirm "$@" ;;
    zypper) as_root zypper --non-interactive install --no-recommends "$@" ;;
    apk) as_root apk add "$@" ;;
    brew) brew install "$@" ;;
    esac
}

wanted=${*:-build}
for set in $wanted; do
    case $set in
    build | job | test | windows) ;;
    *)
        echo "setup: unknown set \"$set\": build, job, test or windows" >&2
        exit 2
        ;;
    esac
done

lacking=$(missing)
[ -n "$lacking" ] || exit 0
# The names have no white space: one word each.
# shellcheck disable=SC2086
set -- $lacking
if ! manager=$(package_manager); then
    echo "setup: no package manager that is known here; please install: $*" >&2
    exit 1
fi
# shellcheck disable=SC2046
set -- $(packages "$manager" "$@")
if [ $# -gt 0 ]; then
    echo "setup: installing $*"
    install "$manager" "$@"
fi

lacking=$(missing)
if [ -n "$lacking" ]; then
    # shellcheck disable=SC2086
    echo "setup: still missing:" $lacking >&2
    exit 1
fi
