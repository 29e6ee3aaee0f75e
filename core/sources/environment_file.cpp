// SPDX-License-Identifier: MIT
#include <core/sources/environment_file.h>

#include <core/config/printable.h>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

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
    Parser(QByteArrayView text, QString place) : m_text(text), m_place(std::move(place))
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
        for (; !atEnd() && current() != quote; ++m_at)
            value.append(quote == '"' && current() == '\\' ? unescaped() : current());
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
        QByteArray value = m_text.sliced(start, m_at - start).trimmed().toByteArray();
        skipLine();
        return value;
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

Result<std::vector<EnvironmentEntry>> parseEnvironmentFile(QByteArrayView text,
                                                           const QString &place)
{
    return Parser(text, place).run();
}

} // namespace prun
