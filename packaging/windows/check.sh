#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds prun for Windows and tests it under Wine: the programs of the tests, the zip, the installer.
# The last line says how many tests ran as Windows programs.
set -eu

cd "$(dirname "$0")/../.."
build=build/windows-mingw
sh packaging/windows/build.sh
trap 'sh packaging/windows/run-wine.sh "$PWD/$build/wine" --end' EXIT
# Not again what reads sources only.
python3 packaging/windows/test.py "$build" --parallel "${CTEST_PARALLEL_LEVEL:-2}" \
    --label-exclude '^lint$' >"$build/test.log" 2>&1 || {
    cat "$build/test.log" >&2
    exit 1
}
# Nor may a process that Wine does not start fail these: docs/windows.md.
timeout -k 5 900 sh packaging/windows/check-package.sh || {
    echo "repeated: the zip and the installer: failed the first time"
    timeout -k 5 900 sh packaging/windows/check-package.sh
}
grep -e '^skipped: ' -e '^left out: ' -e '^repeated: ' "$build/test.log" || true
tail -n 1 "$build/test.log"
