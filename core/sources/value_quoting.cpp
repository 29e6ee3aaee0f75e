// SPDX-License-Identifier: MIT
#include <core/sources/value_quoting.h>

#include <core/config/printable.h>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/// Follows a line of a POSIX shell from character to character. What it does not understand for
/// certain is Unclear.
class PosixScanner
{
public:
    explicit PosixScanner(QByteArrayView line) : m_line(line) { }

    QuoteState state() const
    {
        if (m_comment || m_hereDocument || m_lost)
            return QuoteState::Unclear;
        const bool escaped = m_escaped;
        switch (top()) {
        case Context::Command:
            return escaped ? QuoteState::Escaped : QuoteState::Plain;
        case Context::Single:
            return QuoteState::Single;
        case Context::Double:
            return escaped ? QuoteState::DoubleEscaped : QuoteState::Double;
        case Context::Other:
            break;
        }
        return QuoteState::Unclear;
    }

    void step(qsizetype at)
    {
        const char c = m_line[at];
        if (m_comment) {
            m_comment = c != '\n';
            return;
        }
        if (m_escaped) {
            m_escaped = false;
            return;
        }
        if (top() == Context::Single) {
            if (c == '\'')
                m_stack.pop_back();
            return;
        }
        const bool substitution = std::exchange(m_substitution, false);
        if (substitution)
            m_stack.push_back(Context::Command);
        else if (c == '\\')
            m_escaped = true;
        else if (c == '"')
            quote();
        else if (c == '`')
            m_lost = true; // what stands in them is read twice
        else if (c == '$')
            expansion(at);
        else if (top() == Context::Command)
            command(at, c);
        else if (top() == Context::Other && c == '}')
            m_stack.pop_back();
    }

private:
    enum class Context : quint8 { Command, Single, Double, Other };

    Context top() const { return m_stack.empty() ? Context::Command : m_stack.back(); }
    char at(qsizetype place) const { return place < m_line.size() ? m_line[place] : '\0'; }

    void quote()
    {
        if (top() == Context::Double)
            m_stack.pop_back();
        else
            m_stack.push_back(Context::Double);
    }

    void expansion(qsizetype place)
    {
        const char next = at(place + 1);
        const bool arithmetic = next == '(' && at(place + 2) == '('; // quotes do not protect there
        const bool bashQuotes = next == '\'' && top() == Context::Command; // end elsewhere than '…'
        if (arithmetic || bashQuotes)
            m_lost = true;
        else if (next == '{')
            m_stack.push_back(Context::Other);
        else if (next == '(')
            m_substitution = true; // the parenthesis comes next, in "…" too
    }

    void command(qsizetype place, char c)
    {
        if (c == '\'')
            m_stack.push_back(Context::Single);
        else if (c == '(')
            m_stack.push_back(Context::Command);
        else if (c == ')' && !m_stack.empty())
            m_stack.pop_back();
        else if (c == '#' && (place == 0 || isBlank(m_line[place - 1]) || isEnd(place - 1)))
            m_comment = true;
        else if (c == '<' && at(place + 1) == '<')
            m_hereDocument = true;
        else if (c == 'c' && m_line.sliced(place).startsWith("case") && !m_stack.empty())
            m_lost = true; // its patterns close parentheses that nothing opens
    }

    bool isEnd(qsizetype place) const { return QByteArrayView(";&|(").contains(m_line[place]); }

    QByteArrayView m_line;
    std::vector<Context> m_stack;
    bool m_escaped = false;
    bool m_substitution = false; // after the dollar of $(…)
    bool m_comment = false;
    bool m_hereDocument = false;
    bool m_lost = false; // from here on nothing is certain
};

std::vector<QuoteState> posixStates(QByteArrayView line, const std::vector<qsizetype> &places)
{
    std::vector<QuoteState> states;
    PosixScanner scanner(line);
    qsizetype at = 0;
    for (const qsizetype place : places) {
        for (; at < place; ++at)
            scanner.step(at);
        states.push_back(scanner.state());
    }
    return states;
}

