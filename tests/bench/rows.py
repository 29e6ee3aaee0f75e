# SPDX-License-Identifier: MIT
"""The table of a benchmark: its rows are measured, printed, and written into a page.

A row is (what, measurement, at most, unit). The measurement takes the object that it measures with
and returns (measured value, its description).
"""

import argparse
import contextlib
import datetime
import os
import platform
import sys

import measure

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--build", default=os.path.join(ROOT, "build", "ci"))
    parser.add_argument("--only", default="", help="only rows whose text has this word")
    parser.add_argument("--quick", action="store_true", help="a third of the pairs")
    parser.add_argument("--check", action="store_true", help="exit 1 if a target is missed")
    parser.add_argument("--write", metavar="FILE", help="put the table between its marks there")
    return parser.parse_args()


def count(pairs, quick):
    return max(3, pairs // 3) if quick else pairs


def ratio(measured):
    return measured.value, str(measured)


def machine():
    name = platform.processor() or platform.machine()
    with contextlib.suppress(OSError), open("/proc/cpuinfo", encoding="utf-8") as file:
        name = next((line.split(":", 1)[1].strip() for line in file
                     if line.startswith("model name")), name)
    return f"{len(os.sched_getaffinity(0))} cores, {name}, Linux {platform.release().split('-', 1)[0]}"


def table(results, notes):
    lines = [f"Measured on {datetime.date.today().isoformat()}, {machine()}.", ""]
    lines += [line for note in notes for line in (note, "")]
    lines += ["| what | at most | measured | |", "| --- | --- | --- | --- |"]
    lines += [f"| {what} | {most}{unit} | {text} | {'yes' if good else '**no**'} |"
              for what, most, unit, text, good in results]
    return "\n".join(lines) + "\n"


def write_between_marks(path, text):
    with open(path, encoding="utf-8") as file:
        page = file.read()
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"{before}{BEGIN}\n{text}{END}{after}")


def report(rows, bench, given, notes=()):
    """Measures the rows and does with them what the arguments say; the notes stand above the table."""
    results = []
    for what, measurement, most, unit in rows:
        if given.only not in what:
            continue
        try:
            value, text = measurement(bench)
        except (measure.Failed, OSError) as failure:
            value, text = float("inf"), f"failed: {failure}"
        results.append((what, most, unit, text, value <= most))
        print(f"{'ok  ' if value <= most else 'MISS'} {what}: {text}", file=sys.stderr)
    print(table(results, notes), end="")
    if given.write:
        write_between_marks(given.write, table(results, notes))
    if given.check and not (results and all(good for *_, good in results)):
        sys.exit(1)
