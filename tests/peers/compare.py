#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares prun with what a peer did: compare.py FOLDER LEAST PRUN WORD…

FOLDER has the recorded cases, LEAST is how many there must be at least. Each WORD chooses the
dialect, as the first argument and as the name of a link to prun; the cases take turns. A difference
that is meant must be there, and be as it is described. PRUN_CASE runs only the case of that name.
"""

import concurrent.futures
import difflib
import itertools
import json
import os
import sys
import tempfile

import peer_cases


def check(command, case):
    """Nothing, or what is wrong."""
    result = peer_cases.run(command, case)
    got = peer_cases.comparable(result, case)
    recorded = peer_cases.comparable(case["recorded"][0], case)
    if "difference" not in case:
        return None if got == recorded else describe(recorded, got)
    if got == recorded:
        return "prun does the same as the peer: this is no difference any more"
    wanted = peer_cases.comparable(case["prun"], case)
    return None if got == wanted else describe(wanted, got)


def describe(wanted, got):
    lines = []
    for key in ("exit", "stdout", "stderr"):
        if wanted[key] == got[key]:
            continue
        texts = [value if isinstance(value, list) else str(value).split("\n")
                 for value in (wanted[key], got[key])]
        lines += difflib.unified_diff(*texts, f"{key} wanted", f"{key} of prun", lineterm="", n=1)
    return "\n".join("    " + line for line in lines)


def ways_to_call(prun, words, folder):
    """prun with each word, and prun by each name."""
    for word in words:
        link = os.path.join(folder, word)
        os.symlink(os.path.abspath(prun), link)
        yield [os.path.abspath(prun), word]
        yield [link]


def main():
    folder, least, prun, *words = sys.argv[1:]
    cases = [case for _, case in peer_cases.load(folder)]
    chosen = os.environ.get("PRUN_CASE")
    if chosen:
        cases = [case for case in cases if case["name"] == chosen]
    failures = 0
    with tempfile.TemporaryDirectory() as links, concurrent.futures.ThreadPoolExecutor(4) as pool:
        calls = itertools.cycle(list(ways_to_call(prun, words, links)))
        for case, wrong in zip(cases, pool.map(check, calls, cases)):
            if wrong:
                failures += 1
                print(f"{case['name']}: {json.dumps(case['arguments'], ensure_ascii=False)}")
                print(wrong)
    different = sum("difference" in case for case in cases)
    alike = len(cases) - different
    print(f"{alike} cases in which prun is to do the same, {different} in which it is not: "
          f"{failures} failed")
    enough = len(cases) == 1 if chosen else alike >= int(least)
    if not enough:
        print(f"there should be at least {least} of the first kind")
    return failures > 0 or not enough


if __name__ == "__main__":
    sys.exit(main())
