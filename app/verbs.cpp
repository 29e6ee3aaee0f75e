// SPDX-License-Identifier: MIT
#include <app/verbs.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>

#include <algorithm>
#include <array>
#include <string_view>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr std::array<std::string_view, 11> laterVerbs{
    "run",     "pool",  "list",   "check",      "graph", "why",
    "history", "retry", "report", "completion", "init",
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
    if (std::find(laterVerbs.begin(), laterVerbs.end(), word) == laterVerbs.end())
        return {};
    return Error(Error::Code::Usage,
                 u"this version of prun does not have \"prun %1\""_s.arg(toString(word)))
        .hint(u"a command of that name: prun -- %1"_s.arg(toString(word)));
}

QString meantVerb(QByteArrayView firstArgument)
{
    static const QStringList verbs{ u"concurrently"_s, u"conc"_s,  u"run-p"_s, u"run-s"_s,
                                    u"npm-run-all"_s,  u"start"_s, u"map"_s,   u"plugins"_s };
    return nearest(QString::fromUtf8(firstArgument), verbs);
}

Result<void> checkShortcut(QByteArrayView command)
{
    constexpr QByteArrayView prefix("task:");
    if (!command.startsWith(prefix) || command.size() == prefix.size()
        || command[prefix.size()] == ' ')
        return {};
    return Error(Error::Code::Usage,
                 u"this version of prun does not have the shortcut %1"_s.arg(quoted(command)));
}

} // namespace prun