/// cmd.exe and PowerShell: text is in quotes, or not.
std::vector<QuoteState> otherStates(QByteArrayView line, const std::vector<qsizetype> &places,
                                    Shell::Kind shell)
{
    std::vector<QuoteState> states;
    char open = '\0';
    qsizetype at = 0;
    for (const qsizetype place : places) {
        for (; at < place; ++at) {
            const char c = line[at];
            const bool quote = c == '"' || (c == '\'' && shell == Shell::Kind::PowerShell);
            const bool odd = c == '`' || c == '^';
            if (odd)
                open = '?';
            else if (quote && open == '\0')
                open = c;
            else if (quote && open == c)
                open = '\0';
        }
        states.push_back(open == '\0' ? QuoteState::Plain : QuoteState::Unclear);
    }
    return states;
}

/// '…', where a quote itself stands in "…", as GNU parallel writes it.
QByteArray singleQuoted(QByteArrayView value)
{
    QByteArray text = "'" + value.toByteArray().replace('\'', "'\"'\"'") + "'";
    if (text.size() > 2)
        text.replace("''", "");
    return text;
}

Result<QByteArray> quotedForCmd(QByteArrayView value)
{
    const bool hopeless = std::any_of(value.begin(), value.end(), [](char c) {
        return c == '"' || c == '%' || c == '!' || c == '\n' || c == '\r';
    });
    if (hopeless)
        return Error(Error::Code::Usage,
                     u"cmd.exe cannot be given the value %1 as text"_s.arg(quoted(value)))
            .hint(u"--shell none or --shell pwsh can"_s);
    QByteArray text = value.toByteArray();
    qsizetype backslashes = 0;
    while (backslashes < text.size() && text[text.size() - 1 - backslashes] == '\\')
        ++backslashes;
    return '"' + text + QByteArray(backslashes, '\\') + '"';
}

/// PowerShell takes four other characters for a single quote as well.
QByteArray quotedForPowerShell(QByteArrayView value)
{
    QByteArray text = value.toByteArray().replace('\'', "''");
    for (const char *quote : { "\xe2\x80\x98", "\xe2\x80\x99", "\xe2\x80\x9a", "\xe2\x80\x9b" })
        text.replace(quote, QByteArray(quote) + quote);
    return '\'' + text + '\'';
}

} // namespace

bool isPlainValue(QByteArrayView value)
{
    return !value.isEmpty() && std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || QByteArrayView("-_.+/").contains(c);
    });
}

std::vector<QuoteState> quoteStatesAt(QByteArrayView line, const std::vector<qsizetype> &places,
                                      Shell::Kind shell)
{
    if (shell == Shell::Kind::Cmd || shell == Shell::Kind::PowerShell)
        return otherStates(line, places, shell);
    return posixStates(line, places);
}

Result<QByteArray> quoteValue(QByteArrayView value, QuoteState state, Shell::Kind shell)
{
    if (value.contains('\0'))
        return Error(Error::Code::Usage,
                     u"the value %1 has a NUL character, which no command can be given"_s.arg(
                         quoted(value)));
    if (isPlainValue(value))
        return value.toByteArray();
    if (state == QuoteState::Unclear)
        return Error(Error::Code::Usage,
                     u"the value %1 cannot be quoted safely where the command has it"_s.arg(
                         quoted(value)))
            .hint(u"put {} outside of backquotes, ${…}, $((…)), comments, here-documents and, "
                  "where no POSIX shell reads it, quotes"_s);
    if (shell == Shell::Kind::Cmd)
        return quotedForCmd(value);
    if (shell == Shell::Kind::PowerShell)
        return quotedForPowerShell(value);
    const QByteArray text = singleQuoted(value);
    switch (state) {
    case QuoteState::Single:
        return '\'' + text + '\'';
    case QuoteState::Double:
        return '"' + text + '"';
    case QuoteState::DoubleEscaped: // the backslash before it is one
        return "\\\"" + text + '"';
    case QuoteState::Escaped:
        return '\n' + text; // the backslash before it would take the quote: both vanish
    case QuoteState::Plain:
    case QuoteState::Unclear:
        break;
    }
    return text;
}

} // namespace prun
