// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

// Command lines as they are written on Windows. Pure functions, the same everywhere.

/// True if cmd.exe might do more with `line` than start its first word with the rest as it stands:
/// a character that has a meaning to it outside of quotes, `%` and `!` also inside, or a command of
/// its own as the first word. Errs on the side of cmd.exe.
bool needsCmd(QByteArrayView line);

/// True if cmd.exe would run `word` itself.
bool isCmdBuiltin(QByteArrayView word);

/// The first word, without its quotes, and what stands behind it, verbatim: programs on Windows
/// take their arguments apart themselves.
struct CmdLine
{
    QByteArray program;
    QByteArray rest; ///< begins with white space, or is empty
};
CmdLine splitFirstWord(QByteArrayView line);

} // namespace prun
