// SPDX-License-Identifier: MIT
#include <app/plugin_words.h>

#include <core/config/printable.h>

#include <optional>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

bool isIdCharacter(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9') || character == '-' || character == '_'
        || character == '.';
}

class Parser
{
public:
    // `report`: an `=` ends a bare value, because `=FILE` follows.
    Parser(QByteArrayView text, bool report) : m_text(text), m_report(report) { }

    Result<PluginChoice> readChoice()
    {
        PluginChoice choice;
        choice.id = readWord();
        if (choice.id.isEmpty())
            return error(u"the identifier of the plugin is missing"_s);
        if (atEnd() || (m_report && current() == '='))
            return choice;
        if (current() != ':')
            return error(u"%1 cannot be part of the identifier of a plugin"_s.arg(
                quoted(m_text.sliced(m_at, 1))));
        do {
            ++m_at;
            if (auto read = readOption(choice.options); !read)
                return std::move(read.error());
        } while (!atEnd() && current() == ',');
        if (!atEnd() && !(m_report && current() == '='))
            return error(u"text after the closing quote: %1"_s.arg(quoted(m_text.sliced(m_at))));
        return choice;
    }

    // What follows the `=` behind the choice; no value if there is no `=`.
    std::optional<QByteArrayView> readFile() const
    {
        if (atEnd())
            return std::nullopt;
        return m_text.sliced(m_at + 1);
    }

    Error error(const QString &what) const
    {
        return Error(Error::Code::Usage, what)
            .hint(m_report ? u"write ID=FILE or ID:KEY=VALUE,KEY=VALUE=FILE"_s
                           : u"write ID or ID:KEY=VALUE,KEY=VALUE"_s);
    }

private:
    bool atEnd() const { return m_at == m_text.size(); }
    char current() const { return m_text[m_at]; }

    QString readWord()
    {
        const qsizetype start = m_at;
        while (!atEnd() && isIdCharacter(current()))
            ++m_at;
        return QString::fromLatin1(m_text.sliced(start, m_at - start));
    }

    Result<void> readOption(QMap<QString, QString> &options)
    {
        const QString key = readWord();
        if (key.isEmpty())
            return error(u"the name of an option is missing"_s);
        if (atEnd() || current() != '=')
            return error(u"option \"%1\" has no value"_s.arg(key));
        ++m_at;
        auto value = readValue();
        if (!value)
            return std::move(value.error());
        if (options.contains(key))
            return error(u"option \"%1\" is given twice"_s.arg(key));
        options.insert(key, QString::fromUtf8(*value));
        return {};
    }

    Result<QByteArray> readValue()
    {
        if (!atEnd() && (current() == '"' || current() == '\''))
            return readQuoted(m_text[m_at++]);
        QByteArray value;
        for (; !atEnd() && current() != ',' && !(m_report && current() == '='); ++m_at) {
            if (current() == '\\' && m_at + 1 < m_text.size() && m_text[m_at + 1] == ',')
                ++m_at;
            value.append(current());
        }
        return value;
    }

    Result<QByteArray> readQuoted(char quote)
    {
        QByteArray value;
        for (; !atEnd() && current() != quote; ++m_at) {
            const bool escape = quote == '"' && current() == '\\' && m_at + 1 < m_text.size()
                && (m_text[m_at + 1] == '"' || m_text[m_at + 1] == '\\');
            if (escape)
                ++m_at;
            value.append(current());
        }
        if (atEnd())
            return error(u"a quote is never closed"_s);
        ++m_at;
        return value;
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    bool m_report;
};

} // namespace

Result<PluginChoice> parsePluginChoice(QByteArrayView text)
{
    return Parser(text, false).readChoice();
}

Result<ReportChoice> parseReportChoice(QByteArrayView text)
{
    Parser parser(text, true);
    auto choice = parser.readChoice();
    if (!choice)
        return std::move(choice.error());
    const auto file = parser.readFile();
    if (!file || file->isEmpty())
        return parser.error(u"there is no file to write to"_s);
    return ReportChoice{ std::move(*choice), file->toByteArray() };
}

} // namespace prun
