// SPDX-License-Identifier: MIT
#include <core/sources/script_words.h>

#include <QtCore/qmap.h>

#include <algorithm>
#include <cstring>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

bool isSpace(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

bool isWordByte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z')
        || (byte >= 'a' && byte <= 'z') || byte == '_' || static_cast<signed char>(byte) < 0;
}

bool isLetter(char byte)
{
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

bool isOneOf(char byte, const char *set)
{
    return byte != '\0' && std::strchr(set, byte);
}

/// Takes the words behind the name of a script apart.
class WordReader
{
public:
    explicit WordReader(QByteArrayView text) : m_text(text) { }

    QByteArrayList read()
    {
        while (m_at < m_text.size())
            step();
        endWord();
        return m_words;
    }

private:
    void step();
    void singleQuoted();
    void doubleQuoted();
    qsizetype endOfDoubleQuoted() const;
    void openQuote();
    void variable();
    void operators();
    void endWord()
    {
        if (m_inWord)
            m_words << m_word;
        m_word.clear();
        m_inWord = false;
    }
    void add(char byte)
    {
        m_word += byte;
        m_inWord = true;
    }
    char peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }

    QByteArrayView m_text;
    QByteArray m_word;
    QByteArrayList m_words;
    qsizetype m_at = 0;
    bool m_inWord = false;
};

void WordReader::step()
{
    const char byte = peek();
    if (isSpace(byte)) {
        endWord();
        ++m_at;
    } else if (byte == '\\') {
        if (m_at + 1 < m_text.size())
            add(peek(1));
        m_at += 2;
    } else if (byte == '\'') {
        singleQuoted();
    } else if (byte == '"') {
        doubleQuoted();
    } else if (byte == '$') {
        variable();
    } else if (isOneOf(byte, "|&;()<>")) {
        operators();
    } else {
        add(byte);
        ++m_at;
    }
}

void WordReader::singleQuoted()
{
    const qsizetype end = m_text.indexOf('\'', m_at + 1);
    if (end < 0)
        return openQuote();
    m_word += m_text.sliced(m_at + 1, end - m_at - 1).toByteArray();
    m_inWord = true;
    m_at = end + 1;
}

void WordReader::doubleQuoted()
{
    const qsizetype end = endOfDoubleQuoted();
    if (end < 0)
        return openQuote();
    m_inWord = true;
    for (++m_at; m_at < end;) {
        if (peek() == '$') {
            variable();
            continue;
        }
        if (peek() == '\\' && isOneOf(peek(1), "\"\\$"))
            ++m_at;
        add(peek());
        ++m_at;
    }
    m_at = std::max(m_at, end + 1);
}

/// Where the quote is that closes the one here; -1 if there is none.
qsizetype WordReader::endOfDoubleQuoted() const
{
    for (qsizetype at = m_at + 1; at < m_text.size(); ++at) {
        if (m_text[at] == '"')
            return at;
        if (m_text[at] == '\\')
            ++at;
    }
    return -1;
}

/// A quote that nothing closes ends the word before it, and is no part of any.
void WordReader::openQuote()
{
    endWord();
    ++m_at;
}

// No variable has a value here.
void WordReader::variable()
{
    m_inWord = true;
    ++m_at;
    if (peek() == '{') {
        const qsizetype end = m_text.indexOf('}', m_at);
        m_at = end < 0 ? m_text.size() : end + 1;
    } else if (isOneOf(peek(), "*@#?$!-")) {
        ++m_at;
    } else if (!isWordByte(peek())) {
        m_word += '$';
    } else {
        while (isWordByte(peek()))
            ++m_at;
    }
}

void WordReader::operators()
{
    endWord();
    QByteArray word(1, peek());
    const char next = peek(1);
    const bool pair = (word == "|" && isOneOf(next, "|&")) || (word == "&" && isOneOf(next, "&>"))
        || (word == ";" && isOneOf(next, ";&")) || (word == ">" && isOneOf(next, ">&|("))
        || (word == "<" && isOneOf(next, "<>&("));
    if (pair)
        word += next;
    m_at += word.size();
    m_words << word;
}

Error invalidPlaceholder(QByteArrayView text)
{
    return { Error::Code::Usage, u"Invalid Placeholder: %1"_s.arg(QString::fromUtf8(text)) };
}

/// A placeholder at the start of `text`.
struct Placeholder
{
    qsizetype size = 0; ///< 0: there is none
    bool negated = false;
    QByteArrayView id; ///< `*`, `@`, `%` or digits
    QByteArrayView rest;
};

Placeholder placeholderIn(QByteArrayView text)
{
    Placeholder found;
    if (!text.startsWith('{'))
        return found;
    qsizetype at = 1;
    found.negated = at < text.size() && text[at] == '!';
    at += found.negated ? 1 : 0;
    const qsizetype start = at;
    if (at < text.size() && isOneOf(text[at], "*@%")) {
        ++at;
    } else {
        while (at < text.size() && text[at] >= '0' && text[at] <= '9')
            ++at;
    }
    const qsizetype end = text.indexOf('}', at);
    if (at == start || end < 0)
        return found;
    found.size = end + 1;
    found.id = text.sliced(start, at - start);
    found.rest = text.sliced(at, end - at);
    return found;
}

/// Puts the arguments into one pattern after another; `:=` sets a default for what follows.
class ArgumentFiller
{
public:
    explicit ArgumentFiller(const QByteArrayList &arguments) : m_arguments(arguments) { }

