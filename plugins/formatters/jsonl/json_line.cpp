// SPDX-License-Identifier: MIT
#include "json_line.h"

#include "common/utf8.h"

#include <array>
#include <cstring>

namespace prun {

namespace {

// True for the bytes that a JSON string can hold as they are and that are whole characters.
constexpr std::array<bool, 256> plainBytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x7f; ++byte)
        plain[byte] = byte != '"' && byte != '\\';
    return plain;
}();

// Eight bytes at once: sets the high bit of each byte that is not plain, and maybe of ones after
// it.
quint64 notPlain(quint64 bytes)
{
    constexpr quint64 ones = 0x0101'0101'0101'0101;
    constexpr quint64 highs = 0x8080'8080'8080'8080;
    const auto zeroBytes = [](quint64 value) { return (value - ones) & ~value; };
    const quint64 controls = bytes - ones * 0x20;
    const quint64 deletes = zeroBytes(bytes ^ (ones * 0x7f));
    const quint64 quotes = zeroBytes(bytes ^ (ones * '"'));
    const quint64 backslashes = zeroBytes(bytes ^ (ones * '\\'));
    return (bytes | controls | deletes | quotes | backslashes) & highs;
}

const char *endOfPlain(const char *at, const char *end)
{
    while (end - at >= 8) {
        quint64 word = 0;
        std::memcpy(&word, at, sizeof word);
        if (notPlain(word) != 0)
            break;
        at += 8;
    }
    while (at != end && plainBytes[static_cast<uchar>(*at)])
        ++at;
    return at;
}

// Characters that could change how the line is shown stay harmless for whoever looks at it raw.
bool mustBeEscaped(char32_t value)
{
    return value < 0x20 || (value >= 0x7f && value < 0xa0) || value == '"' || value == '\\'
        || value == 0x61c || value == 0x200e || value == 0x200f
        || (value >= 0x2028 && value <= 0x202e) || (value >= 0x2066 && value <= 0x2069);
}

void appendEscape(QByteArray &buffer, char32_t value)
{
    switch (value) {
    case '\n':
        buffer += "\\n";
        return;
    case '\t':
        buffer += "\\t";
        return;
    case '\r':
        buffer += "\\r";
        return;
    case '"':
        buffer += "\\\"";
        return;
    case '\\':
        buffer += "\\\\";
        return;
    default:
        break;
    }
    constexpr char digits[] = "0123456789abcdef";
    const char escape[] = { '\\',
                            'u',
                            digits[(value >> 12) & 15],
                            digits[(value >> 8) & 15],
                            digits[(value >> 4) & 15],
                            digits[value & 15] };
    buffer.append(escape, sizeof escape);
}

// False, with a part of it appended, if `text` is not UTF-8.
bool appendEscaped(QByteArray &buffer, QByteArrayView text)
{
    const char *at = text.data();
    const char *const end = at + text.size();
    while (at != end) {
        const char *const plain = endOfPlain(at, end);
        buffer.append(at, plain - at);
        at = plain;
        if (at == end)
            break;
        const CodePoint point = decodeUtf8(QByteArrayView(at, end - at));
        if (point.length == 0 || point.value == CodePoint::invalid)
            return false;
        if (mustBeEscaped(point.value))
            appendEscape(buffer, point.value);
        else
            buffer.append(at, point.length);
        at += point.length;
    }
    return true;
}

} // namespace

JsonLine::JsonLine(QByteArray &buffer, std::chrono::nanoseconds at, const char *event)
    : m_buffer(buffer)
{
    m_buffer += "{\"v\":1";
    duration("t", at);
    word("event", event);
}

JsonLine &JsonLine::number(const char *name, qint64 value)
{
    key(name);
    m_buffer += QByteArray::number(value);
    return *this;
}

JsonLine &JsonLine::boolean(const char *name, bool value)
{
    key(name);
    m_buffer += value ? "true" : "false";
    return *this;
}

JsonLine &JsonLine::null(const char *name)
{
    key(name);
    m_buffer += "null";
    return *this;
}

JsonLine &JsonLine::word(const char *name, const char *value)
{
    key(name);
    m_buffer += '"';
    m_buffer += value;
    m_buffer += '"';
    return *this;
}

JsonLine &JsonLine::bytes(const char *name, QByteArrayView value)
{
    const qsizetype before = m_buffer.size();
    key(name);
    m_buffer.reserve(m_buffer.size() + value.size() + value.size() / 8 + 64);
    m_buffer += '"';
    if (!appendEscaped(m_buffer, value)) {
        m_buffer.truncate(before);
        key(name, "Base64");
        m_buffer += '"';
        m_buffer += QByteArray::fromRawData(value.data(), value.size()).toBase64();
    }
    m_buffer += '"';
    return *this;
}

JsonLine &JsonLine::duration(const char *name, std::chrono::nanoseconds value)
{
    const qint64 microseconds = std::chrono::floor<std::chrono::microseconds>(value).count();
    key(name);
    m_buffer += QByteArray::number(microseconds / 1'000'000);
    m_buffer += '.';
    m_buffer += QByteArray::number(microseconds % 1'000'000).rightJustified(6, '0');
    return *this;
}

JsonLine &JsonLine::beginArray(const char *name)
{
    key(name);
    m_buffer += '[';
    return *this;
}

JsonLine &JsonLine::endArray()
{
    m_buffer += ']';
    return *this;
}

JsonLine &JsonLine::beginObject()
{
    comma();
    m_buffer += '{';
    return *this;
}

JsonLine &JsonLine::endObject()
{
    m_buffer += '}';
    return *this;
}

void JsonLine::key(const char *name, const char *suffix)
{
    comma();
    m_buffer += '"';
    m_buffer += name;
    m_buffer += suffix;
    m_buffer += "\":";
}

void JsonLine::comma()
{
    const char last = m_buffer.back();
    if (last != '{' && last != '[')
        m_buffer += ',';
}

} // namespace prun
