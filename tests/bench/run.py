#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How fast prun is, side by side with what people use instead, in one run.

  cmake --preset ci && cmake --build --preset ci && cmake --build --preset ci --target bench
  python3 tests/bench/run.py [--write docs/performance.md] [--check] [--only WORD] [--quick]

All times are ratios of pairs that ran one after the other on the same machine: a ratio means
something on a machine that does other things too, a time does not. --check ends with 1 if a
target is missed. Never part of the tests.
"""

import os
import re
import subprocess
import sys
import tempfile
import time

import measure
import rows

GIGABYTE = 1_000_000_000
LINE = b"a line of sixty bytes as a compiler or a server prints them\n"


class Bench:
    """The measurements. Each returns (measured value, its description)."""

    def __init__(self, build, folder, quick):
        self.prun = os.path.join(build, "bin", "prun")
        self.helpers = os.path.join(build, "bench")
        self.folder = folder
        self.quick = quick
        for program in [self.prun] + [os.path.join(self.helpers, name) for name in
                                      ("bench_spawn_loop", "bench_ticker", "bench_qt_start")]:
            if not os.access(program, os.X_OK):
                sys.exit(f"run.py: there is no {program}; build the target `bench` first")

    def path(self, name):
        return os.path.join(self.folder, name)

    def pairs(self, count, ours, theirs):
        return rows.ratio(measure.pairs(rows.count(count, self.quick), ours, theirs))

    def helper(self, name):
        return os.path.join(self.helpers, "bench_" + name)

    def commands(self, count):
        """A file with so many commands `true`."""
        path = self.path(f"true{count}")
        if not os.path.exists(path):
            with open(path, "w", encoding="ascii") as file:
                file.write("true\n" * count)
        return path

    def data(self, size, number=0):
        """A file of so many bytes, in lines."""
        path = self.path(f"data{size}.{number}")
        if not os.path.exists(path):
            block = LINE * (1 << 14)
            with open(path, "wb") as file:
                left = size // len(LINE) * len(LINE)
                while left > 0:
                    left -= file.write(block[:left])
        return path

    def two_thousand(self):
        command = [self.prun, "-m", "2", "--file", self.commands(2000)]
        with open(self.path("out"), "wb") as out:
            return measure.run(command, stdout=out, stderr=subprocess.STDOUT)

    def against_xargs(self):
        return self.pairs(11, self.two_thousand,
                          lambda: measure.run("seq 2000 | xargs -P2 -n1 true", shell=True))

    def against_make(self):
        makefile = self.path("Makefile")
        names = [f"t{index}" for index in range(2000)]
        with open(makefile, "w", encoding="ascii") as file:
            file.write("all: " + " ".join(names) + "\n.PHONY: all " + " ".join(names) + "\n")
            file.writelines(f"{name}:\n\t@/bin/true\n" for name in names)
        return self.pairs(11, self.two_thousand,
                          lambda: measure.run(["make", "-j2", "-f", makefile]))

    def against_spawn_loop(self):
        return self.pairs(11, self.two_thousand,
                          lambda: measure.run([self.helper("spawn_loop"), "2000", "/bin/true"]))

    def cat(self):
        return measure.run(f"cat {self.data(GIGABYTE)} | cat > /dev/null", shell=True)

    def one_stream(self):
        command = [self.prun, f"cat {self.data(GIGABYTE)}"]
        return self.pairs(7, lambda: measure.run(command), self.cat)

    def one_stream_memory(self):
        peak = measure.peak_memory_of_run([self.prun, f"cat {self.data(GIGABYTE)}"])
        return peak, f"{peak:.1f} MiB"

    def four_streams(self):
        command = [self.prun] + [f"cat {self.data(GIGABYTE // 4, n)}" for n in range(4)]
        return self.pairs(7, lambda: measure.run(command), self.cat)

    def start(self):
        def forty(program):
            loop = f'i=0; while [ $i -lt 40 ]; do {program} || exit 1; i=$((i+1)); done'
            return measure.run(["sh", "-c", loop])
        return self.pairs(15, lambda: forty(f"{self.prun} true"),
                          lambda: forty(self.helper("qt_start")))

    def memory_of_many(self):
        idle = measure.peak_memory_of_run([self.prun, "sleep 1"])
        many = measure.peak_memory_of_run([self.prun, "-m", "2", "--file",
                                           self.commands(100_000)])
        return many - idle, f"{many - idle:.1f} MiB ({many:.1f} against {idle:.1f})"

    def check_ticks(self, out, count, lines):
        """Every line of every ticker is there, whole and in order."""
        pattern = re.compile(rb"\[(\d+)\] tick (\d+) (\d+) the quick brown fox jumps over the "
                             rb"lazy dog")
        seen = [0] * count
        with open(out, "rb") as file:
            for line in file.read().split(b"\n"):
                match = pattern.fullmatch(line)
                if match and match.group(1) == match.group(2):
                    index = int(match.group(1))
                    if seen[index] != int(match.group(3)):
                        raise measure.Failed(f"a line is lost or out of order: {line!r}")
                    seen[index] += 1
                elif line:
                    raise measure.Failed(f"a torn line: {line!r}")
        lost = count * lines - sum(seen)
        if lost:
            raise measure.Failed(f"{lost} lines are lost")

    def many_running(self, count=500, seconds=12):
        lines = seconds * 10
        out = self.path("ticks")
        commands = self.path("tickers")
        with open(commands, "w", encoding="utf-8") as file:
            file.writelines(f"{self.helper('ticker')} {n} {lines}\n" for n in range(count))
        with open(out, "wb") as stream:
            process = subprocess.Popen([self.prun, "-m", str(count), "--file", commands],
                                       stdout=stream, stderr=subprocess.DEVNULL,
                                       stdin=subprocess.DEVNULL)
            worker = measure.worker_of(process)
            time.sleep(seconds / 4)  # all are started
            begin, before = time.monotonic(), measure.processor_time(worker)
            time.sleep(seconds / 2)
            used = (measure.processor_time(worker) - before) / (time.monotonic() - begin)
            if process.wait() != 0:
                raise measure.Failed(f"prun with {count} commands: {process.returncode}")
        self.check_ticks(out, count, lines)
        return used, f"{used:.2f} of one core; {count * lines} lines, none lost or torn"


ROWS = [  # what, measurement, at most, unit
    ("2,000 × `true` at `-m 2` to a file, against `seq 2000 \\| xargs -P2 -n1 true`",
     Bench.against_xargs, 0.7, ""),
    ("the same, against `make -j2` with 2,000 targets `@/bin/true`",
     Bench.against_make, 1.15, ""),
    ("the same, against a bare `posix_spawn` and `wait` loop in C",
     Bench.against_spawn_loop, 1.3, ""),
    ("1 GB of 60-byte lines, prefixed, to /dev/null, against `cat FILE \\| cat > /dev/null`",
     Bench.one_stream, 1.3, ""),
    ("memory while doing that", Bench.one_stream_memory, 32, " MiB"),
    ("four commands of 250 MB at once, against one `cat FILE \\| cat > /dev/null` of 1 GB",
     Bench.four_streams, 1.5, ""),
    ("`prun true`, against an empty program linked to Qt Core that starts `true`; 40 starts each",
     Bench.start, 1.4, ""),
    ("100,000 commands from `--file` at `-m 2`: memory above an idle prun",
     Bench.memory_of_many, 60, " MiB"),
    ("500 commands at once, a line from each every 100 ms: processor time of prun",
     Bench.many_running, 0.6, " of a core"),
]


def main():
    arguments = rows.arguments(__doc__.split("\n", 1)[0])
    with tempfile.TemporaryDirectory(prefix="prun-bench-") as folder:
        bench = Bench(os.path.abspath(arguments.build), folder, arguments.quick)
        rows.report(ROWS, bench, arguments)


if __name__ == "__main__":
    main()
