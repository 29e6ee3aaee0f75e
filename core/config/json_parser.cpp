// SPDX-License-Identifier: MIT
#include <core/config/json_parser.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int kDeepest = 200;

bool isSpace(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

bool isDigit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool isWordCharacter(char byte)
{
    return isDigit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
        || byte == '_' || byte == '$' || byte == '-' || static_cast<signed char>(byte) < 0;
}

} // namespace

Result<void> JsonParser::parse()
{
    if (m_text.startsWith("\xef\xbb\xbf"))
        m_at = 3;
    if (skipSpace() && atEnd())
        fail(m_at, m_text.isEmpty() ? u"the file is empty"_s : u"there is no value in the file"_s);
    const bool read = !m_error && value(0) && skipSpace();
    if (read && !atEnd())
        fail(m_at, u"something follows the end of the value"_s,
             u"a file has one value: is a bracket closed too early?"_s);
    return m_error ? Result<void>(*m_error) : Result<void>();
}

bool JsonParser::fail(qsizetype offset, const QString &what, const QString &hint)
{
    if (!m_error) {
        m_error = Error(Error::Code::Config, what).hint(hint);
        m_error = std::move(*m_error).in(m_content.where(offset));
    }
    return false;
}

bool JsonParser::unexpected(const QString &wanted)
{
    if (atEnd())
        return fail(m_at, u"the file ends where %1 should be"_s.arg(wanted));
    qsizetype length = 1;
    while (m_at + length < m_text.size() && (m_text[m_at + length] & 0xc0) == 0x80)
        ++length;
    return fail(m_at,
                u"%1 stands where %2 should be"_s.arg(
                    quoted(QByteArrayView(m_text).sliced(m_at, length)), wanted));
}

bool JsonParser::take(char wanted)
{
    if (peek() != wanted || atEnd())
        return false;
    ++m_at;
    return true;
}

quint32 JsonParser::open(Kind kind)
{
    Node node;
    node.kind = kind;
    node.begin = static_cast<quint32>(m_at);
    m_content.nodes.push_back(node);
    return static_cast<quint32>(m_content.nodes.size()) - 1;
}

void JsonParser::close(quint32 node)
{
    m_content.nodes[node].end = static_cast<quint32>(m_at);
    m_content.nodes[node].next = static_cast<quint32>(m_content.nodes.size());
}

bool JsonParser::value(int depth)
{
    if (depth > kDeepest)
        return fail(m_at, u"this is nested deeper than %1 levels"_s.arg(kDeepest));
    const char first = peek();
    if (first == '{')
        return object(depth);
    if (first == '[')
        return list(depth);
    if (first == '"')
        return string();
    if (first == '-' || isDigit(first))
        return number();
    if (first == '\'')
        return fail(m_at, u"a string has double quotes in JSON"_s);
    if (isWordCharacter(first))
        return word("true", Kind::Boolean) || word("false", Kind::Boolean)
            || word("null", Kind::Null) || unknownWord();
    return unexpected(u"a value"_s);
}

bool JsonParser::word(QByteArrayView text, Kind kind)
{
    const QByteArrayView rest = QByteArrayView(m_text).sliced(m_at);
    if (!rest.startsWith(text) || (rest.size() > text.size() && isWordCharacter(rest[text.size()])))
        return false;
    const quint32 self = open(kind);
    m_at += text.size();
    close(self);
    return true;
}

bool JsonParser::unknownWord()
{
    qsizetype end = m_at;
    while (end < m_text.size() && isWordCharacter(m_text[end]))
        ++end;
    const QByteArrayView found = QByteArrayView(m_text).sliced(m_at, end - m_at);
    const QString meant =
        didYouMean(QString::fromUtf8(found), { u"true"_s, u"false"_s, u"null"_s });
    return fail(m_at, u"%1 is not a value"_s.arg(quoted(found)),
                meant.isNull() ? u"text stands in double quotes"_s : meant);
}

bool JsonParser::list(int depth)
{
    const quint32 self = open(Kind::Array);
    ++m_at;
    if (!skipSpace())
        return false;
    while (!take(']')) {
        if (!value(depth + 1) || !between(']', "an entry of a list"))
            return false;
    }
    close(self);
    return true;
}

bool JsonParser::object(int depth)
{
    const quint32 self = open(Kind::Object);
    ++m_at;
    if (!skipSpace())
        return false;
    while (!take('}')) {
        if (!key() || !skipSpace() || !value(depth + 1) || !between('}', "a member of an object"))
            return false;
    }
    close(self);
    return m_options.duplicates || checkDuplicates(self);
}

bool JsonParser::key()
{
    if (peek() == '\'')
        return fail(m_at, u"a key has double quotes in JSON"_s);
    if (isWordCharacter(peek()))
        return fail(m_at, u"a key stands in double quotes in JSON"_s);
    if (peek() != '"')
        return unexpected(u"a key in double quotes"_s);
    if (!string() || !skipSpace())
        return false;
    return take(':') || unexpected(u"a colon behind the key"_s);
}

/// What follows an entry: a comma and another one, or the end, which is left to be taken.
bool JsonParser::between(char close, QByteArrayView what)
{
    if (!skipSpace())
        return false;
    if (peek() == close && !atEnd())
        return true;
    const qsizetype comma = m_at;
    if (!take(','))
        return unexpected(u"a comma or \"%1\" behind %2"_s.arg(QLatin1Char(close))
                              .arg(QString::fromLatin1(what)));
    if (!skipSpace())
        return false;
    if (peek() == ',')
        return fail(m_at, u"there are two commas, and nothing between them"_s);
    if (peek() == close && !m_options.trailingCommas)
        return fail(comma, u"there is a comma behind the last entry"_s,
                    u"JSON does not have it: take it away"_s);
    if (atEnd())
        return unexpected(QString::fromLatin1(what));
    return true;
}

