#!/bin/sh
# SPDX-License-Identifier: MIT
# The whole check: installs what is missing, builds with GCC and with clang without a warning, runs
# clang-tidy, and runs all tests: as released, with the sanitizers, and as Windows programs under
# Wine. What was built and checked before is not done again: objects, Qt for Windows and the results
# of clang-tidy are kept in the user's cache folder.
set -eu

cd "$(dirname "$0")/.."
root=$(pwd)
CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
CTEST_OUTPUT_ON_FAILURE=1
CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-2}
# Paths below this folder do not count for ccache, so that another checkout finds its objects too.
CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root}
CCACHE_NOHASHDIR=1
export CMAKE_CXX_COMPILER_LAUNCHER CTEST_OUTPUT_ON_FAILURE CTEST_PARALLEL_LEVEL
export CCACHE_BASEDIR CCACHE_NOHASHDIR

started=$(date +%s)
step() {
    printf '\n==== %s (%s s)\n' "$1" "$(($(date +%s) - started))"
}

build() {
    cmake --preset "$1" --log-level=WARNING
    cmake --build --preset "$1"
}

step "Set-up"
sh packaging/setup.sh build job test
sh packaging/setup.sh peers || echo "left out: a program that prun is compared with; its suite says which"

step "Build as released, with GCC"
build ci

step "clang-tidy"
python3 tests/lint/tidy.py --build build/ci

step "Build with clang and the address and undefined behaviour sanitizers"
build ci-clang

step "Test with the sanitizers"
# Without lint, which reads sources only, and consumer, which builds a plugin of its own without
# the sanitizers: a program and its plugins must agree on them.
# The peers are asked once, below.
PRUN_PEERS=none ctest --preset ci-clang --no-label-summary --label-exclude '^(lint|consumer)$'

step "Build for Windows and test under Wine"
# Its tools come from Debian, and Qt is built from Debian's source.
if ! command -v apt-get >/dev/null 2>&1 || [ "$(uname -m)" != x86_64 ]; then
    echo "left out: this system has no mingw and Wine that setup.sh knows of"
elif ! sh packaging/setup.sh build windows; then
    echo "left out: NOTHING WAS TESTED FOR WINDOWS, because mingw and Wine could not be installed"
else
    sh packaging/windows/check.sh
fi

step "Test as released"
log=$root/build/ci/check.log
ctest --preset ci --no-label-summary --output-log "$log"

# The closing line last, where people and machines look for it.
step "Done"
grep 'tests passed' "$log"
