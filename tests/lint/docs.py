#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The documentation agrees with the project: links lead somewhere, code that is shown is code that
is tested, and every `prun …` line of an example is a call that prun understands.

  docs.py [--prun PROGRAM]
"""

import os
import re
import subprocess
import sys
import tempfile

import tree

PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] + tree.files(("docs",), ".md")
# Code on this page is that of files in this folder; comments at their top are not shown.
SHOWN = ("docs/plugins.md", "tests/consumer/outside")
# Files that examples name, and what they are made with.
EXAMPLE_FILES = {"commands.txt": "true\n", "jobs.txt": "true\n", ".env": "A=1\n",
                 "Procfile": "web: true\nworker: true\n",
                 "package.json": '{"scripts":{"build":"true","watch-a":"true"}}\n'}
VERBS = ("map --dialect xargs", "map", "start")  # have options of their own, behind the verb


def broken_links(page, text):
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose):
        if "://" not in target:
            path = os.path.join(tree.ROOT, os.path.dirname(page), target)
            if not os.path.exists(path):
                yield f"{page}: a link leads to {target}, which is not there"


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def untested_code():
    page, folder = SHOWN
    tested = [re.sub(r"\A(//[^\n]*\n)+", "", tree.read(path)) for path in tree.files((folder,))]
    for block in blocks(tree.read(page), "cpp") + blocks(tree.read(page), "json"):
        if block not in tested:
            yield f"{page}: this is not what is in {folder}:\n{block}"


def example_calls(text):
    """Lines that call prun, with what stands before it in a pipe."""
    for block in blocks(text, "sh"):
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            if re.search(r"(?:^|\| )prun ", line):
                yield line


def refused_calls(page, text, prun):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in EXAMPLE_FILES.items():
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(content)
        for line in example_calls(text):
            words = prun if " plugins" in line else prun + " --dry-run"
            command = re.sub(rf"(^|\| )prun ({'|'.join(VERBS)})\b",
                             lambda m: f"{m.group(1)}{prun} {m.group(2)} --dry-run", line)
            command = re.sub(r"(^|\| )prun ", lambda m: m.group(1) + words + " ", command)
            result = subprocess.run(["sh", "-c", command], cwd=folder, check=False, text=True,
                                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT)
            if result.returncode != 0 or not result.stdout:
                yield f"{page}: `{line}`: {result.returncode}: {result.stdout.strip()}"


def main():
    prun = sys.argv[sys.argv.index("--prun") + 1] if "--prun" in sys.argv else None
    complaints = list(untested_code())
    calls = 0
    for page in PAGES:
        text = tree.read(page)
        complaints += broken_links(page, text)
        if prun:
            calls += len(list(example_calls(text)))
            complaints += refused_calls(page, text, prun)
    if prun and calls == 0:
        complaints.append("no example was found")
    tree.report("docs", complaints, len(PAGES))


if __name__ == "__main__":
    main()
