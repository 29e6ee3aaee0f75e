// SPDX-License-Identifier: MIT
#include <core/config/json_parser.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

// Length of the UTF-8 character at the start of `bytes`; 0 if there is none.
qsizetype characterLength(QByteArrayView bytes)
{
    const auto at = [&](qsizetype i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char first = at(0);
    const qsizetype length = first < 0x80 ? 1
        : first < 0xc2                    ? 0
        : first < 0xe0                    ? 2
        : first < 0xf0                    ? 3
        : first < 0xf5                    ? 4
                                          : 0;
    if (length == 0 || length > bytes.size())
        return 0;
    for (qsizetype i = 1; i < length; ++i) {
        if (!isContinuation(bytes[i]))
            return 0;
    }
    const bool overlong = (first == 0xe0 && at(1) < 0xa0) || (first == 0xf0 && at(1) < 0x90);
    const bool surrogate = first == 0xed && at(1) > 0x9f;
    const bool beyond = first == 0xf4 && at(1) > 0x8f;
    return overlong || surrogate || beyond ? 0 : length;
}

quint32 hexValue(QByteArrayView digits)
{
    return digits.toByteArray().toUInt(nullptr, 16);
}

void appendUtf8(QByteArray *to, quint32 character)
{
    const auto byte = [&](quint32 value) { to->append(static_cast<char>(value)); };
    if (character < 0x80) {
        byte(character);
    } else if (character < 0x800) {
        byte(0xc0 | (character >> 6));
        byte(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        byte(0xe0 | (character >> 12));
        byte(0x80 | ((character >> 6) & 0x3f));
        byte(0x80 | (character & 0x3f));
    } else {
        byte(0xf0 | (character >> 18));
        byte(0x80 | ((character >> 12) & 0x3f));
        byte(0x80 | ((character >> 6) & 0x3f));
        byte(0x80 | (character & 0x3f));
    }
}

char escapedControl(char letter)
{
    switch (letter) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return letter; // " \ /
    }
}

} // namespace

qsizetype firstInvalidUtf8(QByteArrayView text)
{
    for (qsizetype i = 0; i < text.size();) {
        const qsizetype length =
            static_cast<signed char>(text[i]) >= 0 ? 1 : characterLength(text.sliced(i));
        if (length == 0)
            return i;
        i += length;
    }
    return -1;
}

JsonPlace JsonDocument::Content::placeOf(qsizetype offset) const
{
    const QByteArrayView before = QByteArrayView(text).first(std::min(offset, text.size()));
    qsizetype lineStart = before.lastIndexOf('\n') + 1;
    if (lineStart == 0 && before.startsWith("\xef\xbb\xbf"))
        lineStart = 3;
    const QByteArrayView line = before.sliced(lineStart);
    JsonPlace place;
    place.line = static_cast<int>(before.count('\n')) + 1;
    place.column = static_cast<int>(line.size())
        - static_cast<int>(std::count_if(line.begin(), line.end(), isContinuation)) + 1;
    return place;
}

QString JsonDocument::Content::where(qsizetype offset) const
{
    const JsonPlace place = placeOf(offset);
    return u"%1:%2:%3"_s.arg(name).arg(place.line).arg(place.column);
}

// The parser has checked the escapes.
QByteArray JsonDocument::Content::stringOf(const Node &node) const
{
    const QByteArrayView raw = QByteArrayView(text).sliced(node.begin, node.end - node.begin);
    if (!node.escaped)
        return raw.toByteArray();
    QByteArray result;
    result.reserve(raw.size());
    for (qsizetype i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\\') {
            result.append(raw[i]);
            continue;
        }
        const char letter = raw[++i];
        if (letter != 'u') {
            result.append(escapedControl(letter));
            continue;
        }
        quint32 character = hexValue(raw.sliced(i + 1, 4));
        i += 4;
        if (character >= 0xd800 && character < 0xdc00) {
            const quint32 second = hexValue(raw.sliced(i + 3, 4));
            i += 6;
            character = 0x10000 + ((character - 0xd800) << 10) + (second - 0xdc00);
        }
        appendUtf8(&result, character);
    }
    return result;
}

Result<JsonDocument> JsonDocument::parse(QByteArray text, const QString &name, JsonOptions options)
{
    constexpr qsizetype largest = qsizetype(1) << 30; // offsets have 32 bits
    auto content = std::make_shared<Content>();
    content->text = std::move(text);
    content->name = name;
    if (content->text.size() > largest)
        return Error(Error::Code::Config, u"the file is larger than 1 GiB"_s).in(name);
    const qsizetype invalid = firstInvalidUtf8(content->text);
    if (invalid >= 0)
        return Error(Error::Code::Config, u"this is not UTF-8"_s).in(content->where(invalid));
    if (auto parsed = JsonParser(content.get(), options).parse(); !parsed)
        return std::move(parsed.error());
    return JsonDocument(std::move(content));
}

JsonValue JsonDocument::root() const
{
    return { m_content, 0 };
}

const JsonDocument::Node &JsonValue::node() const
{
    return m_content->nodes[m_node];
}

JsonValue::Kind JsonValue::kind() const
{
    return node().kind;
}

QByteArray JsonValue::text() const
{
    return m_content->stringOf(node());
}

std::vector<JsonValue> JsonValue::items() const
{
    std::vector<JsonValue> items;
    if (is(Kind::Array)) {
        for (quint32 i = m_node + 1; i < node().next; i = m_content->nodes[i].next)
            items.emplace_back(m_content, i);
    }
    return items;
}

std::vector<JsonMember> JsonValue::members() const
{
    std::vector<JsonMember> members;
    if (is(Kind::Object)) {
        for (quint32 i = m_node + 1; i < node().next; i = m_content->nodes[i + 1].next)
            members.push_back({ { m_content, i }, { m_content, i + 1 } });
    }
    return members;
}

std::optional<JsonValue> JsonValue::find(QByteArrayView key) const
{
    std::optional<JsonValue> found;
    if (is(Kind::Object)) {
        for (quint32 i = m_node + 1; i < node().next; i = m_content->nodes[i + 1].next) {
            if (m_content->stringOf(m_content->nodes[i]) == key)
                found.emplace(m_content, i + 1);
        }
    }
    return found;
}

// A string is where its quote is.
JsonPlace JsonValue::place() const
{
    return m_content->placeOf(node().begin - (is(Kind::String) ? 1 : 0));
}

QString JsonValue::where() const
{
    return m_content->where(node().begin - (is(Kind::String) ? 1 : 0));
}

Error JsonValue::error(const QString &what) const
{
    return Error(Error::Code::Config, what).in(where());
}

QString nameOf(JsonValue::Kind kind)
{
    using enum JsonValue::Kind;
    switch (kind) {
    case Null:
        return u"null"_s;
    case Boolean:
        return u"true or false"_s;
    case Number:
        return u"a number"_s;
    case String:
        return u"a string"_s;
    case Array:
        return u"a list"_s;
    case Object:
        break;
    }
    return u"an object"_s;
}

} // namespace prun
