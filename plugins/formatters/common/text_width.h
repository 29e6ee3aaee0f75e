// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// Columns that a terminal uses for a character: 0 (combining, invisible), 1 or 2 (East Asian wide
/// characters, emoji). Characters that are to be shown must have been escaped before.
int columnsOf(char32_t codePoint);

/// Columns of a text in UTF-8 without control characters; an invalid byte counts as one.
int columnsOf(QByteArrayView text);

/// As much of the beginning of `text` as fits into `columns`; combining characters stay with the
/// one that they belong to.
QByteArrayView clipped(QByteArrayView text, int columns);

/// With spaces behind it, so that it takes `columns`; unchanged if it is as wide already.
QByteArray padded(QByteArray text, int columns);

} // namespace prun
