#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the pictures of the documentation again, from real runs of build/release/bin/prun, and of the
# tests in build/ci.
set -eu

cd "$(dirname "$0")/.."
python3 packaging/picture.py -o docs/prun.svg \
    'prun -n format,rules,manual tests/lint/format.py tests/lint/include_rules.py "wc -l MANUAL"'
# The programs of two suites, two at a time.
python3 packaging/picture.py -o docs/progress.svg --at 2 --rows 12 \
    'ls build/ci/tests/tst_* | prun --formatter progress -m 2 --file -'
