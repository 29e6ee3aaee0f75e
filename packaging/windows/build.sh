#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds prun for Windows, tests and all, on Linux: installs what is missing, builds Qt if it is not
# in the user's cache folder yet, then the preset windows-mingw, the zip and the installer.
set -eu

cd "$(dirname "$0")/../.."
sh packaging/setup.sh build windows
sh packaging/windows/build-qt.sh >/dev/null
cmake --preset windows-mingw --log-level=WARNING
cmake --build --preset windows-mingw
cmake -D BUILD=build/windows-mingw -P packaging/windows/package.cmake >build/windows-mingw/package.log 2>&1 || {
    cat build/windows-mingw/package.log >&2
    exit 1
}
ls -l build/windows-mingw/package/prun-*.zip build/windows-mingw/package/prun-*-setup.exe
