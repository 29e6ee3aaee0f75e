// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>

namespace prun {

/// True if a POSIX shell or bash might do more with `line` than split it at white space and start
/// its first word: a character that has a meaning to it, or a builtin, keyword or assignment as the
/// first word. Errs on the side of the shell. `true` and `false` are not counted as builtins: the
/// programs of that name do the same.
bool needsShell(QByteArrayView line);

/// True if a shell would run `word` itself, `true` and `false` included.
bool isShellBuiltin(QByteArrayView word);

/// The words between spaces, tabs and newlines. Any other byte is part of a word.
QByteArrayList splitAtWhiteSpace(QByteArrayView line);

/// The words of a line that quotes some of them as a POSIX shell does, with '…', "…" or a
/// backslash. Nothing else in it has a meaning; a quote that is not closed ends with the line.
QByteArrayList splitQuotedWords(QByteArrayView line);

/// Refuses what no system can start: an empty line, and a NUL, which would cut it short.
Result<void> checkCommandLine(QByteArrayView line);

} // namespace prun
