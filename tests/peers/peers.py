# SPDX-License-Identifier: MIT
"""The programs that prun is compared with: how prun is called in their place, and how to get them.

What Debian has comes from there (packaging/setup.sh test); packages of npm are installed into the
cache folder of the user, one folder for each version.
"""

import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

import peer_cases

HERE = pathlib.Path(__file__).parent


class Missing(Exception):
    """Why a peer cannot be asked."""


@dataclasses.dataclass
class Installed:
    """A peer that can be asked."""

    version: str
    command: object  # from a case: the words before its arguments
    environment: dict = dataclasses.field(default_factory=dict)
    files: dict = dataclasses.field(default_factory=dict)

    def answer(self, case):
        result = peer_cases.run(self.command(case), case, extra_environment=self.environment,
                                extra_files=self.files)
        # Stacks of its own errors hold paths and lines of this installation.
        if re.search(r"\n    at |node:|\.rb:", result["stderr"]):
            result["stderr"] = "<stack>\n"
        return result


def said(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


@dataclasses.dataclass
class System:
    """A program of the system, in the version that is there."""

    name: str
    ask: str  # the word for which it tells its version
    environment: dict = dataclasses.field(default_factory=dict)
    files: dict = dataclasses.field(default_factory=dict)

    def installed(self):
        program = shutil.which(self.name)
        if not program:
            raise Missing(f"{self.name} is not installed")
        version = re.search(r"\d[\d.]+", said(program, self.ask))
        if not version:
            raise Missing(f"{self.name} does not tell its version")
        return Installed(version[0], lambda case: [program], self.environment, self.files)


@dataclasses.dataclass
class Npm:
    """A package of npm in one version, installed where it is missing."""

    package: str
    version: str
    environment: dict = dataclasses.field(default_factory=dict)
    npm: str = ""  # the major version that it ran in the recordings, whose messages are in them

    def installed(self):
        node, npm = shutil.which("node"), shutil.which("npm")
        if not node or not npm:
            raise Missing(f"{self.package} {self.version}: node and npm are not installed")
        here = said(npm, "--version").strip()
        if self.npm and here.split(".")[0] != self.npm:
            raise Missing(f"{self.package} {self.version} with npm {here}: it was recorded with npm {self.npm}")
        folder = cache() / f"{self.package}-{self.version}"
        about = folder / "node_modules" / self.package / "package.json"
        if not about.exists():
            self.install(npm, folder)
        programs = json.loads(about.read_text(encoding="utf-8"))["bin"]
        path = f"/usr/local/bin:/usr/bin:/bin:{os.path.dirname(node)}"

        def command(case):
            return [node, str((about.parent / programs[case.get("program", self.package)]).resolve())]

        return Installed(self.version, command, {"PATH": path, **self.environment})

    def install(self, npm, folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Beside its place, and then moved: two test runs may do it at the same time.
        with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
            done = subprocess.run(
                [npm, "install", "--prefix", beside, "--no-audit", "--no-fund", "--fetch-retries=1",
                 "--fetch-timeout=20000", f"{self.package}@{self.version}"],
                cwd=beside, capture_output=True, text=True, stdin=subprocess.DEVNULL)
            if done.returncode:
                reason = (done.stderr.strip() or "no reason given").split("\n")[0]
                raise Missing(f"{self.package} {self.version} cannot be installed: {reason}")
            made = os.path.join(beside, "made")
            os.mkdir(made)
            os.rename(os.path.join(beside, "node_modules"), os.path.join(made, "node_modules"))
            try:
                os.rename(made, folder)
            except OSError:
                if not folder.exists():
                    raise


def cache():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return pathlib.Path(base, "prun", "peers")


@dataclasses.dataclass
class Peer:
    """Where its cases are, and the words by which prun takes its place."""

    sources: list
    words: list = dataclasses.field(default_factory=lambda: [[]])
    by_name: bool = False  # prun takes its place under its name, too

    def words_for(self, case):
        return [[case["program"]]] if "program" in case else self.words


# It looks for a newer version of itself now and then, says so in the output, and keeps logs.
QUIET_NPM = {"npm_config_update_notifier": "false", "npm_config_logs_max": "0"}

PEERS = {
    # prun is held to the version that comes first, where two do not do the same.
    "concurrently": Peer([Npm("concurrently", "10.0.7", QUIET_NPM),
                          Npm("concurrently", "9.2.5", QUIET_NPM)],
                         [["concurrently"], ["conc"]], by_name=True),
    "npm_run_all": Peer([Npm("npm-run-all2", "8.0.4", QUIET_NPM, "11")], by_name=True),
    "foreman": Peer([System("foreman", "version")]),
    # Without the first it looks for the shell that it was called from; the second is its question
    # for a citation, which it prints at any time otherwise.
    "parallel": Peer([System("parallel", "--version", {"PARALLEL_SHELL": "/bin/sh"},
                             {".parallel/will-cite": ""})], [["map"]]),
    "xargs": Peer([System("xargs", "--version")], [["map", "--dialect", "xargs"]]),
}


def find(name):
    """What of a peer can be asked, and why the rest cannot."""
    found, missing = [], []
    for source in PEERS[name].sources:
        try:
            found.append(source.installed())
        except Missing as reason:
            missing.append(str(reason))
    return found, missing
