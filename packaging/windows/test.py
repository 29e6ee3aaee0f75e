#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the tests of a build for Windows and says how many really ran.

    python3 packaging/windows/test.py build/windows-mingw [ARGUMENT OF CTEST]…

CTest believes exit codes. Here every test program also has to say what it did: one that ran no test
function, or said nothing, fails. On Linux the programs run under Wine (run-wine.sh).
"""

import os
import re
import subprocess
import sys

BLOCK = re.compile(r"^\d+/\d+ Testing: (\S+)$(.*?)^\"\1\" end time", re.MULTILINE | re.DOTALL)
TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped", re.MULTILINE)
SKIP = re.compile(r"^SKIP\s*: (\S+.*)$", re.MULTILINE)
FRAME = 2  # initTestCase() and cleanupTestCase() pass, too


class Count:
    programs = passed = skipped = 0
    complaints = ()

    def __init__(self):
        self.complaints = []
        self.skips = []


def count_block(count, name, text):
    totals = TOTALS.findall(text)
    if not totals:
        count.complaints.append(f"{name} did not say what it has tested")
        return
    count.programs += 1
    for passed, failed, skipped in totals:
        really = int(passed) - FRAME
        if really < 1 and int(skipped) == 0 or int(failed) > 0:
            count.complaints.append(f"{name}: {really} passed, {failed} failed")
        count.passed += max(really, 0)
        count.skipped += int(skipped)
    count.skips += [f"{name}: {line.strip()}" for line in SKIP.findall(text)]


def without_program(build):
    """The cases that are no program of Qt Test; they say so with a label."""
    listed = subprocess.run(["ctest", "--test-dir", build, "-N", "-L", "^(script|lint)$"], check=True,
                            text=True, stdout=subprocess.PIPE).stdout
    return set(re.findall(r"Test\s+#\d+: (\S+)", listed))


def left_out(build):
    path = os.path.join(build, "tests", "left_out.txt")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = sys.argv[1]
    log = os.path.join(build, "Testing", "Temporary", "LastTest.log")
    if os.path.exists(log):
        os.remove(log)
    result = subprocess.run(["ctest", "--test-dir", build, "--no-tests=error", "--output-on-failure",
                             "--no-label-summary"] + sys.argv[2:], check=False)
    with open(log, "rb") as file:
        text = file.read().decode("utf-8", "replace").replace("\r\n", "\n")

    count = Count()
    scripts = without_program(build)
    for name, block in BLOCK.findall(text):
        if name not in scripts:
            count_block(count, name, block)
    for line in count.skips:
        print(f"skipped: {line}")
    for line in left_out(build):
        print(f"left out: {line}")
    for line in count.complaints:
        print(f"wrong: {line}")
    print(f"On Windows{'' if os.name == 'nt' else ' (Wine)'}: {count.passed} test functions passed in "
          f"{count.programs} programs, {count.skipped} skipped, {len(left_out(build))} programs left out")
    if result.returncode != 0 or count.complaints or count.passed == 0:
        sys.exit(1)


if __name__ == "__main__":
    main()
