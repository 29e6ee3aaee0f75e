#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the tests of a build for Windows and says how many really ran.

    python3 packaging/windows/test.py build/windows-mingw [ARGUMENT OF CTEST]…

CTest believes exit codes. Here every test program also has to say what it did: one that ran no test
function, said nothing, or was not run at all, fails. On Linux the programs run under Wine
(run-wine.sh).

Wine 8 fails to start about one process in 1,500, or ends it without a word, and a run starts more
than that. So under Wine what failed is run once more, by itself, and that is said; what fails then,
too, has failed. On Windows nothing is repeated.

Each test has a limit of its own, and all together have one, too: whatever hangs, this ends.
"""

import os
import re
import signal
import subprocess
import sys
import time

BLOCK = re.compile(r"^\d+/\d+ Testing: (\S+)$(.*?)^\"\1\" end time", re.MULTILINE | re.DOTALL)
TOTALS = re.compile(r"^Totals: (\d+) passed, (\d+) failed, (\d+) skipped", re.MULTILINE)
SKIP = re.compile(r"^SKIP\s*: (\S+.*)$", re.MULTILINE)
FAIL = re.compile(r"^FAIL!\s*: (\S+\(.*?\))", re.MULTILINE)
FRAME = 2  # initTestCase() and cleanupTestCase() pass, too
MOST_REPEATED = 5  # more than that is not chance
MOST_SECONDS = 50 * 60  # ten times as long as it takes on a quiet machine


class Count:
    programs = passed = skipped = 0
    complaints = ()

    def __init__(self):
        self.complaints = []
        self.skips = []


def complaint(text):
    """What is wrong with what a program said, or nothing."""
    totals = TOTALS.findall(text)
    if not totals:
        return "did not say what it has tested"
    for passed, failed, skipped in totals:
        really = int(passed) - FRAME
        if really < 1 and int(skipped) == 0 or int(failed) > 0:
            return f"{really} passed, {failed} failed: {', '.join(FAIL.findall(text)) or '?'}"
    return None


def count_block(count, name, text):
    wrong = complaint(text)
    if wrong:
        count.complaints.append(f"{name}: {wrong}")
    totals = TOTALS.findall(text)
    count.programs += bool(totals)
    for passed, _, skipped in totals:
        count.passed += max(int(passed) - FRAME, 0)
        count.skipped += int(skipped)
    count.skips += [f"{name}: {line.strip()}" for line in SKIP.findall(text)]


def cases(build, arguments):
    """The names of the cases that CTest would run."""
    listed = subprocess.run(["ctest", "--test-dir", build, "-N"] + arguments, check=True, text=True,
                            stdout=subprocess.PIPE).stdout
    return set(re.findall(r"Test\s+#\d+: (\S+)", listed))


def without_program(build):
    """The cases that are no program of Qt Test; they say so with a label."""
    return cases(build, ["-L", "^(script|lint)$"])


def left_out(build):
    path = os.path.join(build, "tests", "left_out.txt")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def hold_desktop(build):
    """Starts a program that has a window until it is killed. The first program that needs Wine's
    desktop starts it, and with it a process that keeps the standard error of that program until no
    program has a window any more: CTest would wait for the end of its output, up to the limit of the
    test. So that program is this one, and its standard error nobody reads."""
    here = os.path.dirname(os.path.abspath(__file__))
    words = ["sh", os.path.join(here, "run-wine.sh"), os.path.abspath(os.path.join(build, "wine")),
             os.path.join(build, "tests", "win_child.exe"), "window", "0"]
    for _ in range(5):
        holder = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL)
        if holder.stdout.readline().strip() == b"ready":
            return holder
        holder.wait()
    sys.exit("wrong: no program can have a window under Wine")


def run_ctest(build, arguments, deadline):
    """Its exit code. Ends it, with all that it has started and that is no program of Wine's."""
    ctest = subprocess.Popen(["ctest", "--test-dir", build, "--no-tests=error", "--output-on-failure",
                              "--no-label-summary"] + arguments, start_new_session=True)
    try:
        return ctest.wait(max(deadline - time.monotonic(), 1))
    except subprocess.TimeoutExpired:
        sys.exit(f"wrong: the tests did not end within {MOST_SECONDS // 60} minutes")
    finally:
        if ctest.poll() is None:
            if os.name == "nt":
                ctest.kill()
            else:
                os.killpg(ctest.pid, signal.SIGKILL)


def run(build, arguments, deadline):
    """What CTest says of each case, by name: nothing of one that it has not run."""
    log = os.path.join(build, "Testing", "Temporary", "LastTest.log")
    if os.path.exists(log):
        os.remove(log)
    blocks = dict.fromkeys(sorted(cases(build, arguments)), "")
    code = run_ctest(build, arguments, deadline)
    with open(log, "rb") as file:
        text = file.read().decode("utf-8", "replace").replace("\r\n", "\n")
    blocks.update(BLOCK.findall(text))
    if code != 0 and all("Test Passed." in block for block in blocks.values()):
        sys.exit("wrong: ctest failed, but none of its cases")
    return blocks


def failures(blocks, scripts):
    """Why each case that failed did so."""
    wrong = {}
    for name, block in blocks.items():
        said = None if name in scripts else complaint(block)
        if not block:
            wrong[name] = "was not run"
        elif said or "Test Passed." not in block:
            wrong[name] = said or "failed"
    return wrong


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = sys.argv[1]
    deadline = time.monotonic() + MOST_SECONDS
    scripts = without_program(build)
    holder = hold_desktop(build) if os.name != "nt" else None
    try:
        blocks = run(build, sys.argv[2:], deadline)
        first = failures(blocks, scripts)
        repeated = sorted(first) if os.name != "nt" and len(first) <= MOST_REPEATED else []
        if repeated:
            exactly = "|".join(re.escape(name) for name in repeated)
            blocks.update(run(build, ["--tests-regex", f"^({exactly})$"], deadline))
    finally:
        if holder:
            holder.kill()
            holder.wait()
    left = failures(blocks, scripts)

    count = Count()
    for name, block in blocks.items():
        if name not in scripts:
            count_block(count, name, block)
    for line in count.skips:
        print(f"skipped: {line}")
    for line in left_out(build):
        print(f"left out: {line}")
    for name in repeated:
        print(f"repeated: {name} under Wine, the first time: {first[name]}")
    for name, why in left.items():
        print(f"wrong: {name}: {why}")
    again = "" if os.name == "nt" else f", {len(repeated)} of them repeated"
    print(f"On Windows{'' if os.name == 'nt' else ' (Wine)'}: {count.passed} test functions passed in "
          f"{count.programs} programs{again}, {count.skipped} skipped, "
          f"{len(left_out(build))} programs left out")
    if left or count.complaints or count.passed == 0:
        sys.exit(1)


if __name__ == "__main__":
    main()
