#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How fast prun takes the place of other programs: their own calls, through them and through prun.

  cmake --preset ci && cmake --build --preset ci
  python3 tests/bench/peers.py [--write docs/peers-performance.md] [--check] [--only WORD] [--quick]

npm installs run-p and concurrently into the user's cache, in the versions that tests/peers has
recorded; GNU parallel and xargs are those of the system. Times are ratios of pairs, as in run.py.
--check ends with 1 if a target is missed. Never part of the tests.
"""

import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import measure
import rows

RECORDED = pathlib.Path(rows.ROOT, "tests", "peers")
SCRIPTS = 20
INPUTS = 10_000


def peer_programs():
    """The module that knows the peers and gets them, of tests/peers; it has the name of this one."""
    sys.path.append(str(RECORDED))
    spec = importlib.util.spec_from_file_location("peer_programs", RECORDED / "peers.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


PROGRAMS = peer_programs()


def recorded(name):
    """The npm package that prun is held to: that which was recorded, the first where there are two."""
    return PROGRAMS.PEERS[name].sources[0]


def installed(package):
    """The folder of the programs of a package of npm, which is put there if it is not yet."""
    try:
        package.installed()
    except PROGRAMS.Missing as reason:
        sys.exit(f"peers.py: {reason}")
    return PROGRAMS.cache() / f"{package.package}-{package.version}" / "node_modules" / ".bin"


class Bench:
    """The measurements. Each returns (measured value, its description)."""

    def __init__(self, build, folder, quick):
        self.prun = os.path.join(build, "bin", "prun")
        self.folder = folder
        self.quick = quick
        if not os.access(self.prun, os.X_OK):
            sys.exit(f"peers.py: there is no {self.prun}; build it first")
        for program in ("node", "npm"):
            if not shutil.which(program):
                sys.exit(f"peers.py: there is no {program}")
        packages = [recorded("npm_run_all"), recorded("concurrently")]
        self.versions = {package.package: package.version for package in packages}
        self.programs = {package.package: installed(package) for package in packages}
        self.names = [f"s{number}" for number in range(1, SCRIPTS + 1)]
        package = {"name": "twenty", "version": "1.0.0",
                   "scripts": dict.fromkeys(self.names, "true")}
        pathlib.Path(folder, "package.json").write_text(json.dumps(package), encoding="utf-8")
        pathlib.Path(folder, "inputs").write_text(
            "".join(f"{number}\n" for number in range(INPUTS)), encoding="ascii")
        # Whether there is a new version is asked once in a while only: not in one call of these.
        self.surroundings = {"cwd": folder,
                             "env": {**os.environ, "npm_config_update_notifier": "false"}}

    def notes(self):
        def said(*words):
            return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()

        peers = " and ".join(f"{name} {version}" for name, version in self.versions.items())
        return [f"{peers} with npm {said('npm', '--version')} on node {said('node', '--version')}."]

    def run_p(self):
        return [self.prun, "run-p", *self.names], [self.programs["npm-run-all2"] / "run-p",
                                                   *self.names]

    def concurrently(self):
        return ([self.prun, "concurrently", "npm:s*"],
                [self.programs["concurrently"] / "concurrently", "npm:s*"])

    def time(self, calls, count=9):
        ours, theirs = ([str(word) for word in call] for call in calls)
        return rows.ratio(measure.pairs(rows.count(count, self.quick),
                                        lambda: measure.run(ours, **self.surroundings),
                                        lambda: measure.run(theirs, **self.surroundings)))

    def memory(self, calls):
        """The largest peak of several runs each, of more of ours: they are short, and one look at
        the processes takes milliseconds."""
        ours, theirs = (
            max(measure.peak_memory_of_tree([str(word) for word in call], **self.surroundings)
                for _ in range(rows.count(count, self.quick)))
            for call, count in zip(calls, (50, 5)))
        return ours / theirs, f"{ours / theirs:.3f} ({ours:.1f} MiB against {theirs:.0f} MiB)"

    def inputs(self, command):
        with open(os.path.join(self.folder, "inputs"), "rb") as file:
            return measure.run(command, stdin=file, **self.surroundings)

    def map_against(self, ours, theirs, count):
        return rows.ratio(measure.pairs(rows.count(count, self.quick),
                                        lambda: self.inputs([self.prun, "map", *ours]),
                                        lambda: self.inputs(theirs)))

    def parallel(self):
        words = ["-j2", "true {}"]
        return self.map_against(words, ["parallel", *words], 3)

    def xargs(self):
        words = ["-P2", "-n1", "true"]
        return self.map_against(["--dialect", "xargs", *words], ["xargs", *words], 9)


ROWS = [  # what, measurement, at most, unit
    (f"{SCRIPTS} scripts `true`, `prun run-p s1 …` against `run-p s1 …`: time",
     lambda bench: bench.time(bench.run_p()), 0.05, ""),
    ("the same call of `run-p`: memory of all processes",
     lambda bench: bench.memory(bench.run_p()), 0.15, ""),
    (f"{SCRIPTS} scripts `true`, `prun concurrently 'npm:s*'` against `concurrently 'npm:s*'`: time",
     lambda bench: bench.time(bench.concurrently()), 0.05, ""),
    ("the same call of `concurrently`: memory of all processes",
     lambda bench: bench.memory(bench.concurrently()), 0.15, ""),
    (f"{INPUTS:,} inputs through `prun map -j2 'true {{}}'` against `parallel -j2 'true {{}}'`: time",
     Bench.parallel, 0.2, ""),
    (f"{INPUTS:,} inputs through `prun map --dialect xargs -P2 -n1 true` against `xargs -P2 -n1 true`: time",
     Bench.xargs, 0.8, ""),
]


def main():
    arguments = rows.arguments(__doc__.split("\n", 1)[0])
    with tempfile.TemporaryDirectory(prefix="prun-bench-") as folder:
        bench = Bench(os.path.abspath(arguments.build), folder, arguments.quick)
        rows.report(ROWS, bench, arguments, bench.notes())


if __name__ == "__main__":
    main()
