#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What holds for every text file: length, licence line, white space, and nothing left behind."""

import os
import re
import sys

import tree

SOURCES = tree.CPP + (".py", ".sh", ".cmake", ".txt", ".in")
LONGEST_FILE = 500  # lines of C++
ROOT_FILES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "CMakeLists.txt",
              "CMakePresets.json", ".clang-format", ".clang-tidy")
# Written so that this file does not complain about itself.
LEFTOVER = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b|<{7} |>{7} ")
MACHINE_PATH = re.compile(r"(?<![\w.-])/(?:home|root|Users)/[a-z]\w*|/tmp/w[t]/|/wor[k]/")
BINARY = (".png", ".svg", ".gz")
# Bytes that tests feed in, and what is expected of them: any white space may be meant.
VERBATIM = ("tests/golden/", "tests/plugin/golden/", "tests/cli/cases/")


def check_line(number, line, path):
    found = []
    if len(line) != len(line.rstrip()) and not path.startswith(VERBATIM):
        if not (path.endswith(".md") and line.endswith("  ")):
            found.append("white space at the end")
    if "\t" in line and path.endswith(tree.CPP + (".py", ".sh")):
        found.append("a tab")
    if LEFTOVER.search(line):
        found.append("a mark of unfinished work")
    if MACHINE_PATH.search(line):
        found.append("a path of somebody's machine")
    return [f"{path}:{number}: {what}" for what in found]


def check(path, text):
    lines = text.split("\n")
    if text and lines[-1] != "" and not path.startswith(VERBATIM):
        complaints = [f"{path}:{len(lines)}: no newline at the end of the file"]
    else:
        complaints = []
    if path.endswith(tree.CPP) and len(lines) - 1 > LONGEST_FILE:
        complaints.append(f"{path}: {len(lines) - 1} lines; at {LONGEST_FILE} it is time to split")
    if path.endswith(tree.CPP + (".py", ".sh")):
        if not any("SPDX-License-Identifier: MIT" in line for line in lines[:2]):
            complaints.append(f"{path}:1: no line `SPDX-License-Identifier: MIT`")
    if path.endswith(".h") and "#pragma once" not in lines:
        complaints.append(f"{path}:2: no `#pragma once`")
    for number, line in enumerate(lines, 1):
        complaints += check_line(number, line, path)
    return complaints


SAMPLES = [  # path, text, caught
    ("core/x.h", "// SPDX-License-Identifier: MIT\n#pragma once\n", False),
    ("core/x.h", "// SPDX-License-Identifier: MIT\n", True),
    ("core/x.cpp", "int x;\n", True),
    ("core/x.cpp", "// SPDX-License-Identifier: MIT\nint x; \n", True),
    ("core/x.cpp", "// SPDX-License-Identifier: MIT\nint x;", True),
    ("core/x.cpp", "// SPDX-License-Identifier: MIT\n" + "int x;\n" * 499, False),
    ("core/x.cpp", "// SPDX-License-Identifier: MIT\n" + "int x;\n" * 500, True),
    ("docs/x.md", "a TO" + "DO\n", True),
    ("docs/x.md", "see /home" + "/me/prun\n", True),
    ("docs/x.md", "a folder, /home, and https://example.org/home/x\n", False),
]


def self_test():
    wrong = [f"{path}: {text[-40:]!r} is {'not ' if caught else ''}caught"
             for path, text, caught in SAMPLES if bool(check(path, text)) != caught]
    tree.report("text, self-test", wrong, len(SAMPLES))


def main():
    if "--self-test" in sys.argv[1:]:
        return self_test()
    paths = [p for p in tree.files() if not p.endswith(BINARY)]
    paths += [p for p in ROOT_FILES if os.path.exists(os.path.join(tree.ROOT, p))]
    complaints = [line for path in paths for line in check(path, tree.read(path))]
    return tree.report("text", complaints, len(paths))


if __name__ == "__main__":
    main()
