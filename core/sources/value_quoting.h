// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>
#include <prun/task.h>

#include <QtCore/qbytearrayview.h>

#include <vector>

namespace prun {

/// Where in a command line a value is to stand, as the shell that reads it sees the place.
enum class QuoteState : quint8 {
    Plain, ///< outside of quotes
    Escaped, ///< after a backslash that stands outside of quotes
    Single, ///< inside '…'
    Double, ///< inside "…"
    DoubleEscaped, ///< inside "…", after a backslash
    Unclear, ///< where no way of quoting is safe: `…`, ${…}, $((…)), a comment, a here-document
};

/// The state at each of `places` (ascending offsets) of a command line of that shell.
std::vector<QuoteState> quoteStatesAt(QByteArrayView line, const std::vector<qsizetype> &places,
                                      Shell::Kind shell);

/// `value` as it has to be written in that state so that the shell takes it as text, whatever it
/// is: it becomes (a part of) one word. A value that consists only of letters, digits, and
/// `-_.+/` stays as it is. An Error::Code::Usage if there is no safe way.
Result<QByteArray> quoteValue(QByteArrayView value, QuoteState state, Shell::Kind shell);

/// Whether it can stand anywhere without quotes.
bool isPlainValue(QByteArrayView value);

} // namespace prun
