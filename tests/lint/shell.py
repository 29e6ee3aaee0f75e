#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The shell scripts are sound: `sh -n`, and shellcheck where there is one."""

import shutil
import subprocess

import tree


def main():
    paths = [p for p in tree.files() if p.endswith(".sh") or p == ".ci/run"]
    checks = [["sh", "-n"]]
    if shutil.which("shellcheck"):
        checks.append(["shellcheck", "--shell=sh"])
    complaints = []
    for path in paths:
        for check in checks:
            result = subprocess.run(check + [path], cwd=tree.ROOT, check=False, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if result.returncode != 0:
                complaints.append(f"{path}: {' '.join(check)}: {result.stdout.strip()}")
    tree.report("shell", complaints, len(paths))


if __name__ == "__main__":
    main()
