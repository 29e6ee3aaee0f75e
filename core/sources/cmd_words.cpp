// SPDX-License-Identifier: MIT
#include <core/sources/cmd_words.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace prun {

namespace {

// In order, so that they can be searched by halves.
constexpr auto builtins = std::to_array<std::string_view>({
    "assoc",    "break",  "call",  "cd",   "chdir",    "cls",    "color",  "copy",   "date",
    "del",      "dir",    "dpath", "echo", "endlocal", "erase",  "exit",   "for",    "ftype",
    "goto",     "if",     "keys",  "md",   "mkdir",    "mklink", "move",   "path",   "pause",
    "popd",     "prompt", "pushd", "rd",   "rem",      "ren",    "rename", "rmdir",  "set",
    "setlocal", "shift",  "start", "time", "title",    "type",   "ver",    "verify", "vol",
});
static_assert(std::is_sorted(builtins.begin(), builtins.end()));

bool isWhiteSpace(char c)
{
    return c == ' ' || c == '\t';
}

qsizetype firstOf(QByteArrayView line, bool (*wanted)(char), qsizetype from = 0)
{
    while (from < line.size() && !wanted(line[from]))
        ++from;
    return from;
}

} // namespace

bool isCmdBuiltin(QByteArrayView word)
{
    // `cd..`, `echo.` and `dir/w` are the builtin with something behind it.
    const auto endsName = [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    };
    const QByteArray name = word.first(firstOf(word, endsName)).toByteArray().toLower();
    const QByteArrayView rest = word.sliced(name.size());
    const bool alone = rest.isEmpty() || QByteArrayView("./\\:,;=([+").contains(rest[0]);
    return alone
        && std::binary_search(builtins.begin(), builtins.end(),
                              std::string_view(name.constData(), size_t(name.size())));
}

bool needsCmd(QByteArrayView line)
{
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        const QByteArrayView special =
            quoted ? QByteArrayView("%!\r\n") : QByteArrayView("%!&|<>^()@\r\n");
        if (special.contains(c))
            return true;
    }
    return quoted || isCmdBuiltin(splitFirstWord(line).program);
}

CmdLine splitFirstWord(QByteArrayView line)
{
    line = line.trimmed();
    const bool quoted = line.startsWith('"');
    if (quoted)
        line = line.sliced(1);
    const qsizetype end = firstOf(line, quoted ? [](char c) { return c == '"'; } : isWhiteSpace);
    const qsizetype rest = std::min(end + (quoted ? 1 : 0), line.size());
    return { line.first(end).toByteArray(), line.sliced(rest).toByteArray() };
}

} // namespace prun
