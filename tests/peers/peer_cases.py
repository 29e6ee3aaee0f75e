# SPDX-License-Identifier: MIT
"""Cases in which prun takes the place of another program: what is run, and what that program did.

A file of cases is a list in JSON, or an object: `cases` is then the list, and its `files` are there
in each of them. A case is an object:

  name          unique among the cases of a peer
  program       which of the programs of the peer is called, if it has several (optional)
  arguments     of the program, and of prun
  prun_arguments  of prun, where prun is asked for the same in another way (optional)
  environment   variables beside PATH, HOME, LANG, TERM and TZ (optional)
  files         name -> content, in the folder in which the program runs; what is no text is written
                as JSON (optional)
  input         what the program reads (optional; else nothing)
  signal        {"after": text in the output, "name": "SIGINT"}: sent to the program (optional)
  outputs       names of files that the program writes, and that are compared, too (optional)
  pids          true: numbers of two digits and more are process ids (optional)
  help          true: a text of more than twenty lines is help, and not compared (optional)
  own_words     true: prun says it in its own words; of standard error is only compared whether
                there is any (optional)
  needs         programs that prun has to start in it, such as "npm", or "npm 11" for one version
                with its messages: it is left out where there is none (optional)
  like          the version that prun is held to, if not that which is recorded first (optional)
  order         why the order of the lines is not determined: then it is not compared (optional)
  lanes         true: but lines that begin with the same name keep their order (optional)
  varies        why the peer itself does not always do the same: it is not asked again (optional)
  difference    why prun does something else on purpose; `prun` says what, as far as it differs
                (optional)
  recorded      what the peer did: [{versions, stdout, stderr, exit, outputs}]; prun is held to the
                first. record.py writes it

Times, durations, process ids and the folder are masked. `exit` is the exit code, or minus the
signal. A file of `outputs` that is not there is null.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading

# Whoever runs this in the background ignores them, and so would the programs.
signal.signal(signal.SIGINT, signal.default_int_handler)
for ignored in (signal.SIGHUP, signal.SIGQUIT):
    signal.signal(ignored, signal.SIG_DFL)

PATH = "/usr/local/bin:/usr/bin:/bin"
PATIENCE = 60  # seconds, for a case that should take one: then it is killed and fails
REST = 2  # seconds in which output still comes from what a program left behind
SANITIZERS = ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")

MASKS = [(re.compile(pattern, re.MULTILINE), replacement) for pattern, replacement in (
    (r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}", "<time>"),
    (r"^((?:\x1b\[\d+m)?)\d\d:\d\d:\d\d (?=\S+ *\| )", r"\1<time> "),
    (r"(?<= after )[\d,]+(?=ms(\x1b\[0m)?$)", "<ms>"),
    (r"\bpid \d+", "pid <pid>"),
    # A line of a job log: number, host, start, duration.
    (r"^(\d+\t:\t)\d+\.\d+\t *\d+\.\d+\t", r"\1<time>\t<duration>\t"),
)]
DURATION_CELL = re.compile(r"(│ [^│]*│ )([\d,]+)( *)(?= │)")
PID = re.compile(r"\d{2,}")
LANE = re.compile(r"(?:\x1b\[\d+m)?(?:<time> )?(\S*)")


def load(folder):
    """All cases of a peer, with the file that each is from."""
    cases = []
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        common = {} if isinstance(content, list) else content["files"]
        for case in cases_in(content):
            files = {**common, **case.get("files", {})}
            cases.append((file, {**case, "files": files} if files else case))
    names = [case["name"] for _, case in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SystemExit(f"names that are not unique: {', '.join(twice)}")
    return cases


def cases_in(content):
    return content if isinstance(content, list) else content["cases"]


def mask(text, folder, case):
    """Without what is different in each run."""
    text = text.replace(str(folder), "<folder>")
    for pattern, replacement in MASKS:
        text = pattern.sub(replacement, text)
    if case.get("help") and text.count("\n") > 20:
        return "<help>\n"
    text = DURATION_CELL.sub(lambda cell: cell[1] + "#".ljust(len(cell[2] + cell[3])), text)
    return PID.sub("<pid>", text) if case.get("pids") else text


def is_there(program, version=""):
    found = shutil.which(program, path=PATH)
    if not found or not version:
        return bool(found)
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    return told.startswith(version + ".")


def missing_programs(case):
    return [needed for needed in case.get("needs", []) if not is_there(*needed.split())]


def environment(folder, case, of_peer):
    fixed = {"PATH": PATH, "HOME": str(folder), "LANG": "C.UTF-8",
             "TERM": "dumb", "TZ": "UTC"}
    kept = {name: os.environ[name] for name in SANITIZERS if name in os.environ}
    return {**fixed, **kept, **(of_peer or {}), **case.get("environment", {})}


def make_files(folder, files):
    for name, content in files.items():
        file = pathlib.Path(folder, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else json.dumps(content, indent=2)
        file.write_text(text, encoding="utf-8", newline="")


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

    def text(self):
        return self.bytes.decode("utf-8", "backslashreplace")


def kill_group(child):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def ending(child, streams):
    """The status of a program; nothing is left of it then, and its output is complete."""
    try:
        status = child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        kill_group(child)
        status = child.wait()
    for stream in streams:
        stream.thread.join(REST)
    kill_group(child)
    for stream in streams:
        stream.thread.join()
    child.stdout.close()
    child.stderr.close()
    return status


def read_outputs(folder, case):
    texts = {}
    for name in case.get("outputs", []):
        file = pathlib.Path(folder, name)
        texts[name] = None
        if file.exists():
            texts[name] = mask(file.read_bytes().decode("utf-8"), folder, case)
    return texts


def run(command, case, arguments=None, extra_environment=None, extra_files=None):
    """What `command` does with the arguments of the case, masked."""
    with tempfile.TemporaryDirectory() as name:
        folder = os.path.realpath(name)
        make_files(folder, {**(extra_files or {}), **case.get("files", {})})
        child = subprocess.Popen(
            [*command, *(case["arguments"] if arguments is None else arguments)],
            cwd=folder, env=environment(folder, case, extra_environment), start_new_session=True,
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
        status = ending(child, [out, err])
        if wanted and not out.found:
            raise RuntimeError(f"{case['name']}: {wanted['after']!r} was not seen")
        result = {"stdout": mask(out.text(), folder, case),
                  "stderr": mask(err.text(), folder, case), "exit": status}
        if case.get("outputs"):
            result["outputs"] = read_outputs(folder, case)
        return result


def sorted_lines(text, case):
    lines = text.split("\n")
    return sorted(lines, key=(lambda line: LANE.match(line)[1]) if case.get("lanes") else None)


def comparable(result, case, of_prun=True):
    """What two runs must have in common; prun's own words are not compared with the peer's."""
    found = {key: result[key] for key in ("stdout", "stderr", "exit")}
    found["outputs"] = result.get("outputs", {})
    if case.get("order"):
        found["stdout"] = sorted_lines(found["stdout"], case)
        found["stderr"] = sorted_lines(found["stderr"], case)
    if case.get("own_words") and of_prun:
        found["stderr"] = "<something>\n" if result["stderr"] else ""
    return found
