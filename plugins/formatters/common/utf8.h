// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// One character of a text that should be UTF-8 and may be anything.
struct CodePoint
{
    static constexpr char32_t invalid = 0xffff'ffff; ///< a byte that belongs to no character

    char32_t value = invalid;
    int length = 1; ///< bytes that it takes; 0: the text ends within a character
};

/// The first character of `text`, which must not be empty. Overlong forms, surrogates and values
/// above U+10FFFF are invalid, byte for byte.
CodePoint decodeUtf8(QByteArrayView text);

void appendUtf8(QByteArray &text, char32_t codePoint);

/// Calls `each(CodePoint, QByteArrayView itsBytes)`; a character cut short at the end is invalid.
template<typename Each>
void forEachCodePoint(QByteArrayView text, Each &&each)
{
    while (!text.isEmpty()) {
        CodePoint point = decodeUtf8(text);
        if (point.length == 0)
            point = {};
        each(point, text.first(point.length));
        text = text.sliced(point.length);
    }
}

} // namespace prun
