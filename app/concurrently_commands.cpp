// SPDX-License-Identifier: MIT
#include <app/concurrently_commands.h>

#include <algorithm>

namespace prun {

namespace {

bool hasAnyOf(const QByteArray &text, QByteArrayView characters)
{
    return std::any_of(text.begin(), text.end(), [&](char c) { return characters.contains(c); });
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

QByteArray escapedBefore(const QByteArray &text, QByteArrayView characters)
{
    QByteArray escaped;
    for (const char c : text) {
        if (characters.contains(c))
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

// As the library that concurrently uses does it, so that the commands are shown alike. Where a
// letter and a colon begin a word (a drive of Windows), the character behind them is what is
// escaped.
QByteArray escapedWord(const QByteArray &text)
{
    constexpr QByteArrayView special = "#!\"$&'()*,:;<=>?@[\\]^`{|}~";
    QByteArray escaped;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool drive = isLetter(text[i]) && i + 2 < text.size() && text[i + 1] == ':'
            && special.contains(text[i + 2]);
        if (drive) {
            escaped += text.sliced(i, 2) + '\\' + text[i + 2];
            i += 2;
        } else {
            escaped += (special.contains(text[i]) ? "\\" : "") + QByteArray(1, text[i]);
        }
    }
    return escaped;
}

QByteArray quotedForShell(const QByteArray &text)
{
    constexpr QByteArrayView space = " \t\n\r\v\f";
    if (text.isEmpty())
        return "''";
    const bool hasQuote = text.contains('\'');
    if (hasQuote && text.contains('!'))
        return "'" + QByteArray(text).replace("'", "'\"'\"'") + "'";
    if (!hasQuote && (hasAnyOf(text, space) || hasAnyOf(text, "\"\\")))
        return "'" + text + "'";
    if (hasQuote || hasAnyOf(text, space) || text.contains('"'))
        return '"' + escapedBefore(text, "\"\\$`") + '"';
    return escapedWord(text);
}

QByteArray quotedForShell(const QByteArrayList &texts)
{
    QByteArrayList quoted;
    for (const QByteArray &text : texts)
        quoted << quotedForShell(text);
    return quoted.join(' ');
}

bool isPlaceholder(QByteArrayView inside)
{
    if (inside == "@" || inside == "*")
        return true;
    return !inside.isEmpty() && inside.front() != '0'
        && std::all_of(inside.begin(), inside.end(), [](char c) { return c >= '0' && c <= '9'; });
}

QByteArray replacementFor(QByteArrayView inside, const QByteArrayList &arguments)
{
    if (arguments.isEmpty())
        return {};
    if (inside == "@")
        return quotedForShell(arguments);
    if (inside == "*")
        return quotedForShell(arguments.join(' '));
    bool ok = false;
    const qlonglong number = inside.toLongLong(&ok);
    return ok && number <= arguments.size() ? quotedForShell(arguments[number - 1]) : QByteArray();
}

} // namespace

QByteArray withoutOuterQuotes(const QByteArray &command)
{
    const char quote = command.size() < 2 ? '\0' : command.front();
    if ((quote != '"' && quote != '\'') || command.back() != quote)
        return command;
    const QByteArray inner = command.sliced(1).chopped(1);
    return inner.contains(quote) ? command : inner;
}

QByteArray withArguments(const QByteArray &command, const QByteArrayList &arguments)
{
    QByteArray result;
    for (qsizetype i = 0; i < command.size(); ++i) {
        const bool escaped = command[i] == '\\' && i + 1 < command.size() && command[i + 1] == '{';
        const qsizetype open = escaped ? i + 1 : i;
        const qsizetype close = command[open] == '{' ? command.indexOf('}', open) : -1;
        const QByteArray inside =
            close > 0 ? command.sliced(open + 1, close - open - 1) : QByteArray();
        if (!isPlaceholder(inside)) {
            result += command[i];
            continue;
        }
        result += escaped ? '{' + inside + '}' : replacementFor(inside, arguments);
        i = close;
    }
    return result;
}

} // namespace prun
