// SPDX-License-Identifier: MIT
#include <core/sources/environment_file.h>

#include <core/config/printable.h>

#include <QtCore/qhash.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

// What values may grow to: each can name those before it, many times.
constexpr qsizetype longestValue = 1024 * 1024;
constexpr qsizetype largestEnvironment = 16 * 1024 * 1024;
constexpr int deepestDefault = 16;

bool isBlank(char character)
{
    return character == ' ' || character == '\t' || character == '\r';
}

bool isNameCharacter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9') || character == '_' || character == '.'
        || character == '-';
}

class Parser
{
public:
    Parser(QByteArrayView text, QString place, const VariableLookup &lookup)
        : m_text(text), m_place(std::move(place)), m_lookup(lookup)
    {
        if (m_text.startsWith("\xef\xbb\xbf"))
            m_text = m_text.sliced(3);
    }

    Result<std::vector<EnvironmentEntry>> run()
    {
        if (const qsizetype nul = m_text.indexOf('\0'); nul >= 0)
            return error(nul, u"a NUL byte cannot be part of an environment"_s);
        std::vector<EnvironmentEntry> entries;
        while (skipToEntry()) {
            const QByteArray name = readName();
            if (m_error)
                return *m_error;
            QByteArray value = readValue();
            if (m_error)
                return *m_error;
            if (m_lookup) {
                m_known.insert(name, value);
                m_size += value.size();
                if (m_size > largestEnvironment)
                    return error(m_at, u"the values are longer than 16 MiB"_s);
            }
            entries.emplace_back(name, std::move(value));
        }
        return entries;
    }

private:
    bool atEnd() const { return m_at == m_text.size(); }
    char current() const { return m_text[m_at]; }

    void skipBlanks()
    {
        while (!atEnd() && isBlank(current()))
            ++m_at;
    }

    void skipLine()
    {
        const qsizetype newline = m_text.indexOf('\n', m_at);
        m_at = newline < 0 ? m_text.size() : newline;
    }

    // Over empty lines and comments.
    bool skipToEntry()
    {
        for (;; ++m_at) {
            skipBlanks();
            if (!atEnd() && current() == '#')
                skipLine();
            if (atEnd())
                return false;
            if (current() != '\n')
                return true;
        }
    }

    QByteArray readName()
    {
        constexpr QByteArrayView keyword = "export";
        const QByteArrayView rest = m_text.sliced(m_at);
        if (rest.startsWith(keyword) && rest.size() > keyword.size()
            && isBlank(rest[keyword.size()])) {
            m_at += keyword.size();
            skipBlanks();
        }
        const qsizetype start = m_at;
        while (!atEnd() && isNameCharacter(current()))
            ++m_at;
        QByteArray name = m_text.sliced(start, m_at - start).toByteArray();
        skipBlanks();
        if (!atEnd() && current() == '=' && !name.isEmpty()) {
            ++m_at;
            return name;
        }
        const bool nothingLeft = atEnd() || current() == '\n' || current() == '#';
        m_error = nothingLeft && !name.isEmpty()
            ? error(m_at, u"%1 has no value"_s.arg(quoted(name))).hint(u"write NAME=value"_s)
            : error(m_at, u"not the name of a variable"_s)
                  .hint(u"write NAME=value; a name has letters, digits and _ . -"_s);
        return {};
    }

    QByteArray readValue()
    {
        skipBlanks();
        if (atEnd() || (current() != '"' && current() != '\''))
            return readBareValue();
        const qsizetype opening = m_at;
        const char quote = m_text[m_at++];
        QByteArray value;
        while (!m_error && !atEnd() && current() != quote)
            readCharacter(value, quote, m_text.size(), 0);
        if (m_error)
            return {};
        if (atEnd()) {
            m_error = error(opening, u"this quote is never closed"_s);
            return {};
        }
        ++m_at;
        skipBlanks();
        if (!atEnd() && current() == '#')
            skipLine();
        if (!atEnd() && current() != '\n')
            m_error = error(m_at, u"text after the closing quote"_s);
        return value;
    }

    QByteArray readBareValue()
    {
        const qsizetype start = m_at;
        while (!atEnd() && current() != '\n') {
            const bool comment = current() == '#' && (m_at == start || isBlank(m_text[m_at - 1]));
            if (comment)
                break;
            ++m_at;
        }
        const qsizetype stop = start + m_text.sliced(start, m_at - start).trimmed().size();
        m_at = start;
        QByteArray value;
        while (!m_error && m_at < stop)
            readCharacter(value, 0, stop, 0);
        skipLine();
        return value;
    }

