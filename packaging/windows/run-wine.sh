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
    # Nothing to end is fine.
    wineserver --kill >/dev/null 2>&1 || true
    exit 0
fi

# Windows are drawn nowhere: without a display there would be none at all. Then nobody must be asked
# in one when a program crashes. Wine's desktop, once it runs, does not look again.
no_display() {
    wine reg add 'HKCU\Software\Wine\Drivers' /v Graphics /d null /f
    wine reg add 'HKCU\Software\Wine\WineDbg' /v ShowCrashDialog /t REG_DWORD /d 0 /f
}

make_prefix() {
    wineboot --init >"$prefix.log" 2>&1 </dev/null || {
        cat "$prefix.log" >&2
        echo "run-wine: Wine could not make $prefix" >&2
        exit 1
    }
    no_display >>"$prefix.log" 2>&1 </dev/null
    wineserver --wait
    : >"$prefix/ready-without-display"
}

# The first program starts Wine's services, which would keep its output open while they live. So
# that is not the one that is asked for. They stay for some seconds after the last program.
start_services() {
    wine cmd /c rem >/dev/null 2>&1 </dev/null
}

mkdir -p "$(dirname "$prefix")"
# Programs run side by side: one of them does it, the others wait. Wine must not inherit the lock.
(
    flock 9
    [ -e "$prefix/ready-without-display" ] || make_prefix 9>&-
    # This fails when there is a server already.
    if wineserver --persistent=30 >/dev/null 2>&1 </dev/null 9>&-; then
        start_services 9>&-
    fi
) 9>"$prefix.lock"

# Wine keeps variables of this kind to itself, unless they come under another name.
for name in $(env | sed -n 's/^\(QT_[A-Z_]*\)=.*/\1/p'); do
    eval "export WINE$name=\"\$$name\""
done
exec wine "$@"
