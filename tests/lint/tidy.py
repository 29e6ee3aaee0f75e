#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clang-tidy has nothing to say about the program's sources, by the rules of .clang-tidy.

  tidy.py --build build/ci [--jobs N]

Needs a built tree, for its compile_commands.json and for what moc made. A source that was found
clean is not looked at again until it, a header of ours that it includes, its compile command, the
rules or clang-tidy change: the results are kept in the user's cache folder.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

import tree

SKIPPED = 77  # ctest's SKIP_RETURN_CODE
CHECKED = ("app/", "core/", "plugins/", "platform/")
# The analyzer follows calls only a little way: it took nearly half of the time.
ARGUMENTS = ["--quiet", "--warnings-as-errors=*",
             *(f"--extra-arg={word}" for word in ("-Xclang", "-analyzer-config",
                                                  "-Xclang", "mode=shallow"))]


def cache_folder():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "prun", "clang-tidy")


def includes_of(path, known):
    """The project's own headers that `path` includes, directly or not."""
    if path in known:
        return
    known.add(path)
    folder = os.path.dirname(path)
    for name in re.findall(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)', tree.read(path),
                           re.MULTILINE):
        for place in (folder, "", "core/include"):
            candidate = os.path.normpath(os.path.join(place, name))
            if os.path.isfile(os.path.join(tree.ROOT, candidate)):
                includes_of(candidate, known)
                break


def key_of(path, command, version):
    """Changes when anything changes that could change what clang-tidy says."""
    known = set()
    includes_of(path, known)
    digest = hashlib.sha256(version.encode())
    digest.update(" ".join(ARGUMENTS).encode())
    digest.update(tree.read(".clang-tidy").encode())
    digest.update(command.replace(tree.ROOT, "").encode())
    for include in sorted(known):
        digest.update(include.encode() + b"\0" + tree.read(include).encode() + b"\0")
    return digest.hexdigest()


def sources(build):
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        for entry in json.load(file):
            path = os.path.relpath(entry["file"], tree.ROOT)
            if path.startswith(CHECKED):
                yield path, entry["command"]


def tidy(program, build, path):
    return subprocess.run(
        [program, *ARGUMENTS, "-p", build, path], cwd=tree.ROOT, check=False,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    program = shutil.which("clang-tidy-14") or shutil.which("clang-tidy")
    if not program:
        print("tidy: skipped, there is no clang-tidy")
        sys.exit(SKIPPED)
    version = subprocess.run([program, "--version"], check=True, text=True,
                             stdout=subprocess.PIPE).stdout
    build = os.path.abspath(arguments.build)
    cache = cache_folder()
    os.makedirs(cache, exist_ok=True)
    keys = {path: key_of(path, command, version) for path, command in sources(build)}
    todo = [path for path, key in keys.items() if not os.path.exists(os.path.join(cache, key))]
    print(f"tidy: {len(todo)} of {len(keys)} sources to look at", flush=True)
    complaints = []
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for path, result in zip(todo, pool.map(lambda p: tidy(program, build, p), todo)):
            if result.returncode == 0:
                with open(os.path.join(cache, keys[path]), "w", encoding="utf-8"):
                    pass
            else:
                print(result.stdout.strip(), flush=True)
                complaints.append(f"{path} is not clean")
    tree.report("tidy", complaints, len(keys))


if __name__ == "__main__":
    main()
