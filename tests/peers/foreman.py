#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`prun start` does what foreman was recorded to do, byte for byte but for times and process ids.

  foreman.py --prun PROGRAM [--case NAME]…

foreman/cases.json says what both are given; record_foreman.py writes what foreman makes of it to
foreman/recordings.json. Where prun differs on purpose, the case says why, and what prun does.
"""

import argparse
import concurrent.futures
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "foreman", "cases.json")
RECORDINGS = os.path.join(HERE, "foreman", "recordings.json")
PATIENCE = 120  # seconds, for what should end by itself
FEWEST = 40
AT_ONCE = 4  # they sleep more than they work


def masked(text):
    text = re.sub(r"^((?:\x1b\[\d+m)?)\d\d:\d\d:\d\d ", r"\1HH:MM:SS ", text, flags=re.MULTILINE)
    return re.sub(r"started with pid \d+$", "started with pid PID", text, flags=re.MULTILINE)


class Reader(threading.Thread):
    """Collects a stream; calls `seen` once when `wanted` has come."""

    def __init__(self, stream, wanted=None, seen=None):
        super().__init__(daemon=True)
        self.stream, self.wanted, self.seen = stream, wanted, seen
        self.bytes = b""
        self.start()

    def run(self):
        while chunk := os.read(self.stream.fileno(), 65536):
            self.bytes += chunk
            if self.wanted and self.wanted.encode() in self.bytes:
                self.wanted = None
                self.seen()


def make_files(folder, files):
    for name, content in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(content)


def result_of(program, case, arguments):
    """What the program does with the case: stdout, stderr and exit, masked."""
    keep = ("PATH", "HOME", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment.update({"LC_ALL": "C.UTF-8", **case.get("environment", {})})
    with tempfile.TemporaryDirectory() as folder:
        make_files(folder, case["files"])
        child = subprocess.Popen(program + arguments, cwd=folder, env=environment,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, start_new_session=True)
        sent = case.get("signal")
        out = Reader(child.stdout, sent and sent["after"],
                     lambda: child.send_signal(getattr(signal, "SIG" + sent["name"])))
        err = Reader(child.stderr)
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            print(f"{case['name']}: it did not end; so far: {out.bytes} {err.bytes}")
        try:
            os.killpg(child.pid, signal.SIGKILL)  # what foreman leaves behind
        except ProcessLookupError:
            pass
        child.wait()
        out.join()
        err.join()
        child.stdout.close()
        child.stderr.close()
    return {"stdout": masked(out.bytes.decode("utf-8", "surrogateescape")),
            "stderr": masked(err.bytes.decode("utf-8", "surrogateescape")),
            "exit": child.returncode}


def ordered(text, case):
    """Nobody promises the order of lines of different processes, unless one waits for the other."""
    if case.get("order") != "each":
        return text
    name = re.compile(r"(?:\x1b\[\d+m)?(?:HH:MM:SS )?(\S*)")
    return sorted(text.splitlines(keepends=True), key=lambda line: name.match(line).group(1))


def expected(case, recorded):
    """What prun should do: the same, or what the case says instead."""
    own = dict(recorded)
    if "ours_lines" in case:
        lines = [f"HH:MM:SS web.1  | {line}\n" for line in case["ours_lines"]]
        own["stdout"] = "".join(lines) + "HH:MM:SS system | sending SIGTERM to all processes\n"
    for key in ("stdout", "stderr", "exit"):
        own[key] = case.get("ours_" + key, own[key])
    return own


def same(case, one, other):
    return (ordered(one["stdout"], case) == ordered(other["stdout"], case)
            and one["stderr"] == other["stderr"] and one["exit"] == other["exit"])


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def wrong_cases(cases, recordings):
    """Whether the data themselves make sense."""
    names = [case["name"] for case in cases]
    for name in set(names):
        if names.count(name) > 1:
            yield f"{name}: comes twice"
    for case in cases:
        name = case["name"]
        if name not in recordings["cases"]:
            yield f"{name}: was not recorded"
            continue
        recorded = recordings["cases"][name]
        differs = not same(case, expected(case, recorded), recorded)
        if differs and not case.get("difference"):
            yield f"{name}: prun differs without a reason"
        if case.get("difference") and not differs:
            yield f"{name}: a difference is listed, but there is none"
    for name in set(recordings["cases"]) - set(names):
        yield f"{name}: is recorded, but no case"
    if len([case for case in cases if not case.get("difference")]) < FEWEST:
        yield f"there are fewer than {FEWEST} cases without a difference"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--prun", required=True)
    parser.add_argument("--case", action="append", default=[])
    arguments = parser.parse_args()
    cases, recordings = load(CASES), load(RECORDINGS)
    failures = list(wrong_cases(cases, recordings))
    if failures:
        print("\n".join(failures))
        return 1

    counts = {"equal": 0, "different on purpose": 0}
    chosen = [case for case in cases if not arguments.case or case["name"] in arguments.case]
    program = [os.path.abspath(arguments.prun)]
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(
            lambda case: result_of(program, case, case.get("prun", case["arguments"])), chosen))
    for case, seen in zip(chosen, results):
        wanted = expected(case, recordings["cases"][case["name"]])
        if same(case, seen, wanted):
            counts["different on purpose" if case.get("difference") else "equal"] += 1
            continue
        failures.append(case["name"])
        print(f"{case['name']}: not as foreman {recordings['version']}")
        for key in ("stdout", "stderr", "exit"):
            if seen[key] != wanted[key]:
                print(f"--- {key}, wanted:\n{wanted[key]}\n--- {key}, seen:\n{seen[key]}")
    print(f"{counts['equal']} cases as foreman {recordings['version']}, "
          f"{counts['different on purpose']} different on purpose, {len(failures)} failed")
    return 1 if failures or sum(counts.values()) == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
