// SPDX-License-Identifier: MIT
#include "escaped_text.h"

#include "utf8.h"

#include <QtCore/qchar.h>

#include <algorithm>
#include <vector>

namespace prun {

namespace {

bool isPlainAscii(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

bool mustBeEscaped(char32_t value)
{
    if (value < 0x20 || (value >= 0x7f && value < 0xa0))
        return true;
    if (value < 0x300 || value == 0x200c || value == 0x200d) // the joiners shape letters and emoji
        return false;
    const QChar::Category category = QChar::category(value);
    return category == QChar::Other_Format || category == QChar::Separator_Line
        || category == QChar::Separator_Paragraph;
}

QByteArray hex(char32_t value, int digits)
{
    return QByteArray::number(static_cast<uint>(value), 16).rightJustified(digits, '0');
}

QByteArray escapeOf(char32_t value)
{
    switch (value) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        break;
    }
    if (value < 0x80)
        return "\\x" + hex(value, 2);
    if (value < 0x1'0000)
        return "\\u" + hex(value, 4);
    return "\\u{" + hex(value, 1) + '}';
}

} // namespace

QByteArray escaped(QByteArrayView text)
{
    if (isPlainAscii(text))
        return text.toByteArray();
    QByteArray result;
    forEachCodePoint(text, [&](CodePoint point, QByteArrayView bytes) {
        if (point.value == CodePoint::invalid)
            result += "\\x" + hex(static_cast<uchar>(bytes.front()), 2);
        else if (mustBeEscaped(point.value))
            result += escapeOf(point.value);
        else
            result += bytes;
    });
    return result;
}

QByteArray shortened(QByteArrayView text, int characters)
{
    if (text.size() <= characters)
        return text.toByteArray();
    std::vector<qsizetype> starts; // of the characters
    qsizetype at = 0;
    forEachCodePoint(text, [&](CodePoint, QByteArrayView bytes) {
        starts.push_back(at);
        at += bytes.size();
    });
    const auto count = static_cast<int>(starts.size());
    if (count <= characters)
        return text.toByteArray();
    const int kept = std::max(0, characters - 2);
    const int tail = kept / 2;
    const int head = kept - tail;
    const qsizetype headEnd = starts[static_cast<std::size_t>(head)];
    const qsizetype tailStart =
        tail == 0 ? text.size() : starts[static_cast<std::size_t>(count - tail)];
    return text.first(headEnd).toByteArray() + ".." + text.sliced(tailStart).toByteArray();
}

} // namespace prun
