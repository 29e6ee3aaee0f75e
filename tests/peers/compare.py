#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares prun with what a peer was recorded to do, and the recordings with the peer itself:
compare.py PEER LEAST PRUN

All cases of the folder PEER are put to prun; at least LEAST of them have to come out the same. A
difference that is meant must be there, and be as it is described. Then the peer is asked again, if
it is installed or can be: for a random tenth of the cases, PRUN_PEERS=all for all, PRUN_PEERS=none
for none. PRUN_SEED repeats the choice of a run; PRUN_CASE chooses one case.
"""

import concurrent.futures
import difflib
import itertools
import json
import os
import pathlib
import random
import sys
import tempfile

import peer_cases
import peers

TRIES = 3  # of a peer that answers otherwise than recorded: some have races of their own


def expected(case):
    """What prun should do: the same, or what the case says instead."""
    return {**case["recorded"][0], **case.get("prun", {})}


def check(command, case):
    """Nothing, or what is wrong."""
    result = peer_cases.comparable(
        peer_cases.run(command, case, case.get("prun_arguments")), case)
    recorded = peer_cases.comparable(case["recorded"][0], case)
    if "difference" not in case:
        return None if result == recorded else describe(recorded, result)
    if result == recorded:
        return "    prun does the same as the peer: this is no difference any more"
    wanted = peer_cases.comparable(expected(case), case)
    return None if result == wanted else describe(wanted, result)


def describe(wanted, got, who="prun"):
    lines = []
    for key in ("exit", "stdout", "stderr", "outputs"):
        if wanted[key] == got[key]:
            continue
        texts = [value if isinstance(value, list) else str(value).split("\n")
                 for value in (wanted[key], got[key])]
        lines += difflib.unified_diff(*texts, f"{key} wanted", f"{key} of {who}", lineterm="", n=1)
    return "\n".join("    " + line for line in lines)


def ways_to_call(prun, peer, folder):
    """By the words that choose the dialect: prun with them, and prun by their name."""
    program = os.path.abspath(prun)
    ways = {}

    def way(case):
        words = peer.words_for(case)
        key = json.dumps(words)
        if key not in ways:
            calls = []
            for word in words:
                calls.append([program, *word])
                if peer.by_name:
                    link = os.path.join(folder, word[0])
                    os.symlink(program, link)
                    calls.append([link])
            ways[key] = itertools.cycle(calls)
        return next(ways[key])

    return way


def put_to_prun(cases, peer, prun):
    failures = 0
    with tempfile.TemporaryDirectory() as links, concurrent.futures.ThreadPoolExecutor(4) as pool:
        way = ways_to_call(prun, peer, links)
        for case, wrong in zip(cases, pool.map(check, [way(case) for case in cases], cases)):
            if wrong:
                failures += 1
                print(f"{case['name']}: {json.dumps(case['arguments'], ensure_ascii=False)}")
                print(wrong)
    return failures


def chosen_for_peer(cases, mode, seed):
    able = [case for case in cases if "varies" not in case]
    if mode == "all":
        return able
    return random.Random(seed).sample(able, (len(able) + 9) // 10)


def ask_again(question):
    """Whether a peer still does what was recorded; if not, what it does."""
    installed, case = question
    recorded = next((one for one in case["recorded"] if installed.version in one["versions"]), None)
    if not recorded:
        return None
    wanted = peer_cases.comparable(recorded, case, of_prun=False)
    for _ in range(TRIES):
        got = peer_cases.comparable(installed.answer(case), case, of_prun=False)
        if got == wanted:
            return None
    return (f"the recording of {case['name']!r} is not what {installed.version} does now:\n"
            + describe(wanted, got, "the peer"))


def put_to_peer(cases, name):
    mode = os.environ.get("PRUN_PEERS", "tenth")
    if mode == "none":
        print(f"{name} itself was not asked: PRUN_PEERS=none")
        return 0
    seed = int(os.environ.get("PRUN_SEED") or random.randrange(1_000_000))
    installed, missing = peers.find(name)
    for reason in missing:
        print(f"not asked: {reason}")
    recorded = {version for case in cases for one in case["recorded"] for version in one["versions"]}
    for one in installed:
        if one.version not in recorded:
            print(f"not asked: {name} {one.version}, what is recorded is of {' and '.join(sorted(recorded))}")
    questions = [(one, case) for case in chosen_for_peer(cases, mode, seed) for one in installed
                 if one.version in recorded]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = [answer for answer in pool.map(ask_again, questions) if answer]
    print("\n".join(answers) + "\n" if answers else "", end="")
    print(f"{len(questions)} questions to {name} itself (PRUN_SEED={seed}): "
          f"{len(answers)} other answers than recorded")
    return len(answers)


def main():
    name, least, prun = sys.argv[1:]
    peer = peers.PEERS[name]
    cases = [case for _, case in peer_cases.load(pathlib.Path(__file__).parent / name)]
    chosen = os.environ.get("PRUN_CASE")
    if chosen:
        cases = [case for case in cases if case["name"] == chosen]
    unrecorded = [case["name"] for case in cases if not case.get("recorded")]
    if unrecorded:
        print("not recorded:", ", ".join(unrecorded))
        return 1
    for case in cases:
        if missing := peer_cases.missing_programs(case):
            print(f"left out: {case['name']}: {' and '.join(missing)} is not installed")
    cases = [case for case in cases if not peer_cases.missing_programs(case)]
    failures = put_to_prun(cases, peer, prun)
    different = sum("difference" in case for case in cases)
    alike = len(cases) - different
    print(f"{alike} cases in which prun is to do the same, {different} in which it is not: "
          f"{failures} failed")
    enough = len(cases) == 1 if chosen else alike >= int(least)
    if not enough:
        print(f"there should be at least {least} of the first kind")
    return failures + put_to_peer(cases, name) > 0 or not enough


if __name__ == "__main__":
    sys.exit(main())