bool JsonParser::string()
{
    ++m_at;
    const quint32 self = open(Kind::String);
    while (!atEnd()) {
        const char byte = m_text[m_at];
        if (byte == '"') {
            close(self);
            ++m_at;
            return true;
        }
        if (byte == '\n' || byte == '\r')
            return fail(m_content.nodes[self].begin - 1, u"the string does not end on its line"_s,
                        u"a quote is missing, or a line end that is written \\n"_s);
        if (static_cast<unsigned char>(byte) < 0x20)
            return fail(m_at,
                        u"there is the control character %1 in a string"_s.arg(
                            quoted(QByteArrayView(&byte, 1))),
                        u"write it as \\t or \\u00XX"_s);
        if (byte == '\\') {
            m_content.nodes[self].escaped = true;
            if (!escape())
                return false;
        } else {
            ++m_at;
        }
    }
    return fail(m_content.nodes[self].begin - 1, u"the string does not end"_s);
}

bool JsonParser::escape()
{
    const qsizetype start = m_at++;
    const char letter = peek();
    if (letter == 'u') {
        const std::optional<quint32> first = hexDigits();
        if (!first)
            return fail(start, u"\\u needs four hexadecimal digits"_s);
        if (*first < 0xd800 || *first > 0xdfff)
            return true;
        return surrogates(*first)
            || fail(start, u"this is half of a character"_s, u"\\ud83d\\ude00 is a whole one"_s);
    }
    if (atEnd() || !QByteArrayView("\"\\/bfnrt").contains(letter)) {
        return fail(start,
                    u"%1 is no escape of JSON"_s.arg(
                        quoted(QByteArrayView(m_text).sliced(start, atEnd() ? 1 : 2))),
                    u"a backslash is written \\\\"_s);
    }
    ++m_at;
    return true;
}

std::optional<quint32> JsonParser::hexDigits()
{
    ++m_at;
    if (m_text.size() - m_at < 4)
        return {};
    const QByteArray digits = m_text.sliced(m_at, 4);
    const bool hex = std::all_of(digits.begin(), digits.end(), [](char digit) {
        return isDigit(digit) || (digit >= 'a' && digit <= 'f') || (digit >= 'A' && digit <= 'F');
    });
    if (!hex)
        return {};
    m_at += 4;
    return digits.toUInt(nullptr, 16);
}

bool JsonParser::surrogates(quint32 first)
{
    if (first > 0xdbff || !take('\\') || peek() != 'u')
        return false;
    const std::optional<quint32> second = hexDigits();
    return second && *second >= 0xdc00 && *second <= 0xdfff;
}

bool JsonParser::digits()
{
    const qsizetype start = m_at;
    while (isDigit(peek()))
        ++m_at;
    return m_at > start;
}

bool JsonParser::number()
{
    const quint32 self = open(Kind::Number);
    const qsizetype start = m_at;
    take('-');
    const bool zero = take('0');
    bool good = zero || digits();
    if (zero && isDigit(peek()))
        return fail(start, u"a number does not begin with 0"_s);
    if (good && take('.'))
        good = digits();
    if (good && (take('e') || take('E'))) {
        if (!take('+'))
            take('-');
        good = digits();
    }
    if (!good || isWordCharacter(peek()) || peek() == '.')
        return fail(start, u"this is not a number of JSON"_s);
    close(self);
    return true;
}

bool JsonParser::skipSpace()
{
    while (!atEnd()) {
        if (isSpace(m_text[m_at]))
            ++m_at;
        else if (m_text[m_at] != '/')
            return true;
        else if (!comment())
            return false;
    }
    return true;
}

bool JsonParser::comment()
{
    const QByteArrayView rest = QByteArrayView(m_text).sliced(m_at);
    if (!rest.startsWith("//") && !rest.startsWith("/*"))
        return unexpected(u"a value, a comma or a bracket"_s);
    if (!m_options.comments)
        return fail(m_at, u"there is a comment, which this file may not have"_s);
    const bool oneLine = rest[1] == '/';
    const qsizetype end = rest.indexOf(oneLine ? "\n" : "*/", 2);
    if (end < 0 && !oneLine)
        return fail(m_at, u"the comment does not end"_s, u"its end is written */"_s);
    m_at += end < 0 ? rest.size() : end + (oneLine ? 1 : 2);
    return true;
}

/// By sorting: an object may have a million keys.
bool JsonParser::checkDuplicates(quint32 object)
{
    const std::vector<Node> &nodes = m_content.nodes;
    std::vector<std::pair<QByteArray, quint32>> keys;
    for (quint32 i = object + 1; i < nodes[object].next; i = nodes[i + 1].next)
        keys.emplace_back(nodes[i].escaped
                              ? m_content.stringOf(nodes[i])
                              : QByteArray::fromRawData(m_text.constData() + nodes[i].begin,
                                                        nodes[i].end - nodes[i].begin),
                          i);
    std::sort(keys.begin(), keys.end());
    quint32 second = 0;
    quint32 first = 0;
    for (std::size_t i = 1; i < keys.size(); ++i) {
        const bool earlier = second == 0 || keys[i].second < second;
        if (keys[i].first == keys[i - 1].first && earlier) {
            first = keys[i - 1].second;
            second = keys[i].second;
        }
    }
    if (second == 0)
        return true;
    return fail(nodes[second].begin - 1,
                u"the key %1 is there twice"_s.arg(quoted(m_content.stringOf(nodes[second]))),
                u"the first is at %1"_s.arg(m_content.where(nodes[first].begin - 1)));
}

} // namespace prun
