#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs a Windows program under Wine, as CTest does it for the tests that were built with mingw.
#
#   sh packaging/windows/run-wine.sh PREFIX PROGRAM [ARGUMENT]…
#   sh packaging/windows/run-wine.sh PREFIX --end     ends everything that runs in that prefix
#
# PREFIX is a folder of Wine's own, with the C: drive and the registry in it; it is made when it is
# not there. Needs no display. Ends as the program does, with the low 8 bits of its exit code.
# WINEPATH may name folders with more DLLs.
set -eu

prefix=$1
shift
WINEPREFIX=$prefix
WINEDEBUG=${WINEDEBUG:--all}
# Wine would offer to download these when they are missing.
WINEDLLOVERRIDES=${WINEDLLOVERRIDES:-mscoree,mshtml=}
export WINEPREFIX WINEDEBUG WINEDLLOVERRIDES
unset DISPLAY WAYLAND_DISPLAY

if [ "$1" = --end ]; then
    [ -e "$prefix/ready" ] && wineserver --kill
    exit 0
fi

if [ ! -e "$prefix/ready" ]; then
    mkdir -p "$(dirname "$prefix")"
    # Tests run side by side: one of them makes it, the others wait.
    (
        flock 9
        if [ ! -e "$prefix/ready" ]; then
            wineboot --init >"$prefix.log" 2>&1 </dev/null || {
                cat "$prefix.log" >&2
                echo "run-wine: Wine could not make $prefix" >&2
                exit 1
            }
            wineserver --wait
            : >"$prefix/ready"
        fi
    ) 9>"$prefix.lock"
fi

# Wine keeps variables of this kind to itself, unless they come under another name.
for name in $(env | sed -n 's/^\(QT_[A-Z_]*\)=.*/\1/p'); do
    eval "export WINE$name=\"\$$name\""
done
exec wine "$@"
