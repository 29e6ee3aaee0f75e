# SPDX-License-Identifier: MIT
"""Starting things and measuring them: wall time, and memory and processor time of prun's worker.

prun is two processes: the guard, which is what was started, and the worker, its child, which does
the work and is what is measured here. Commands are children of the worker. What is compared with
programs that start others for their work is measured as a tree: all processes together.
"""

import os
import statistics
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A program under measurement did not do what it was started for."""


def run(command, **streams):
    """Wall time in seconds of a command that must succeed."""
    for stream in ("stdin", "stdout", "stderr"):
        streams.setdefault(stream, subprocess.DEVNULL)
    begin = time.perf_counter()
    status = subprocess.run(command, check=False, **streams).returncode
    took = time.perf_counter() - begin
    if status != 0:
        raise Failed(f"{command if isinstance(command, str) else ' '.join(command)}: {status}")
    return took


class Ratio:
    """Ratios of the pairs, the median of which is the result."""

    def __init__(self, ours, theirs):
        self.values = [a / b for a, b in zip(ours, theirs)]
        self.ours = statistics.median(ours)
        self.theirs = statistics.median(theirs)
        self.value = statistics.median(self.values)

    def __str__(self):
        digits = 2 if self.value >= 0.1 else 3
        return (f"{self.value:.{digits}f} ({min(self.values):.{digits}f} to"
                f" {max(self.values):.{digits}f} in"
                f" {len(self.values)} pairs; {self.ours:.3f} s against {self.theirs:.3f} s)")


def pairs(count, ours, theirs):
    """A B, B A, A B …: what the machine does beside us falls on both, and so does being first."""
    ours()
    theirs()  # the caches are warm for both
    a, b = [], []
    for index in range(count):
        for side in ((0, 1) if index % 2 == 0 else (1, 0)):
            if side == 0:
                a.append(ours())
            else:
                b.append(theirs())
    return Ratio(a, b)


def stat_fields(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        return file.read().rsplit(")", 1)[1].split()


def worker_of(process, seconds=5):
    """Process id of the worker, once there is one."""
    program = os.path.realpath(f"/proc/{process.pid}/exe")
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        for name in os.listdir("/proc"):
            try:
                if name.isdigit() and int(stat_fields(name)[1]) == process.pid:
                    if os.path.realpath(f"/proc/{name}/exe") == program:
                        return int(name)
            except OSError:
                continue  # gone meanwhile
        time.sleep(0.005)
    return process.pid  # no guard: the program itself


def peak_memory(pid):
    """Largest resident set so far in MiB, or None if the process is gone."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return None


def processor_time(pid):
    """Seconds that the process itself computed; its children do not count."""
    fields = stat_fields(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS


def peak_memory_of_run(command, **streams):
    """Largest resident set of prun's worker in MiB, over the whole run."""
    for stream in ("stdin", "stdout", "stderr"):
        streams.setdefault(stream, subprocess.DEVNULL)
    process = subprocess.Popen(command, **streams)
    worker = worker_of(process)
    peak = 0
    while process.poll() is None:
        peak = max(peak, peak_memory(worker) or 0)
        time.sleep(0.02)
    if process.returncode != 0:
        raise Failed(f"{' '.join(command)}: {process.returncode}")
    if peak == 0:
        raise Failed("the worker of prun was not found")
    return peak


def proportional_memory(pid):
    """Resident memory in KiB; what n processes share counts as an n-th. 0 if the process is gone."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii", errors="replace") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def tree_of(root):
    """Process ids of a process and everything that descends from it."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                children.setdefault(int(stat_fields(name)[1]), []).append(int(name))
            except OSError:
                continue  # gone meanwhile
    found = [root]
    for pid in found:  # grows meanwhile
        found += children.get(pid, [])
    return found


def peak_memory_of_tree(command, **options):
    """Largest memory of all processes of a call together, in MiB.

    The sum of what proportional_memory() says, looked at without a pause, so that also what runs for
    a few milliseconds is seen: each process counts only once, whatever it shares with others.
    """
    for stream in ("stdin", "stdout", "stderr"):
        options.setdefault(stream, subprocess.DEVNULL)
    process = subprocess.Popen(command, **options)
    peak, most = 0, 0
    while process.poll() is None:
        tree = tree_of(process.pid)
        most = max(most, len(tree))
        peak = max(peak, sum(proportional_memory(pid) for pid in tree))
    if process.returncode != 0:
        raise Failed(f"{' '.join(command)}: {process.returncode}")
    if most < 2:
        raise Failed(f"{' '.join(command)}: nothing that it started was seen")
    return peak / 1024
