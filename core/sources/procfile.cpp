// SPDX-License-Identifier: MIT
#include <core/sources/procfile.h>

#include <core/config/printable.h>

#include <prun/byte_lines.h>

#include <QtCore/qhash.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

bool isNameCharacter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9') || character == '_' || character == '-';
}

bool isBlank(char character)
{
    return character == ' ' || (character >= '\t' && character <= '\r');
}

class Parser
{
public:
    explicit Parser(QString place) : m_place(std::move(place)) { }

    Result<void> read(QByteArrayView line)
    {
        ++m_line;
        if (line.endsWith('\r'))
            line = line.chopped(1);
        if (const qsizetype nul = line.indexOf('\0'); nul >= 0)
            return error(nul, u"a NUL byte cannot be part of a command"_s);
        const auto nameEnd = std::find_if_not(line.begin(), line.end(), isNameCharacter);
        const qsizetype length = nameEnd - line.begin();
        if (length == 0 || nameEnd == line.end() || *nameEnd != ':') {
            ignore(line);
            return {};
        }
        const auto command = std::find_if_not(nameEnd + 1, line.end(), isBlank);
        const QByteArray name = line.first(length).toByteArray();
        if (command == line.end())
            return error(length + 1, u"%1 has no command"_s.arg(quoted(name)));
        if (const auto first = m_lines.constFind(name); first != m_lines.constEnd())
            return error(0, u"%1 comes twice"_s.arg(quoted(name)))
                .hint(u"it stands in line %1, too"_s.arg(*first));
        m_lines.insert(name, m_line);
        m_file.entries.push_back(
            { name, line.sliced(command - line.begin()).toByteArray(), m_line });
        return {};
    }

    Result<Procfile> finish()
    {
        if (!m_file.entries.empty())
            return std::move(m_file);
        Error error = Error(Error::Code::Config, u"there is no process in it"_s)
                          .hint(u"write NAME: COMMAND"_s);
        return std::move(error).in(m_place);
    }

private:
    void ignore(QByteArrayView line)
    {
        const auto first = std::find_if_not(line.begin(), line.end(), isBlank);
        if (first == line.end() || *first == '#')
            return;
        const qsizetype at = first - line.begin();
        m_file.ignored.push_back(
            { line.sliced(at).trimmed().toByteArray(), m_line, static_cast<int>(at) + 1 });
    }

    Error error(qsizetype at, const QString &what) const
    {
        return Error(Error::Code::Config, what)
            .in(u"%1:%2:%3"_s.arg(m_place).arg(m_line).arg(at + 1));
    }

    QString m_place;
    Procfile m_file;
    QHash<QByteArray, int> m_lines; // where a name stands
    int m_line = 0;
};

} // namespace

Result<Procfile> parseProcfile(QByteArrayView text, const QString &place)
{
    if (text.startsWith("\xef\xbb\xbf"))
        text = text.sliced(3);
    Parser parser(place);
    Result<void> result;
    forEachLine(text, [&](QByteArrayView line) {
        if (result)
            result = parser.read(withoutNewline(line));
    });
    return result ? parser.finish() : std::move(result.error());
}

} // namespace prun
