# SPDX-License-Identifier: MIT
"""Cases in which prun takes the place of another program: what is run, and what that program did.

A case is an object in a JSON file:

  name          unique among the cases of a peer
  arguments     of the program
  environment   variables beside PATH, HOME, LANG and TERM (optional)
  files         name -> content, in the folder in which the program runs (optional)
  input         what the program reads (optional; else nothing)
  signal        {"after": text in the output, "name": "SIGINT"}: sent to the program (optional)
  pids          true: numbers of two digits and more are process ids (optional)
  help          true: a text of more than twenty lines is help, and not compared (optional)
  like          the version that prun is held to, if not that which is recorded first (optional)
  order         why the order of the lines is not determined: then it is not compared (optional)
  difference    why prun does something else on purpose; `prun` then says what (optional)
  recorded      what the peer did: [{versions, stdout, stderr, exit}]; prun is held to the first

Times, durations and process ids are masked. `exit` is the exit code, or minus the signal.
"""

import contextlib
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import threading

PATIENCE = 60  # seconds, for a case that should take one: then it is killed and fails

TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")
STOPPED_AFTER = re.compile(r"(?<= after )[\d,]+(?=ms(\x1b\[0m)?$)", re.MULTILINE)
DURATION_CELL = re.compile(r"(│ [^│]*│ )([\d,]+)( *)(?= │)")
PID = re.compile(r"\d{2,}")


def load(folder):
    """All cases of a peer, with the file that each is from."""
    cases = []
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        for case in json.loads(file.read_text(encoding="utf-8")):
            cases.append((file, case))
    names = [case["name"] for _, case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SystemExit(f"names that are not unique: {', '.join(twice)}")
    return cases


def mask(text, case):
    """Without what is different in each run."""
    text = STOPPED_AFTER.sub("<ms>", TIME.sub("<time>", text))
    if case.get("help") and text.count("\n") > 20:
        return "<help>\n"
    text = DURATION_CELL.sub(lambda cell: cell[1] + "#".ljust(len(cell[2] + cell[3])), text)
    return PID.sub("<pid>", text) if case.get("pids") else text


def environment(folder, case):
    fixed = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8",
             "TERM": "dumb", "TZ": "UTC"}
    return {**fixed, **case.get("environment", {})}


class Watched:
    """The output of a program as it comes; calls `seen` once when it holds a text."""

    def __init__(self, stream, text, seen):
        self.bytes = b""
        self.found = False
        self.thread = threading.Thread(target=self.read, args=(stream, text.encode(), seen))
        self.thread.start()

    def read(self, stream, text, seen):
        while chunk := os.read(stream.fileno(), 65536):
            self.bytes += chunk
            if text and not self.found and text in self.bytes:
                self.found = True
                seen()


def run(command, case, extra_environment=None):
    """What `command` does with the arguments of the case, masked."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in case.get("files", {}).items():
            file = pathlib.Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        child = subprocess.Popen(
            [*command, *case["arguments"]], cwd=folder, start_new_session=True,
            env={**environment(folder, case), **(extra_environment or {})},
            stdin=subprocess.PIPE if "input" in case else subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        wanted = case.get("signal")
        number = getattr(signal, wanted["name"]) if wanted else None
        out = Watched(child.stdout, wanted["after"] if wanted else "",
                      lambda: child.send_signal(number))
        err = Watched(child.stderr, "", None)
        if "input" in case:
            with contextlib.suppress(BrokenPipeError):  # it may have refused the call already
                child.stdin.write(case["input"].encode())
                child.stdin.close()
        timer = threading.Timer(PATIENCE, lambda: os.killpg(child.pid, signal.SIGKILL))
        timer.start()
        out.thread.join()
        err.thread.join()
        status = child.wait()
        timer.cancel()
        if wanted and not out.found:
            raise RuntimeError(f"{case['name']}: {wanted['after']!r} was not seen")
        return {"stdout": mask(out.bytes.decode("utf-8", "replace"), case),
                "stderr": mask(err.bytes.decode("utf-8", "replace"), case), "exit": status}


def comparable(result, case):
    """What two runs must have in common."""
    out = result["stdout"]
    if case.get("order"):
        out = sorted(out.split("\n"))
    return {"stdout": out, "stderr": result["stderr"], "exit": result["exit"]}
