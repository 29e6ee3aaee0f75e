#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Who may include what, and where the operating system may be named.

CONTRIBUTING.md says the rules in words; this is the list that is enforced. `--self-test` shows
that each of them is caught.
"""

import re
import sys

import tree

QT_CORE_HEADER = re.compile(r"(QtCore/)?[qQ][A-Za-z0-9_]*(\.h)?")
QT_HEADER = re.compile(r"Qt[A-Z][A-Za-z]*/.*")
STD_HEADER = re.compile(r"[a-z][a-z_0-9]*")  # no .h: <vector>, <chrono>, <cstdio>
OURS = re.compile(r"(prun|core|platform|app|plugins|common|tests)/.*")

# What a value type of Qt is not: an object with a thread, a timer, a process, a file, a clock.
SHELL_QT = re.compile(
    r"(QtCore/)?q?(object|coreapplication|timer|basictimer|elapsedtimer|deadlinetimer|process"
    r"|processenvironment|file|savefile|temporaryfile|temporarydir|dir|fileinfo|iodevice"
    r"|socketnotifier|eventloop|thread|mutex|settings|pluginloader|library|standardpaths"
    r"|filesystemwatcher)(\.h)?", re.IGNORECASE)
SHELL_WORDS = re.compile(
    r"\b(Q_OBJECT|QTimer|QProcess|QSocketNotifier|QCoreApplication|QElapsedTimer|QDeadlineTimer"
    r"|(?:steady|system|high_resolution)_clock::now|currentDateTime\w*|currentMSecsSinceEpoch"
    r"|qgetenv|getenv|qEnvironmentVariable)\b")
OS_CONDITION = re.compile(
    r"^[ \t]*#[ \t]*(?:if|ifdef|ifndef|elif)\b.*"
    r"\b(Q_OS_\w+|_WIN32|_WIN64|WIN32|__linux__|__linux|__unix__|__APPLE__|_POSIX_\w+|__MINGW\w*)",
    re.MULTILINE)
ANY_CONDITION = re.compile(r"^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else)\b", re.MULTILINE)
OS_TYPE = re.compile(
    r"\b(pid_t|uid_t|gid_t|ssize_t|sigset_t|siginfo_t|mode_t|HANDLE|DWORD|HWND|LPVOID|BOOL)\b")

PURE = ("core/config/", "core/sources/", "core/plan/", "core/schedule/", "core/job/",
        "core/output/", "core/events/")
# Parts of the pure folders that touch files, and so belong to the shell.
SHELL_FILES = re.compile(r"core/(output/\w*writer\w*|output/spill\w*|events/(journal|job_log|log_files)\w*)\.")


def layer_of(path):
    if path.startswith("core/include/"):
        return "sdk"
    if path.startswith(PURE):
        return "shell" if SHELL_FILES.match(path) else "pure"
    return {"platform": "platform", "core": "shell", "plugins": "plugin",
            "app": "app"}.get(path.split("/")[0])


def own_header_of_shell_file(include):
    return SHELL_FILES.match(include) is not None


def allowed_ours(layer, path, include):
    """May `path`, of this layer, include this header of the project?"""
    if include.startswith("tests/"):
        return False
    if include.startswith("prun/"):
        return layer != "platform"
    if layer == "platform":
        return include.startswith("platform/")
    if layer == "sdk":
        return False
    if layer == "pure":
        return include.startswith(PURE) and not own_header_of_shell_file(include)
    if layer == "shell":
        return include.startswith(("core/", "platform/"))
    if layer == "plugin":
        return include.startswith(("plugins/", "common/"))  # what plugins share
    return not include.startswith(("plugins/", "common/"))  # app


def check_include(layer, path, form, include):
    header = path.endswith(".h")
    if form == '"' and "/" not in include:
        return None  # a file beside this one, or one that the build makes
    if OURS.fullmatch(include):
        return None if allowed_ours(layer, path, include) else "is of a layer that it must not know"
    if QT_HEADER.fullmatch(include) and not include.startswith("QtCore/"):
        return "is not of Qt Core"
    if QT_CORE_HEADER.fullmatch(include):
        if layer in ("sdk", "pure") and SHELL_QT.fullmatch(include):
            return "is more than a value: this layer has no objects, timers, processes or files"
        return None
    if STD_HEADER.fullmatch(include):
        return None
    if layer == "platform" and not header:
        return None
    return "is of an operating system or an unknown library: only platform/*.cpp may"


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def check(path, text):
    """All complaints about one file."""
    layer = layer_of(path)
    if layer is None:
        return []
    found = []
    code = tree.blank_comments_and_strings(text)
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', text,
                             re.MULTILINE):
        if not code[match.start():match.end()].lstrip().startswith("#"):
            continue  # inside a comment
        why = check_include(layer, path, match.group(1), match.group(2))
        if why:
            found.append((match.start(), f"<{match.group(2)}> {why}"))
    if layer != "platform":
        found += [(m.start(), f"{m.group(1)}: a condition on the system belongs in platform/")
                  for m in OS_CONDITION.finditer(code)]
    elif path.endswith(".h"):
        found += [(m.start(), "a header of platform/ has no conditions")
                  for m in ANY_CONDITION.finditer(code)]
        found += [(m.start(), f"{m.group(1)}: a header of platform/ has no type of a system")
                  for m in OS_TYPE.finditer(code)]
    if layer == "pure":
        found += [(m.start(), f"{m.group(1)}: this part of core has no object, clock or process")
                  for m in SHELL_WORDS.finditer(code)]
    return [f"{path}:{line_of(text, position)}: {what}" for position, what in sorted(found)]


SAMPLES = [  # path, source, caught
    ("platform/x_unix.cpp", '#include "platform/x.h"\n#include <sys/wait.h>', False),
    ("platform/x_unix.cpp", "#include <prun/error.h>", True),
    ("platform/x_unix.cpp", '#include "core/plan/plan.h"', True),
    ("platform/x.h", "#include <unistd.h>", True),
    ("platform/x.h", "#ifdef Q_OS_WIN\n#endif", True),
    ("platform/x.h", "int f(pid_t pid);", True),
    ("platform/x.h", "/// A pid_t, as `#include <unistd.h>` has it.\nint f(qint64 pid);", False),
    ("core/include/prun/x.h", "#include <QtCore/qbytearray.h>\n#include <vector>", False),
    ("core/include/prun/x.h", "#include <QtCore/qobject.h>", True),
    ("core/include/prun/x.h", '#include "core/plan/plan.h"', True),
    ("core/schedule/x.cpp", '#include "core/plan/plan.h"\n#include <prun/task.h>', False),
    ("core/schedule/x.cpp", '#include "core/engine/engine.h"', True),
    ("core/schedule/x.cpp", '#include "platform/x.h"', True),
    ("core/schedule/x.cpp", "#include <QTimer>", True),
    ("core/schedule/x.cpp", "auto t = std::chrono::steady_clock::now();", True),
    ("core/schedule/x.cpp", "// std::chrono::steady_clock::now() is not for us\nint t;", False),
    ("core/output/assembler.cpp", '#include "core/output/writer.h"', True),
    ("core/output/writer.cpp", '#include "platform/x.h"\n#include <QtCore/qfile.h>', False),
    ("core/engine/x.cpp", '#include "platform/x.h"\n#include "core/job/x.h"', False),
    ("core/engine/x.cpp", "#include <unistd.h>", True),
    ("core/engine/x.cpp", "#if defined(__linux__)\n#endif", True),
    ("core/engine/x.cpp", '#include "app/session.h"', True),
    ("plugins/formatters/x/x.cpp", "#include <prun/formatter.h>\n#include <QTimer>", False),
    ("plugins/formatters/x/x.cpp", "#include <common/labels.h>", False),
    ("core/output/x.cpp", "#include <common/labels.h>", True),
    ("plugins/formatters/x/x.cpp", '#include "core/output/line_splitter.h"', True),
    ("app/x.cpp", '#include "core/engine/engine.h"\n#include "platform/x.h"', False),
    ("app/x.cpp", '#include "plugins/formatters/prefix/prefix.h"', True),
    ("app/x.cpp", "#include <QtNetwork/qtcpsocket.h>", True),
    ("core/plan/x.cpp", "const char c = '\"'; // it's\n#include <QProcess>", True),
]


def self_test():
    wrong = [f"{path}: {source!r} is {'not ' if caught else ''}caught"
             for path, source, caught in SAMPLES if bool(check(path, source)) != caught]
    tree.report("include rules, self-test", wrong, len(SAMPLES))


def main():
    if "--self-test" in sys.argv[1:]:
        return self_test()
    paths = tree.files(("app", "core", "plugins", "platform"), tree.CPP)
    complaints = [line for path in paths for line in check(path, tree.read(path))]
    return tree.report("include rules", complaints, len(paths))


if __name__ == "__main__":
    main()
