#!/bin/sh
# SPDX-License-Identifier: MIT
# Checks under Wine what package.cmake has made: the zip runs where nothing else is installed, from a
# path with spaces, plugins included; the installer puts everything where it belongs and on PATH,
# and its uninstaller leaves nothing.
#
#   sh packaging/windows/check-package.sh [FOLDER OF THE PACKAGE]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
package=$(cd "${1:-$here/../../build/windows-mingw/package}" && pwd)
zip=$(ls "$package"/prun-*.zip)
setup=$(ls "$package"/prun-*-setup.exe)
stage=${zip%.zip}
work=$package/check
wine_prefix=$work/wine
unset WINEPATH

rm -rf "$work"
mkdir -p "$work"
trap 'sh "$here/run-wine.sh" "$wine_prefix" --end; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

checks=0
fail() {
    echo "check-package: $*" >&2
    exit 1
}
# same WHAT EXPECTED ACTUAL
same() {
    [ "$2" = "$3" ] || fail "$1:
expected: $2
found:    $3"
    checks=$((checks + 1))
}

# What the program printed, in lines as Unix has them.
run() {
    sh "$here/run-wine.sh" "$wine_prefix" "$@" >"$work/out" 2>"$work/err" </dev/null || {
        code=$?
        cat "$work/out" "$work/err" >&2
        fail "exit code $code: $*"
    }
    tr -d '\r' <"$work/out"
}

files_below() {
    (cd "$1" && find . -type f | sort)
}

# What `reg` says of a value: its type and its data.
registry() {
    sh "$here/run-wine.sh" "$wine_prefix" reg query "$1" /v "$2" 2>/dev/null </dev/null |
        tr -d '\r' | sed -n "s/^ *$2  *//p"
}

check_zip() {
    folder="$work/a path with spaces"
    mkdir "$folder"
    (cd "$folder" && cmake -E tar xf "$zip")
    same "what is in the zip" "$(files_below "$stage")" "$(files_below "$folder/$(basename "$stage")")"
    prun="$folder/$(basename "$stage")/bin/prun.exe"

    same "the version" "prun ${version}" "$(run "$prun" --version)"
    same "the default formatter" "[0] hello" "$(run "$prun" "echo hello" | head -n 1)"
    listed=$(run "$prun" plugins | grep -c "/a path with spaces/.*\.dll$" || true)
    same "plugins that are listed" "$(find "$stage/lib" -name '*.dll' | wc -l)" "$listed"
    for plugin in "$stage"/lib/prun/plugins/formatters/*.dll; do
        id=$(basename "$plugin" .dll)
        # Some speak on standard error, and one shows no output of what succeeds, only the command.
        case $(run "$prun" --formatter "$id" "echo hello" && cat "$work/err") in
        *hello*) checks=$((checks + 1)) ;;
        *) fail "formatter $id says nothing of the command" ;;
        esac
    done
    hook=$work/hook.txt
    run "$prun" --hook "command:exit=echo told>\"Z:$hook\"" "echo hello" >/dev/null
    same "the hook" "told" "$(tr -d '\r' <"$hook")"
}

# check_installer MODE KEY FOLDER [/D=FOLDER]: KEY is where PATH is, FOLDER where the files go.
check_installer() {
    mode=$1
    key=$2
    unix_folder=$wine_prefix/drive_c/$3
    windows_folder="C:\\$(printf '%s' "$3" | tr / "\\\\")"
    before=$(registry "$key" Path)
    shift 3

    for round in first second; do
        run "$setup" /S "/$mode" "$@" >/dev/null
        { files_below "$stage" && echo ./uninstall.exe; } | sort >"$work/expected"
        same "files, $mode, $round time" "$(cat "$work/expected")" "$(files_below "$unix_folder")"
        if [ -n "$before" ]; then
            same "PATH, $mode, $round time" "$before;$windows_folder\\bin" "$(registry "$key" Path)"
        else
            same "PATH, $mode, $round time" "REG_EXPAND_SZ    $windows_folder\\bin" \
                "$(registry "$key" Path)"
        fi
    done
    # A new session takes PATH from the registry; under Wine not one of more than 1024 characters.
    if [ ${#before} -lt 1000 ]; then
        sh "$here/run-wine.sh" "$wine_prefix" --end
        same "prun on PATH, $mode" "prun ${version}" "$(run cmd /c prun --version)"
    fi

    echo mine >"$unix_folder/mine.txt"
    run "$windows_folder\\uninstall.exe" /S "/$mode" >/dev/null
    # It goes on in a copy of itself, so that it can delete its own file.
    tries=0
    while [ -e "$unix_folder/uninstall.exe" ] || registry "$uninstall_key" DisplayName | grep -q .; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || fail "the uninstaller does not end"
        sleep 0.1
    done
    same "what is left, $mode" "./mine.txt" "$(files_below "$unix_folder")"
    same "folders that are left, $mode" "." "$(cd "$unix_folder" && find . -type d)"
    rm -r "$unix_folder"
    same "PATH afterwards, $mode" "$before" "$(registry "$key" Path)"
}

version=$(basename "$stage" | sed 's/^prun-\([0-9.]*\)-.*/\1/')
check_zip

uninstall='Software\Microsoft\Windows\CurrentVersion\Uninstall\prun'
user=$(run cmd /c echo %LOCALAPPDATA% | sed 's/^C:.//' | tr "\\\\" /)
uninstall_key=HKCU\\$uninstall
# A new user has no PATH of his own.
same "PATH of a new user" "" "$(registry 'HKCU\Environment' Path)"
check_installer CurrentUser 'HKCU\Environment' "tools/prun" '/D=C:\tools\prun'
# Longer than the strings of the installer, with variables, and with an empty folder at its end.
long=$(i=0; while [ $i -lt 50 ]; do printf 'C:\\folder %s;%%SystemRoot%%\\%s;' $i $i; i=$((i + 1)); done)
run reg add 'HKCU\Environment' /v Path /t REG_EXPAND_SZ /d "$long" /f >/dev/null
check_installer CurrentUser 'HKCU\Environment' "$user/Programs/prun"
uninstall_key=HKLM\\$uninstall
check_installer AllUsers 'HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment' \
    "Program Files/prun"

echo "check-package: $checks checks passed (Wine)"