    Result<QByteArray> fill(QByteArrayView pattern)
    {
        QByteArray result;
        for (qsizetype at = 0; at < pattern.size();) {
            const Placeholder found = placeholderIn(pattern.sliced(at));
            if (found.size == 0) {
                result += pattern[at++];
                continue;
            }
            auto value = valueOf(found);
            if (!value)
                return invalidPlaceholder(pattern.sliced(at, found.size));
            result += *value;
            at += found.size;
        }
        return result;
    }

private:
    // Null if there is no such placeholder.
    std::optional<QByteArray> valueOf(const Placeholder &placeholder)
    {
        if (placeholder.negated)
            return {};
        if (placeholder.id == "@") {
            QByteArrayList words;
            for (const QByteArray &argument : m_arguments)
                words << quotedForTask(argument);
            return words.join(' ');
        }
        if (placeholder.id == "*")
            return quotedForTask(m_arguments.join(' '));
        bool isNumber = false;
        const qsizetype position = placeholder.id.toByteArray().toLongLong(&isNumber);
        if (isNumber && position >= 1 && position <= m_arguments.size())
            return quotedForTask(m_arguments[position - 1]);
        const QByteArray id = placeholder.id.toByteArray();
        if (placeholder.rest.isEmpty())
            return m_defaults.value(id);
        if (!placeholder.rest.startsWith(":=") && !placeholder.rest.startsWith(":-"))
            return {};
        const QByteArray value = quotedForTask(placeholder.rest.sliced(2));
        if (placeholder.rest[1] == '=')
            m_defaults[id] = value;
        return value;
    }

    const QByteArrayList &m_arguments;
    QMap<QByteArray, QByteArray> m_defaults;
};

bool hasPlaceholder(QByteArrayView pattern)
{
    for (qsizetype at = pattern.indexOf('{'); at >= 0; at = pattern.indexOf('{', at + 1)) {
        if (placeholderIn(pattern.sliced(at)).size > 0)
            return true;
    }
    return false;
}

// The pattern with `{%}` replaced by `{number}`; null if it has none.
Result<QByteArray> unfolded(QByteArrayView pattern, qsizetype number)
{
    QByteArray result;
    bool found = false;
    for (qsizetype at = 0; at < pattern.size();) {
        const Placeholder placeholder = placeholderIn(pattern.sliced(at));
        if (placeholder.size == 0 || placeholder.id != "%") {
            result += pattern[at++];
            continue;
        }
        if (placeholder.negated || !placeholder.rest.isEmpty())
            return invalidPlaceholder(pattern.sliced(at, placeholder.size));
        found = true;
        result += '{' + QByteArray::number(number) + '}';
        at += placeholder.size;
    }
    return found ? result : QByteArray();
}

} // namespace

QByteArray quotedForShell(QByteArrayView word)
{
    const bool plain = !word.isEmpty() && std::all_of(word.begin(), word.end(), [](char byte) {
        return isWordByte(byte) || isOneOf(byte, "-./:=@%+,");
    });
    if (plain)
        return word.toByteArray();
    return '\'' + word.toByteArray().replace('\'', "'\\''") + '\'';
}

QByteArray quotedForShell(const QByteArrayList &words)
{
    QByteArrayList quoted;
    for (const QByteArray &word : words)
        quoted << quotedForShell(QByteArrayView(word));
    return quoted.join(' ');
}

QByteArray quotedForTask(QByteArrayView word)
{
    if (word.isEmpty())
        return "''";
    const bool single = word.contains('\'');
    const bool space = std::any_of(word.begin(), word.end(), isSpace);
    if (single && word.contains('!'))
        return '\'' + word.toByteArray().replace('\'', "'\"'\"'") + '\'';
    if (!single && (space || word.contains('"') || word.contains('\\')))
        return '\'' + word.toByteArray() + '\'';
    const bool quotes = single || space || word.contains('"');
    const char *const special = quotes ? "\"\\$`" : "#!\"$&'()*,:;<=>?@[\\]^`{|}~";
    QByteArray result;
    for (qsizetype i = 0; i < word.size(); ++i) {
        // The colon of a drive stays as it is.
        const bool drive = !quotes && word[i] == ':' && i > 0 && isLetter(word[i - 1])
            && i + 1 < word.size() && isOneOf(word[i + 1], special);
        if (isOneOf(word[i], special) && !drive)
            result += '\\';
        result += word[i];
    }
    return quotes ? '"' + result + '"' : result;
}

QByteArrayList taskWords(QByteArrayView text)
{
    return WordReader(text).read();
}

Result<QByteArrayList> withArguments(const QByteArrayList &patterns,
                                     const QByteArrayList &arguments)
{
    if (std::none_of(patterns.begin(), patterns.end(), hasPlaceholder))
        return patterns;
    QByteArrayList unfoldedPatterns;
    for (const QByteArray &pattern : patterns) {
        const auto first = unfolded(pattern, 1);
        if (first && first->isNull()) {
            unfoldedPatterns << pattern;
            continue;
        }
        for (qsizetype i = 1; i <= arguments.size(); ++i) {
            auto one = unfolded(pattern, i);
            if (!one)
                return std::move(one.error());
            unfoldedPatterns << *one;
        }
    }
    ArgumentFiller filler(arguments);
    QByteArrayList filled;
    for (const QByteArray &pattern : std::as_const(unfoldedPatterns)) {
        auto one = filler.fill(pattern);
        if (!one)
            return std::move(one.error());
        filled << *one;
    }
    return filled;
}

} // namespace prun
