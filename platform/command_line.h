// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

#include <optional>

namespace prun {

// How Windows gets arguments: as one line, which every program takes apart by itself, most by the
// rules of CommandLineToArgvW, cmd.exe by its own. Pure functions, the same everywhere.

/// One argument, so that CommandLineToArgvW and the C library give it back byte for byte.
QByteArray quotedForWindows(QByteArrayView argument);

/// `arguments` from the second one on, quoted, with a space before each.
QByteArray windowsArguments(const QByteArrayList &arguments);

/// True if Windows would run the file with cmd.exe: `x.bat`, `X.CMD`, also `x.bat. .`, because
/// trailing dots and spaces are not part of the name of a file there.
bool isBatchFile(QByteArrayView path);

/// What is to stand behind `cmd.exe` so that it runs the batch file `path`, and no other of that
/// name, with `rest`, which it reads as it stands.
QByteArray batchLine(QByteArray path, QByteArrayView rest);

/// What is to stand behind `cmd.exe` so that it runs the batch file `path` with these arguments and
/// nothing else: no argument is a command, expands a variable or ends the line. None if an argument
/// cannot be given unchanged: one with a line end or a NUL.
std::optional<QByteArray> batchArguments(const QByteArray &path, const QByteArrayList &arguments);

} // namespace prun
