// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

namespace prun {

enum class ProgramFile : quint8 {
    Missing,
    Executable,
    NotExecutable, ///< or its folder may not be searched
    Folder,
};
/// What is at `path`, seen as a program to run.
ProgramFile inspectProgram(const QByteArray &path);

bool isFolder(const QByteArray &path);

/// True if `name` is a path, and not looked up in PATH.
bool isPath(QByteArrayView name);
bool isAbsolutePath(QByteArrayView path);

/// The folders that PATH names, in order, each once. Those that are not absolute are left out: a
/// program is never taken from the working folder unless it is written as a path.
QByteArrayList searchFolders(const QByteArray &path);

/// The files that a program called `path` may be, in order: itself, and on Windows also with each
/// of the endings of PATHEXT.
QByteArrayList programCandidates(const QByteArray &path);

/// The program that reads command lines on this system.
struct SystemShell
{
    QByteArray program;
    bool posix = true; ///< `-c LINE`; false: cmd.exe
};
SystemShell systemShell();

/// The interpreter that the first line of a script names with `#!`; empty if there is no such line.
QByteArray interpreterOf(const QByteArray &path);

/// What is missing, in words, if the system does not find a program that is there.
const char *neededByPrograms();

/// How many bytes the arguments and the environment of a program may have together, and how many a
/// single one of them. 0: not known.
struct ArgumentLimits
{
    qsizetype together = 0;
    qsizetype single = 0;
};
ArgumentLimits argumentLimits();

} // namespace prun
