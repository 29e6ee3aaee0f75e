#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records what a peer does in its cases: record.py PEER [--case NAME]… [--new]

All cases, those of the names, or those of which nothing is recorded yet. What is not installed is
installed where that needs no rights (see peers.py); only what all versions do is recorded. To ask
a peer again and compare, run the suite with PRUN_PEERS=all.
"""

import argparse
import concurrent.futures
import json
import sys

import peer_cases
import peers


def recording(installed, case):
    recorded = []
    for peer in installed:
        result = peer.answer(case)
        same = next((one for one in recorded
                     if peer_cases.comparable(one, case, of_prun=False)
                     == peer_cases.comparable(result, case, of_prun=False)), None)
        if same:
            same["versions"].append(peer.version)
        else:
            recorded.append({"versions": [peer.version], **result})
    like = case.get("like", "")
    return sorted(recorded, key=lambda one: not one["versions"][0].startswith(like))


def write(file, made):
    content = json.loads(file.read_text(encoding="utf-8"))
    for case in peer_cases.cases_in(content):
        if case["name"] in made:
            case["recorded"] = made[case["name"]]
    text = json.dumps(content, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=sorted(peers.PEERS))
    parser.add_argument("--case", action="append", default=[])
    parser.add_argument("--new", action="store_true")
    options = parser.parse_args()
    installed, missing = peers.find(options.peer)
    if missing:
        print("\n".join(missing))
        return 1
    every = peer_cases.load(peers.HERE / options.peer)
    unknown = set(options.case) - {case["name"] for _, case in every}
    if unknown:
        print("no such case:", ", ".join(sorted(unknown)))
        return 1
    cases = [(file, case) for file, case in every
             if (not options.case or case["name"] in options.case)
             and not (options.new and "recorded" in case)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda pair: recording(installed, pair[1]), cases))
    made = {case["name"]: result for (_, case), result in zip(cases, results)}
    for file in {file for file, _ in cases}:
        write(file, made)
    print(f"{len(made)} cases recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
