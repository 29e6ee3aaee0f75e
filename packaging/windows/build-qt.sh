#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds Qt for Windows with mingw, once, from the system's own source package of Qt, and prints the
# folder that it is kept in: below the user's cache folder, one per version, compiler and options.
#
#   sh packaging/windows/build-qt.sh           builds it if it is not there yet
#   sh packaging/windows/build-qt.sh --where   only prints the folder; fails if nothing is there
set -eu

here=$(cd "$(dirname "$0")" && pwd)
toolchain=$here/mingw-toolchain.cmake
cache=${XDG_CACHE_HOME:-$HOME/.cache}/prun/qt-windows
compiler=x86_64-w64-mingw32-g++-posix

fail() {
    echo "build-qt: $*" >&2
    exit 1
}

# What prun and its tests use of Qt, and nothing that would need another library.
options() {
    for feature in gui sql network dbus widgets xml concurrent \
        pkg_config system_zlib system_pcre2 icu zstd glib; do
        echo "-DFEATURE_$feature=OFF"
    done
    echo "-DFEATURE_testlib=ON"
    echo "-DQT_BUILD_EXAMPLES=OFF"
    echo "-DQT_BUILD_TESTS=OFF"
    echo "-DCMAKE_BUILD_TYPE=Release"
}

# The Qt of this machine gives moc, so that the other has to be of exactly the same source.
source_version() {
    # shellcheck disable=SC2016 # dpkg-query replaces it
    dpkg-query -W -f '${source:Version}' qt6-base-dev 2>/dev/null
}

# folder VERSION: where that Qt is, or will be.
folder() {
    key=$({
        echo "$1"
        "$compiler" --version
        options
        cat "$toolchain"
    } | cksum | cut -d ' ' -f 1)
    echo "$cache/${1%%[!0-9.]*}-$key"
}

# fetch VERSION FOLDER: unpacks the source package there. apt may know only binary packages, so it
# is given its own sources again, as source packages, with lists and cache of their own.
fetch() {
    mkdir -p "$2/apt/parts" "$2/apt/lists/partial" "$2/apt/cache/archives/partial"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$file" ] || continue
        sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$file" >"$2/apt/parts/$(basename "$file")"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -f "$file" ] || continue
        sed 's/^Types:.*/Types: deb-src/' "$file" >"$2/apt/parts/$(basename "$file")"
    done
    [ -f "$2/apt/parts/sources.list" ] && mv "$2/apt/parts/sources.list" "$2/apt/parts/main.list"
    # apt drops its rights for downloads, and could then not write here.
    set -- "$1" "$2" -q -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$2/apt/parts" \
        -o "Dir::State::Lists=$2/apt/lists" -o "Dir::Cache=$2/apt/cache" -o APT::Sandbox::User=root
    version=$1
    place=$2
    shift 2
    apt-get "$@" update
    (cd "$place" && apt-get "$@" source --only-source "qt6-base=$version")
    rm -rf "$place/apt"
}

# build SOURCE FOLDER: compiles and installs into FOLDER/installed.
build() {
    # One argument per line.
    old_ifs=$IFS
    IFS='
'
    # shellcheck disable=SC2046
    set -- "$1" "$2" $(options)
    IFS=$old_ifs
    source=$1
    place=$2
    shift 2
    cmake -G Ninja -S "$source" -B "$place/build" --log-level=WARNING "$@" \
        -DCMAKE_TOOLCHAIN_FILE="$toolchain" -DCMAKE_INSTALL_PREFIX="$place/installed" \
        -DQT_HOST_PATH=/usr -DQT_HOST_PATH_CMAKE_DIR="/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)/cmake"
    cmake --build "$place/build"
    cmake --install "$place/build"
}

version=$(source_version) || fail "there is no package qt6-base-dev here, of whose source it is built"
command -v "$compiler" >/dev/null || fail "there is no $compiler"
kept=$(folder "$version")

if [ "${1:-}" = --where ]; then
    [ -d "$kept" ] || fail "$kept is not there yet: sh packaging/windows/build-qt.sh"
    echo "$kept"
    exit 0
fi

if [ ! -d "$kept" ]; then
    mkdir -p "$cache"
    # Two callers do not build it twice: the second waits here and then finds it.
    exec 9>"$cache/lock"
    flock 9
    if [ ! -d "$kept" ]; then
        place=$(mktemp -d "$cache/building.XXXXXX")
        trap 'rm -rf "$place"' EXIT
        trap 'exit 1' HUP INT TERM
        echo "build-qt: building Qt $version for Windows; this takes some minutes" >&2
        {
            fetch "$version" "$place"
            build "$place"/qt6-base-*/ "$place"
        } >"$place.log" 2>&1 || {
            tail -n 40 "$place.log" >&2
            fail "Qt for Windows could not be built; all of it is in $place.log"
        }
        mv "$place/installed" "$kept"
        rm -f "$place.log"
    fi
fi
echo "$kept"
