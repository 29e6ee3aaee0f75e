// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>

namespace prun {

/// `word` for a POSIX shell, quoted only if it must be.
QByteArray quotedForShell(QByteArrayView word);
QByteArray quotedForShell(const QByteArrayList &words); ///< joined by spaces

// How npm-run-all writes and reads the words behind the name of a script.

/// The word quoted as it does: with backslashes where that is enough.
QByteArray quotedForTask(QByteArrayView word);
/// The words of a text: quotes and backslashes are taken away, `$NAME` is nothing, operators of
/// the shell are words of their own.
QByteArrayList taskWords(QByteArrayView text);

/// Replaces `{1}`, `{@}`, `{*}`, `{%}`, `{1:-default}` and `{1:=default}` in the patterns by the
/// arguments; `{%}` makes a pattern for each of them. Without any placeholder, and without
/// arguments, nothing happens. A placeholder that does not exist is an Error::Code::Usage.
Result<QByteArrayList> withArguments(const QByteArrayList &patterns,
                                     const QByteArrayList &arguments);

} // namespace prun
