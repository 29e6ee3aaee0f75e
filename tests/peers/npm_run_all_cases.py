# SPDX-License-Identifier: MIT
"""Cases that are put to a peer and to prun: what they are, how one is run, what is masked."""

import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile

LONGEST = 120  # seconds for one case; only a program that hangs needs them


def load(folder):
    with open(folder / "cases.json", encoding="utf-8") as file:
        return json.load(file)


def environment(case, folder, first_in_path):
    path = os.pathsep.join([*first_in_path, os.environ["PATH"]])
    own = {
        "PATH": path,
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "npm_config_update_notifier": "false",
        "npm_config_cache": str(folder.parent / "cache"),
        "npm_config_logs_max": "0",
    }
    own.update(case.get("environment", {}))
    return own


def masked(output, folder):
    text = output.decode("utf-8", "backslashreplace")
    text = text.replace(str(folder), "<folder>")
    return re.sub(r"\bpid \d+", "pid <n>", text)


def run(program, case, cases, first_in_path=()):
    """What comes of a case in a folder of its own: standard output and error, and the status."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(os.path.realpath(name)) / "package"
        folder.mkdir()
        package = case.get("package", cases["package"])
        (folder / "package.json").write_text(json.dumps(package, indent=2), encoding="utf-8")
        process = subprocess.Popen(
            [*program, *case["words"][1:]],
            cwd=folder,
            env=environment(case, folder, first_in_path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            out, err = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return {"out": "", "err": "it does not end", "code": -1}
        return {
            "out": masked(out, folder),
            "err": masked(err, folder),
            "code": process.returncode,
        }


def comparable(case, result):
    """Where commands run side by side, lines come in any order."""
    if case.get("order") != "any":
        return result
    return {
        "out": sorted(result["out"].splitlines(keepends=True)),
        "err": sorted(result["err"].splitlines(keepends=True)),
        "code": result["code"],
    }