    // One character, escape or expansion of a value in `quote` (0: bare) that ends before `end`.
    void readCharacter(QByteArray &value, char quote, qsizetype end, int depth)
    {
        if (m_lookup && quote != '\'' && current() == '$' && expand(value, quote, end, depth))
            return;
        value.append(quote == '"' && current() == '\\' ? unescaped() : current());
        ++m_at;
    }

    // At a `$`. False: no expansion, and the position is the same.
    bool expand(QByteArray &value, char quote, qsizetype end, int depth)
    {
        const qsizetype opening = m_at;
        const QByteArrayView rest = m_text.first(end).sliced(opening + 1);
        if (!rest.startsWith('{'))
            return false;
        const auto nameEnd = std::find_if_not(rest.begin() + 1, rest.end(), [](char character) {
            return isNameCharacter(character) && character != '.' && character != '-';
        });
        const qsizetype length = nameEnd - rest.begin() - 1;
        const QByteArrayView operation = rest.sliced(1 + length);
        const bool elseIfEmpty = operation.startsWith(":-");
        const bool hasDefault = elseIfEmpty || operation.startsWith('-');
        if (length == 0 || (!hasDefault && !operation.startsWith('}')))
            return false;
        std::optional<QByteArray> known = valueOf(rest.sliced(1, length).toByteArray());
        m_at = opening + 2 + length + (elseIfEmpty ? 2 : (hasDefault ? 1 : 0));
        QByteArray otherwise;
        if (hasDefault && depth == deepestDefault)
            m_error = error(opening, u"${ within ${ too many times"_s);
        while (!m_error && m_at < end && current() != '}' && (quote == 0 || current() != quote))
            readCharacter(otherwise, quote, end, depth + 1);
        if (!m_error && (m_at == end || current() != '}'))
            m_error = error(opening, u"this ${ is never closed"_s);
        ++m_at;
        const bool missing = !known || (elseIfEmpty && known->isEmpty());
        value += missing ? otherwise : *known;
        if (!m_error && value.size() > longestValue)
            m_error = error(opening, u"the value is longer than 1 MiB"_s);
        return true;
    }

    std::optional<QByteArray> valueOf(const QByteArray &name) const
    {
        const auto known = m_known.constFind(name);
        return known != m_known.constEnd() ? *known : m_lookup(name);
    }

    // At a backslash inside "…": leaves the position on the last byte of the escape.
    char unescaped()
    {
        constexpr QByteArrayView escapes = "nrt\"\\$";
        constexpr QByteArrayView meanings = "\n\r\t\"\\$";
        if (m_at + 1 == m_text.size())
            return '\\';
        const qsizetype known = escapes.indexOf(m_text[m_at + 1]);
        if (known < 0)
            return '\\';
        ++m_at;
        return meanings[known];
    }

    Error error(qsizetype at, const QString &what) const
    {
        const QByteArrayView before = m_text.first(at);
        const auto line = 1 + std::count(before.begin(), before.end(), '\n');
        const qsizetype column = at - before.lastIndexOf('\n');
        return Error(Error::Code::Config, what)
            .in(u"%1:%2:%3"_s.arg(m_place).arg(line).arg(column));
    }

    QByteArrayView m_text;
    QString m_place;
    const VariableLookup &m_lookup;
    QHash<QByteArray, QByteArray> m_known; // entries so far, if they can be named
    qsizetype m_size = 0; // of their values
    qsizetype m_at = 0;
    std::optional<Error> m_error;
};

} // namespace

Result<EnvironmentEntry> parseEnvironmentEntry(QByteArrayView text)
{
    const qsizetype equals = text.indexOf('=');
    if (equals > 0)
        return EnvironmentEntry{ text.first(equals).toByteArray(),
                                 text.sliced(equals + 1).toByteArray() };
    const QString what = equals == 0 ? u"%1 has no name"_s : u"%1 has no value"_s;
    return Error(Error::Code::Usage, what.arg(quoted(text))).hint(u"write NAME=value"_s);
}

Result<std::vector<EnvironmentEntry>>
parseEnvironmentFile(QByteArrayView text, const QString &place, const VariableLookup &lookup)
{
    return Parser(text, place, lookup).run();
}

} // namespace prun
