// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

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

/// The program that reads command lines on this system.
struct SystemShell
{
    QByteArray program;
    bool posix = true; ///< `-c LINE`; false: cmd.exe
};
SystemShell systemShell();

/// The interpreter that the first line of a script names with `#!`; empty if there is no such line.
QByteArray interpreterOf(const QByteArray &path);

/// How many bytes the arguments and the environment of a program may have together, and how many a
/// single one of them. 0: not known.
struct ArgumentLimits
{
    qsizetype together = 0;
    qsizetype single = 0;
};
ArgumentLimits argumentLimits();

} // namespace prun
