#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records what concurrently does in the cases of tests/peers/concurrently, or asks it again.

  npm install --prefix /tmp/c9 concurrently@9; npm install --prefix /tmp/c10 concurrently@10
  record_concurrently.py record /tmp/c10 /tmp/c9 [--only TEXT]   writes what they do into the cases
                                           [--new]         only where nothing is recorded yet
  record_concurrently.py check /tmp/c10 /tmp/c9 [--all]          a tenth at random, or all: same?

prun is held to the folder that is named first where the two do not do the same.
"""

import argparse
import concurrent.futures
import json
import pathlib
import random
import sys

import peer_cases

CASES = pathlib.Path(__file__).parent / "concurrently"


class Peer:
    def __init__(self, folder):
        package = pathlib.Path(folder, "node_modules/concurrently").resolve()
        about = json.loads((package / "package.json").read_text(encoding="utf-8"))
        self.version = about["version"]
        self.command = ["node", str(package / about["bin"]["concurrently"])]

    def run(self, case):
        result = peer_cases.run(self.command, case)
        # Stacks of its own errors hold paths and lines of this installation.
        if "\n    at " in result["stderr"] or "node:" in result["stderr"]:
            result["stderr"] = "<stack>\n"
        return result


def recording(peers, case):
    recorded = []
    for peer in peers:
        result = peer.run(case)
        same = next((one for one in recorded
                     if peer_cases.comparable(one, case) == peer_cases.comparable(result, case)),
                    None)
        if same:
            same["versions"].append(peer.version)
        else:
            recorded.append({"versions": [peer.version], **result})
    like = case.get("like", "")
    return sorted(recorded, key=lambda one: not one["versions"][0].startswith(like))


def record(peers, only, new):
    cases = [(file, case) for file, case in peer_cases.load(CASES)
             if only in case["name"] and not (new and "recorded" in case)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda pair: recording(peers, pair[1]), cases))
    made = {case["name"]: result for (_, case), result in zip(cases, results)}
    for file in sorted(CASES.glob("*.json")):
        all_cases = json.loads(file.read_text(encoding="utf-8"))
        for case in all_cases:
            if case["name"] in made:
                case["recorded"] = made[case["name"]]
        text = json.dumps(all_cases, indent=1, ensure_ascii=False)
        file.write_text(text + "\n", encoding="utf-8")
    print(f"{len(made)} cases recorded")
    return 0


def check(peers, everything):
    cases = [case for _, case in peer_cases.load(CASES)]
    if not everything:
        cases = random.sample(cases, max(1, len(cases) // 10))
    failures = 0
    for case in cases:
        recorded = {version: one for one in case["recorded"] for version in one["versions"]}
        for peer in peers:
            if peer.version not in recorded:
                sys.exit(f"{case['name']} was not recorded with {peer.version}")
            now = peer_cases.comparable(peer.run(case), case)
            if now != peer_cases.comparable(recorded[peer.version], case):
                failures += 1
                print(f"{case['name']}: {peer.version} does something else now")
    print(f"{len(cases)} cases asked again, {failures} answers differ")
    return failures > 0


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["record", "check"])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--only", default="")
    parser.add_argument("--new", action="store_true")
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    peers = [Peer(folder) for folder in options.folders]
    if options.what == "record":
        return record(peers, options.only, options.new)
    return check(peers, options.all)


if __name__ == "__main__":
    sys.exit(main())
