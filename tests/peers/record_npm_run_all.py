#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records what a peer makes of the cases, or asks it again and tells what has changed.

    npm install --prefix /tmp/peers npm-run-all2@8
    tests/peers/record_npm_run_all.py npm_run_all /tmp/peers/node_modules          # writes recorded.json
    tests/peers/record_npm_run_all.py npm_run_all /tmp/peers/node_modules --ask    # changes nothing
"""

import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import sys

import npm_run_all_cases

PACKAGES = {"npm_run_all": "npm-run-all2"}


def versions(modules, package):
    def said(*words):
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()

    with open(modules / package / "package.json", encoding="utf-8") as file:
        own = json.load(file)["version"]
    return {package: own, "node": said("node", "--version"), "npm": said("npm", "--version")}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("peer", choices=sorted(PACKAGES))
    parser.add_argument("modules", type=pathlib.Path, help="the folder node_modules that has it")
    parser.add_argument("--ask", action="store_true", help="compare with the recording only")
    parser.add_argument("--only", help="cases whose name has this in it")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    folder = pathlib.Path(__file__).parent / given.peer
    cases = npm_run_all_cases.load(folder)
    programs = given.modules.resolve() / ".bin"
    chosen = [one for one in cases["cases"] if not given.only or given.only in one["name"]]

    def record(case):
        return npm_run_all_cases.run([str(programs / case["words"][0])], case, cases)

    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        results = dict(zip([one["name"] for one in chosen], pool.map(record, chosen)))
    target = folder / "recorded.json"
    before = json.loads(target.read_text("utf-8")) if target.exists() else {"results": {}}
    if given.ask:
        changed = 0
        for case in chosen:
            old = before["results"].get(case["name"])
            new = results[case["name"]]
            if not old or npm_run_all_cases.comparable(case, old) != npm_run_all_cases.comparable(case, new):
                changed += 1
                print(f"{case['name']}: recorded {old}\n    now {new}")
        print(f"{len(chosen) - changed} of {len(chosen)} cases are as recorded")
        return 1 if changed else 0
    known = {one["name"] for one in cases["cases"]}
    merged = {name: one for name, one in {**before["results"], **results}.items() if name in known}
    recording = {
        "versions": versions(given.modules.resolve(), PACKAGES[given.peer]),
        "results": dict(sorted(merged.items())),
    }
    text = json.dumps(recording, indent=1, ensure_ascii=False) + "\n"
    target.write_text(text, encoding="utf-8")
    print(f"{len(results)} cases recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
