// SPDX-License-Identifier: MIT
#include <core/sources/command_words.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace prun {

namespace {

// Quotes, expansions, globs, redirections, lists, comments, history, and the end of a command.
constexpr std::string_view shellCharacters = "'\"\\$`*?[]{}()<>|&;~#!\n";

// In order, so that they can be searched by halves. POSIX and bash; `true` and `false` stand apart.
constexpr auto shellWords = std::to_array<std::string_view>({
    ".",       ":",      "alias",    "bg",      "bind",     "break",     "builtin",  "caller",
    "case",    "cd",     "command",  "compgen", "complete", "compopt",   "continue", "coproc",
    "declare", "dirs",   "disown",   "do",      "done",     "echo",      "elif",     "else",
    "enable",  "esac",   "eval",     "exec",    "exit",     "export",    "fc",       "fg",
    "fi",      "for",    "function", "getopts", "hash",     "help",      "history",  "if",
    "in",      "jobs",   "kill",     "let",     "local",    "logout",    "mapfile",  "newgrp",
    "popd",    "printf", "pushd",    "pwd",     "read",     "readarray", "readonly", "return",
    "select",  "set",    "shift",    "shopt",   "source",   "suspend",   "test",     "then",
    "time",    "times",  "trap",     "type",    "typeset",  "ulimit",    "umask",    "unalias",
    "unset",   "until",  "wait",     "while",
});
static_assert(std::is_sorted(shellWords.begin(), shellWords.end()));

std::string_view viewOf(QByteArrayView bytes)
{
    return { bytes.data(), static_cast<std::size_t>(bytes.size()) };
}

bool isWhiteSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// `NAME=…` and bash's `NAME+=…`.
bool isAssignment(std::string_view word)
{
    std::size_t length = 0;
    while (length < word.size() && isNameCharacter(word[length]))
        ++length;
    if (length == 0 || (word[0] >= '0' && word[0] <= '9'))
        return false;
    const std::string_view rest = word.substr(length);
    return rest.starts_with('=') || rest.starts_with("+=");
}

std::string_view firstWord(std::string_view line)
{
    const auto begin = std::find_if_not(line.begin(), line.end(), isWhiteSpace);
    const auto end = std::find_if(begin, line.end(), isWhiteSpace);
    return { begin, end };
}

} // namespace

bool needsShell(QByteArrayView line)
{
    const std::string_view text = viewOf(line);
    if (text.find_first_of(shellCharacters) != std::string_view::npos)
        return true;
    const std::string_view word = firstWord(text);
    return isAssignment(word) || std::binary_search(shellWords.begin(), shellWords.end(), word);
}

bool isShellBuiltin(QByteArrayView word)
{
    const std::string_view text = viewOf(word);
    return text == "true" || text == "false" || text == "[" || text == "[["
        || std::binary_search(shellWords.begin(), shellWords.end(), text);
}

QByteArrayList splitAtWhiteSpace(QByteArrayView line)
{
    QByteArrayList words;
    const std::string_view text = viewOf(line);
    for (auto at = text.begin(); at != text.end();) {
        at = std::find_if_not(at, text.end(), isWhiteSpace);
        const auto end = std::find_if(at, text.end(), isWhiteSpace);
        if (at != end)
            words.append(QByteArray(std::string_view(at, end).data(), end - at));
        at = end;
    }
    return words;
}

QByteArrayList splitQuotedWords(QByteArrayView line)
{
    QByteArrayList words;
    bool inWord = false;
    char quote = '\0';
    for (qsizetype at = 0; at < line.size(); ++at) {
        char c = line[at];
        if (quote == '\0' && isWhiteSpace(c)) {
            inWord = false;
            continue;
        }
        if (!std::exchange(inWord, true))
            words.append(QByteArray(""));
        if (quote != '\0' && c == quote) {
            quote = '\0';
            continue;
        }
        if (quote == '\0' && (c == '\'' || c == '"')) {
            quote = c;
            continue;
        }
        const char next = at + 1 < line.size() ? line[at + 1] : '\0';
        const bool escapes =
            quote == '\0' || (quote == '"' && QByteArrayView("$`\"\\").contains(next));
        if (c == '\\' && escapes && ++at < line.size())
            c = next;
        words.last() += c;
    }
    return words;
}

Result<void> checkCommandLine(QByteArrayView line)
{
    const qsizetype nul = line.indexOf('\0');
    if (nul >= 0) {
        return Error(Error::Code::Launch,
                     QStringLiteral("the command has a NUL character at byte %1").arg(nul + 1),
                     std::make_error_code(std::errc::invalid_argument));
    }
    if (firstWord(viewOf(line)).empty()) {
        return Error(Error::Code::Launch, QStringLiteral("the command is empty"),
                     std::make_error_code(std::errc::invalid_argument));
    }
    return {};
}

} // namespace prun
