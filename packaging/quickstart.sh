#!/bin/sh
# SPDX-License-Identifier: MIT
# Builds prun and runs it on a real job: the format check, the include rules and the unit tests of
# this project, side by side. Arguments are passed to prun instead.
#
#   sh packaging/quickstart.sh
#   sh packaging/quickstart.sh "npm run lint" "npm test"
set -eu

here=$(pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
prun=$root/build/release/bin/prun

cd "$root"
if [ $# -eq 0 ]; then
    sh packaging/setup.sh build job
else
    sh packaging/setup.sh build
fi
CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
export CMAKE_CXX_COMPILER_LAUNCHER

echo "quickstart: building build/release/bin/prun" >&2
cmake --preset release --log-level=WARNING >&2
cmake --build --preset release >&2

if [ $# -gt 0 ]; then
    cd "$here"
    exec "$prun" "$@"
fi

exec "$prun" --names format,includes,unit \
    "python3 tests/lint/format.py" \
    "python3 tests/lint/include_rules.py" \
    "cmake --preset release -B build/unit -DPRUN_TESTS=ON --log-level=WARNING && cmake --build build/unit --target unit_tests && ctest --test-dir build/unit -L unit --output-on-failure"
