// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>

#include <cstring>

namespace prun {

/// Calls `line(QByteArrayView)` for each line of `bytes`, with its '\n' where it has one. Lines are
/// bytes: no decoding, no allocation.
template<typename Line>
void forEachLine(QByteArrayView bytes, Line &&line)
{
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at != end) {
        const auto left = static_cast<std::size_t>(end - at);
        const auto *newline = static_cast<const char *>(std::memchr(at, '\n', left));
        const char *const next = newline ? newline + 1 : end;
        line(QByteArrayView(at, next - at));
        at = next;
    }
}

/// Without its final '\n', if it has one. A '\r' before it is data and stays.
inline QByteArrayView withoutNewline(QByteArrayView line)
{
    return line.endsWith('\n') ? line.chopped(1) : line;
}

} // namespace prun
