#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Puts the cases of a peer to prun and compares, byte for byte, with what the peer made of them.

    tests/peers/npm_run_all.py npm_run_all build/ci/bin/prun

A case with a "difference" says why prun is to differ there; if it does not, that is a fault, too.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import sys

import npm_run_all_cases

FEWEST = 150  # cases that are the same: none is to get lost unseen


def complaint(case, recorded, seen):
    same = npm_run_all_cases.comparable(case, recorded) == npm_run_all_cases.comparable(case, seen)
    if "difference" in case:
        return "is the same, though it is to differ" if same else ""
    if same:
        return ""
    return "".join(
        f"\n    {key}: recorded {recorded[key]!r}\n    {key}:     prun {seen[key]!r}"
        for key in ("out", "err", "code")
        if recorded[key] != seen[key]
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer")
    parser.add_argument("prun", type=pathlib.Path)
    parser.add_argument("--only", help="cases whose name has this in it")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    folder = pathlib.Path(__file__).parent / given.peer
    cases = npm_run_all_cases.load(folder)
    recording = json.loads((folder / "recorded.json").read_text("utf-8"))
    chosen = [one for one in cases["cases"] if not given.only or given.only in one["name"]]
    unrecorded = [one["name"] for one in chosen if one["name"] not in recording["results"]]
    if unrecorded:
        print("not recorded:", ", ".join(unrecorded))
        return 1
    os.environ.pop("PRUN_NAMES", None)
    prun = str(given.prun.resolve())

    def ask(case):
        return npm_run_all_cases.run([prun, case["words"][0]], case, cases)

    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        results = list(pool.map(ask, chosen))
    wrong = 0
    for case, seen in zip(chosen, results):
        text = complaint(case, recording["results"][case["name"]], seen)
        if text:
            wrong += 1
            print(f"{case['name']} {case['words']}: {text}")
    different = sum("difference" in one for one in chosen)
    same = len(chosen) - wrong - different
    print(
        f"{given.peer}: {same} cases are the same, {different} differ for a reason, {wrong} are wrong"
    )
    if not given.only and same < FEWEST:
        print(f"there are to be {FEWEST} that are the same")
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
