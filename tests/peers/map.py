#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`prun map` does what GNU parallel and xargs were recorded to do, byte for byte.

  map.py --prun PROGRAM [--case NAME]…

parallel/cases.json and xargs/cases.json say what both are given; record_parallel.py writes what
the originals make of it to recordings.json beside them. Compared are stdout, stderr, the exit
status and the files that a case shows; in a job log times count as T. Where the original speaks
itself ("speaks"), prun has to say something, too, but in its own words. Where prun differs on
purpose, the case says why ("difference"), and what prun does.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 120  # seconds, for what should end by itself
FEWEST = {"parallel": 60, "xargs": 30}
PREFIX = {"parallel": ["map"], "xargs": ["map", "--dialect", "xargs"]}
TIMES = re.compile(r"^(\d+\t:\t)[\d.]+\t {0,9}[\d.]+\t", re.MULTILINE)


def result_of(program, case, arguments):
    keep = ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
        environment = {name: os.environ[name] for name in keep if name in os.environ}
        environment.update({"LC_ALL": "C.UTF-8", "HOME": home, "SHELL": "/bin/sh",
                            "PARALLEL_SHELL": "/bin/sh"})
        os.makedirs(os.path.join(home, ".parallel"))
        with open(os.path.join(home, ".parallel", "will-cite"), "w", encoding="utf-8"):
            pass
        for name, content in case.get("files", {}).items():
            with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
                file.write(content)
        done = subprocess.run(program + arguments, cwd=folder, env=environment, check=False,
                              input=case.get("stdin", "").encode("utf-8", "surrogateescape"),
                              capture_output=True, timeout=PATIENCE)
        shown = {}
        for name in case.get("shows", []):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                shown[name] = TIMES.sub(r"\1T\t", file.read())
    return {"stdout": done.stdout.decode("utf-8", "surrogateescape"),
            "stderr": done.stderr.decode("utf-8", "surrogateescape"),
            "exit": done.returncode, "files": shown}


def expected(case, recorded):
    """What prun should do: the same, or what the case says instead."""
    return {key: case.get("ours_" + key, value) for key, value in recorded.items()}


def same(case, seen, wanted):
    if case.get("speaks"):
        said = bool(seen["stderr"]) == bool(wanted["stderr"])
    else:
        said = seen["stderr"] == wanted["stderr"]
    return said and all(seen[key] == wanted[key] for key in ("stdout", "exit", "files"))


def load(peer, name):
    with open(os.path.join(HERE, peer, name), encoding="utf-8") as file:
        return json.load(file)


def wrong_cases(peer, cases, recordings):
    """Whether the data themselves make sense."""
    names = [case["name"] for case in cases]
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield f"{name}: comes twice"
    for case in cases:
        if case["name"] not in recordings["cases"]:
            yield f"{case['name']}: was not recorded"
            continue
        recorded = recordings["cases"][case["name"]]
        differs = not same(case, expected(case, recorded), recorded)
        if differs != bool(case.get("difference")):
            yield f"{case['name']}: a difference and its reason belong together"
    for name in sorted(set(recordings["cases"]) - set(names)):
        yield f"{name}: is recorded, but no case"
    if len([case for case in cases if not case.get("difference")]) < FEWEST[peer]:
        yield f"{peer}: there are fewer than {FEWEST[peer]} cases without a difference"


def compare(peer, prun, only):
    """How many cases were equal, and which failed."""
    cases, recordings = load(peer, "cases.json"), load(peer, "recordings.json")
    failures = list(wrong_cases(peer, cases, recordings))
    counts = {"equal": 0, "different on purpose": 0}
    for failure in failures:
        print(failure)
    for case in cases:
        if (only and case["name"] not in only) or case["name"] not in recordings["cases"]:
            continue
        wanted = expected(case, recordings["cases"][case["name"]])
        seen = result_of([prun, *PREFIX[peer]], case, case.get("prun", case["arguments"]))
        if same(case, seen, wanted):
            counts["different on purpose" if case.get("difference") else "equal"] += 1
            continue
        failures.append(case["name"])
        print(f"{peer}, {case['name']}: not as recorded")
        for key in ("stdout", "stderr", "exit", "files"):
            if seen[key] != wanted[key]:
                print(f"--- {key}, wanted:\n{wanted[key]}\n--- {key}, seen:\n{seen[key]}")
    print(f"{counts['equal']} cases as {recordings['version']}, "
          f"{counts['different on purpose']} different on purpose, {len(failures)} failed")
    return sum(counts.values()), failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--prun", required=True)
    parser.add_argument("--case", action="append", default=[])
    arguments = parser.parse_args()
    results = [compare(peer, arguments.prun, arguments.case) for peer in PREFIX]
    failed = any(failures for _, failures in results)
    return 1 if failed or sum(count for count, _ in results) == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
