#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Asks the real GNU parallel and xargs (Debian: apt-get install parallel findutils) what they make
of the cases of map.py.

  record_parallel.py            writes parallel/recordings.json and xargs/recordings.json anew
  record_parallel.py --again    asks again and tells which answers differ from the recorded ones
"""

import json
import os
import shutil
import subprocess
import sys

import map as peers


def version(peer):
    text = subprocess.run([peer, "--version"], check=True, capture_output=True, text=True).stdout
    return text.splitlines()[0]


def main():
    again = sys.argv[1:] == ["--again"]
    different = 0
    for peer in peers.PREFIX:
        if not shutil.which(peer):
            print(f"{peer} is not installed")
            return 77
        old = peers.load(peer, "recordings.json")["cases"] if again else {}
        new = {}
        for case in peers.load(peer, "cases.json"):
            name = case["name"]
            new[name] = peers.result_of([peer], case, case["arguments"])
            if again and not peers.same(case, new[name], old.get(name, new[name] | {"exit": None})):
                different += 1
                print(f"{name}: another answer\n{old.get(name)}\n{new[name]}")
        print(f"{peer}: {len(new)} cases")
        if again:
            continue
        path = os.path.join(peers.HERE, peer, "recordings.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"version": version(peer), "cases": new}, file, indent=1, ensure_ascii=False)
            file.write("\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
