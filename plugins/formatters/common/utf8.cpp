// SPDX-License-Identifier: MIT
#include "utf8.h"

namespace prun {

namespace {

struct Lead
{
    int length;
    char32_t bits;
    char32_t smallest; // anything below would be an overlong form
};

Lead leadOf(uchar byte)
{
    if (byte >= 0xc2 && byte < 0xe0)
        return { 2, byte & 0x1fu, 0x80 };
    if (byte >= 0xe0 && byte < 0xf0)
        return { 3, byte & 0x0fu, 0x800 };
    if (byte >= 0xf0 && byte < 0xf5)
        return { 4, byte & 0x07u, 0x1'0000 };
    return { 0, 0, 0 };
}

bool isSurrogate(char32_t value)
{
    return value >= 0xd800 && value < 0xe000;
}

} // namespace

CodePoint decodeUtf8(QByteArrayView text)
{
    const auto first = static_cast<uchar>(text.front());
    if (first < 0x80)
        return { first, 1 };
    const Lead lead = leadOf(first);
    if (lead.length == 0)
        return {};
    char32_t value = lead.bits;
    for (int i = 1; i < lead.length; ++i) {
        if (i >= text.size())
            return { CodePoint::invalid, 0 };
        const auto byte = static_cast<uchar>(text[i]);
        if ((byte & 0xc0) != 0x80)
            return {};
        value = (value << 6) | (byte & 0x3fu);
    }
    if (value < lead.smallest || value > 0x10'ffff || isSurrogate(value))
        return {};
    return { value, lead.length };
}

void appendUtf8(QByteArray &text, char32_t codePoint)
{
    const auto push = [&text](char32_t byte) { text.append(static_cast<char>(byte)); };
    if (codePoint < 0x80) {
        push(codePoint);
    } else if (codePoint < 0x800) {
        push(0xc0 | (codePoint >> 6));
        push(0x80 | (codePoint & 0x3f));
    } else if (codePoint < 0x1'0000) {
        push(0xe0 | (codePoint >> 12));
        push(0x80 | ((codePoint >> 6) & 0x3f));
        push(0x80 | (codePoint & 0x3f));
    } else {
        push(0xf0 | (codePoint >> 18));
        push(0x80 | ((codePoint >> 12) & 0x3f));
        push(0x80 | ((codePoint >> 6) & 0x3f));
        push(0x80 | (codePoint & 0x3f));
    }
}

} // namespace prun
