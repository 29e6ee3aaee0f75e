# SPDX-License-Identifier: MIT
"""What the lint checks have in common: which files there are, and how a complaint looks."""

import os
import re
import sys

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
FOLDERS = ("app", "core", "plugins", "platform", "tests", "packaging", "docs", ".ci")
CPP = (".h", ".cpp", ".c")


def files(folders=FOLDERS, endings=None):
    """Paths of the project's own files, relative to its root and sorted. Needs no git."""
    found = []
    for folder in folders:
        for place, subfolders, names in os.walk(os.path.join(ROOT, folder)):
            subfolders[:] = sorted(n for n in subfolders if n not in ("__pycache__", "build"))
            for name in names:
                if endings is None or name.endswith(endings):
                    found.append(os.path.relpath(os.path.join(place, name), ROOT))
    return sorted(found)


def read(path):
    with open(os.path.join(ROOT, path), "rb") as file:
        return file.read().decode("utf-8", "replace")


def blank_comments_and_strings(text):
    """The same text, line for line, with comments and the insides of literals blanked."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"'
        r"|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'",
        re.DOTALL)
    return pattern.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def report(what, complaints, looked_at):
    """Prints the complaints, one per line, and ends with the exit status that they call for."""
    for complaint in complaints:
        print(complaint)
    if looked_at == 0:
        sys.exit(f"{what}: found nothing to look at")
    if complaints:
        sys.exit(f"{what}: {len(complaints)} of them in {looked_at} files")
    print(f"{what}: {looked_at} files are fine")
