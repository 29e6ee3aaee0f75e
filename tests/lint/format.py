#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clang-format has nothing to change. `--fix` lets it change what it wants to."""

import os
import shutil
import subprocess
import sys

import tree

SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def formatter():
    """Of several versions the one whose formatting this project has."""
    for name in ("clang-format-14", "clang-format"):
        if shutil.which(name):
            return name
    print("format: skipped, there is no clang-format")
    sys.exit(SKIPPED)


def main():
    command = [formatter(), "--style=file"]
    command += ["-i"] if "--fix" in sys.argv[1:] else ["--dry-run", "-Werror"]
    paths = tree.files(endings=tree.CPP)
    failed = False
    for start in range(0, len(paths), 50):
        failed |= subprocess.run(command + paths[start:start + 50], cwd=tree.ROOT,
                                 check=False).returncode != 0
    complaints = ["run: python3 " + os.path.join("tests", "lint", "format.py") + " --fix"]
    tree.report("format", complaints if failed else [], len(paths))


if __name__ == "__main__":
    main()
