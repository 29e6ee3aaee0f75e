// SPDX-License-Identifier: MIT
#include <core/sources/formation.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>
#include <core/config/value_parsers.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int mostOfOneType = 10'000;
constexpr qsizetype longestCommand = 1024 * 1024;

QByteArray withoutSpace(QByteArrayView text)
{
    QByteArray kept;
    for (const char character : text) {
        if (character != ' ' && (character < '\t' || character > '\r'))
            kept += character;
    }
    return kept;
}

Result<std::size_t> indexIn(std::span<const ProcfileEntry> types, QByteArrayView name)
{
    const auto found = std::find_if(types.begin(), types.end(),
                                    [&](const ProcfileEntry &type) { return type.name == name; });
    if (found != types.end())
        return static_cast<std::size_t>(found - types.begin());
    QStringList names;
    for (const ProcfileEntry &type : types)
        names << QString::fromLatin1(type.name);
    const QString meant = didYouMean(QString::fromUtf8(name), names);
    constexpr qsizetype mostListed = 10;
    const QString list =
        names.mid(0, mostListed).join(u", "_s) + (names.size() > mostListed ? u", …"_s : QString());
    return Error(Error::Code::Usage, u"no process is called %1"_s.arg(quoted(name)))
        .hint(meant.isNull() ? u"there are: %1"_s.arg(list) : meant);
}

bool isPartOfName(char character)
{
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9') || character == '_';
}

} // namespace

Result<Formation> parseFormation(QByteArrayView text, std::span<const ProcfileEntry> types)
{
    Formation counts(types.size(), -1);
    int others = 0;
    for (const QByteArray &part : splitList(withoutSpace(text))) {
        const qsizetype equals = part.indexOf('=');
        if (equals <= 0)
            return Error(Error::Code::Usage, u"%1 says no number"_s.arg(quoted(part)))
                .hint(u"write all=1,web=2"_s);
        const QByteArrayView name = QByteArrayView(part).first(equals);
        const auto count = parseInteger(QByteArrayView(part).sliced(equals + 1), 0, mostOfOneType);
        if (!count)
            return Error(count.error()).in(printable(name));
        if (name == "all") {
            others = *count;
            continue;
        }
        const auto index = indexIn(types, name);
        if (!index)
            return Error(index.error());
        counts[*index] = *count;
    }
    std::replace(counts.begin(), counts.end(), -1, others);
    return counts;
}

Result<Formation> formationOf(const QByteArrayList &names, std::span<const ProcfileEntry> types)
{
    Formation counts(types.size(), 0);
    for (const QByteArray &name : names) {
        const auto index = indexIn(types, name);
        if (!index)
            return Error(index.error());
        counts[*index] = 1;
    }
    return counts;
}

Result<QByteArray> withVariables(QByteArray command, std::span<const EnvironmentEntry> environment)
{
    for (const auto &[name, value] : environment) {
        const QByteArray wanted = '$' + name;
        qsizetype at = command.indexOf(wanted);
        if (at < 0)
            continue;
        QByteArray replaced;
        qsizetype done = 0;
        for (; at >= 0; at = command.indexOf(wanted, at + 1)) {
            const qsizetype end = at + wanted.size();
            if (end < command.size() && isPartOfName(command[end]))
                continue;
            replaced += QByteArrayView(command).sliced(done, at - done);
            replaced += value;
            done = end;
            if (replaced.size() > longestCommand)
                return Error(Error::Code::Config, u"with its variables, it is longer than 1 MiB"_s);
        }
        command = replaced.append(QByteArrayView(command).sliced(done));
    }
    return command;
}

} // namespace prun
