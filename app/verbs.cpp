// SPDX-License-Identifier: MIT
#include <app/verbs.h>

#include <core/config/printable.h>

#include <algorithm>
#include <array>
#include <string_view>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr std::array<std::string_view, 14> laterVerbs{
    "run",     "map",   "pool",   "list",       "check", "graph", "why",
    "history", "retry", "report", "completion", "init",  "run-p", "run-s",
};
constexpr std::string_view npmRunAll = "npm-run-all";

struct Shortcut
{
    std::string_view prefix;
    std::string_view command; ///< what to write instead; empty if there is nothing
};
constexpr std::array<Shortcut, 7> shortcuts{
    Shortcut{ "npm:", "npm run " },
    Shortcut{ "pnpm:", "pnpm run " },
    Shortcut{ "yarn:", "yarn run " },
    Shortcut{ "bun:", "bun run " },
    Shortcut{ "node:", "node --run " },
    Shortcut{ "deno:", "deno task " },
    Shortcut{ "task:", "" },
};

QString toString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

Result<void> checkVerb(QByteArrayView firstArgument)
{
    const std::string_view word(firstArgument.data(),
                                static_cast<std::size_t>(firstArgument.size()));
    const bool refused = word == npmRunAll
        || std::find(laterVerbs.begin(), laterVerbs.end(), word) != laterVerbs.end();
    if (!refused)
        return {};
    return Error(Error::Code::Usage,
                 u"this version of prun does not have \"prun %1\""_s.arg(toString(word)))
        .hint(u"a command of that name: prun -- %1"_s.arg(toString(word)));
}

Result<void> checkShortcut(QByteArrayView command)
{
    for (const Shortcut &shortcut : shortcuts) {
        const auto length = static_cast<qsizetype>(shortcut.prefix.size());
        const QByteArrayView prefix(shortcut.prefix.data(), length);
        if (!command.startsWith(prefix) || command.size() == length || command[length] == ' ')
            continue;
        Error error(Error::Code::Usage,
                    u"this version of prun does not have the shortcut %1"_s.arg(quoted(command)));
        if (shortcut.command.empty() || command.contains('*'))
            return error;
        return std::move(error).hint(
            u"write \"%1%2\""_s.arg(toString(shortcut.command), printable(command.sliced(length))));
    }
    return {};
}

} // namespace prun
