// SPDX-License-Identifier: MIT
#include <platform/command_line.h>

#include <algorithm>

namespace prun {

namespace {

bool isPlain(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z')
        || (byte >= 'a' && byte <= 'z')
        || (c != '\0' && QByteArrayView("#$*+-./:?@\\_").contains(c));
}

/// Between quotes for both readers: cmd.exe, which knows no backslash, and whom the script calls,
/// which may know nothing but it. A quote is doubled, which both understand.
QByteArray inQuotesForBatch(QByteArrayView argument)
{
    QByteArray text = "\"";
    qsizetype backslashes = 0;
    for (const char c : argument) {
        if (c == '"') {
            text.append(backslashes, '\\');
            text += '"';
        } else if (c == '%') {
            // `%cd:~,%` is the empty string: no name of a variable is left around the percent sign.
            text += "%%cd:~,";
        }
        backslashes = c == '\\' ? backslashes + 1 : 0;
        text += c;
    }
    text.append(backslashes, '\\');
    return text + '"';
}

QByteArray quotedForBatch(QByteArrayView argument)
{
    const bool plain = !argument.isEmpty() && std::all_of(argument.begin(), argument.end(), isPlain)
        && !argument.endsWith('\\');
    return plain ? argument.toByteArray() : inQuotesForBatch(argument);
}

} // namespace

QByteArray quotedForWindows(QByteArrayView argument)
{
    const auto needsQuotes = [](char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\v' || c == '"';
    };
    if (!argument.isEmpty() && std::none_of(argument.begin(), argument.end(), needsQuotes))
        return argument.toByteArray();
    QByteArray text = "\"";
    qsizetype backslashes = 0;
    for (const char c : argument) {
        if (c == '"')
            text.append(backslashes + 1, '\\'); // each of them twice, and one for the quote
        backslashes = c == '\\' ? backslashes + 1 : 0;
        text += c;
    }
    text.append(backslashes, '\\'); // before the closing quote they count twice
    return text + '"';
}

QByteArray windowsArguments(const QByteArrayList &arguments)
{
    QByteArray line;
    for (qsizetype i = 1; i < arguments.size(); ++i)
        line += ' ' + quotedForWindows(arguments[i]);
    return line;
}

bool isBatchFile(QByteArrayView path)
{
    while (path.endsWith('.') || path.endsWith(' '))
        path.chop(1);
    const QByteArray ending =
        path.last(std::min<qsizetype>(path.size(), 4)).toByteArray().toLower();
    return ending == ".bat" || ending == ".cmd";
}

QByteArray batchLine(QByteArray path, QByteArrayView rest)
{
    // Outside of quotes a slash would end the name. In a name a percent sign would be expanded.
    path.replace('/', '\\');
    return "/e:on /v:off /d /s /c \"" + inQuotesForBatch(path) + rest.toByteArray() + '"';
}

std::optional<QByteArray> batchArguments(const QByteArray &path, const QByteArrayList &arguments)
{
    QByteArray rest;
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QByteArray &argument = arguments[i];
        if (argument.contains('\n') || argument.contains('\r') || argument.contains('\0'))
            return {};
        rest += ' ' + quotedForBatch(argument);
    }
    return batchLine(path, rest);
}

} // namespace prun
