#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Asks the real foreman (Debian: apt-get install ruby-foreman) what it makes of the cases.

  record_foreman.py            writes foreman/recordings.json anew
  record_foreman.py --again    asks again and tells which answers differ from the recorded ones
  record_foreman.py --new      only what is not recorded yet
"""

import json
import shutil
import subprocess
import sys

import foreman


def version():
    return subprocess.run(["foreman", "version"], check=True, capture_output=True,
                          text=True).stdout.strip()


def without_traces(result):
    """An exception of Ruby: its first line without the place is what matters."""
    if ".rb:" in result["stderr"]:
        result["stderr"] = "a backtrace of Ruby\n"
    return result


def main():
    if not shutil.which("foreman"):
        print("foreman is not installed")
        return 77
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    old = foreman.load(foreman.RECORDINGS) if mode else {"cases": {}}
    new = {}
    different = 0
    for case in foreman.load(foreman.CASES):
        name = case["name"]
        if mode == "--new" and name in old["cases"]:
            new[name] = old["cases"][name]
            continue
        new[name] = without_traces(foreman.result_of(["foreman"], case, case["arguments"]))
        if mode == "--again" and not foreman.same(case, new[name], old["cases"].get(name, {})):
            different += 1
            print(f"{name}: another answer\n{old['cases'].get(name)}\n{new[name]}")
    if mode == "--again":
        print(f"{len(new)} cases asked again, {different} other answers")
        return 1 if different else 0
    with open(foreman.RECORDINGS, "w", encoding="utf-8") as file:
        json.dump({"version": version(), "cases": new}, file, indent=1, ensure_ascii=False)
        file.write("\n")
    print(f"{len(new)} cases recorded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
