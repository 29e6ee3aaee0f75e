// SPDX-License-Identifier: MIT
#include <core/plan/task_names.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>
#include <core/config/value_parsers.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

void mergeSorted(std::vector<TaskId> &into, const std::vector<TaskId> &more)
{
    into.insert(into.end(), more.begin(), more.end());
    std::sort(into.begin(), into.end());
    into.erase(std::unique(into.begin(), into.end()), into.end());
}

SuccessTerm &termOf(std::vector<SuccessTerm> &terms, SuccessTerm::Kind kind)
{
    const auto found = std::find_if(terms.begin(), terms.end(),
                                    [&](const SuccessTerm &term) { return term.kind == kind; });
    return found == terms.end() ? terms.emplace_back(SuccessTerm{ kind, {} }) : *found;
}

Error unknownSuccessWord(QByteArrayView word)
{
    const QStringList words{ u"all"_s, u"first"_s, u"last"_s, u"any"_s, u"command-"_s };
    const QString meant = didYouMean(QString::fromUtf8(word), words);
    return Error(Error::Code::Usage, u"unknown condition %1"_s.arg(quoted(word)))
        .hint(meant.isNull() ? u"one of all, first, last, any, command-NAME, !command-NAME"_s
                             : meant);
}

Result<void> addSuccessWord(QByteArrayView word, const TaskNames &names,
                            std::vector<SuccessTerm> &terms)
{
    using enum SuccessTerm::Kind;
    constexpr std::pair<const char *, SuccessTerm::Kind> plain[] = {
        { "all", All }, { "first", First }, { "last", Last }, { "any", Any }
    };
    for (const auto &[text, kind] : plain) {
        if (word == QByteArrayView(text)) {
            termOf(terms, kind);
            return {};
        }
    }
    const bool negated = word.startsWith('!');
    const QByteArrayView rest = word.sliced(negated ? 1 : 0);
    if (!rest.startsWith("command-"))
        return unknownSuccessWord(word);
    auto found = names.find(rest.sliced(8));
    if (!found)
        return std::move(found.error());
    mergeSorted(termOf(terms, negated ? AllButNamed : Named).tasks, *found);
    return {};
}

} // namespace

Error TaskNames::unknown(QByteArrayView nameOrIndex) const
{
    QStringList candidates;
    for (const TaskSpec &command : m_commands) {
        if (!command.name.isEmpty() && candidates.size() < 1000)
            candidates << printable(command.name);
    }
    Error error(Error::Code::Usage, u"there is no command %1"_s.arg(quoted(nameOrIndex)));
    const QString meant = didYouMean(QString::fromUtf8(nameOrIndex), candidates);
    if (!meant.isNull())
        return std::move(error).hint(meant);
    const auto last = m_commands.size() - 1;
    if (m_commands.size() == 1)
        return std::move(error).hint(u"the only command is 0"_s);
    return std::move(error).hint(
        candidates.isEmpty() ? u"they have no names: write an index from 0 to %1"_s.arg(last)
                             : u"write a name, or an index from 0 to %1"_s.arg(last));
}

Result<std::vector<TaskId>> TaskNames::find(QByteArrayView nameOrIndex) const
{
    std::vector<TaskId> found;
    if (nameOrIndex.isEmpty())
        return unknown(nameOrIndex);
    for (std::size_t i = 0; i < m_commands.size(); ++i) {
        if (m_commands[i].name == nameOrIndex)
            found.push_back(static_cast<TaskId>(i));
    }
    if (!found.empty())
        return found;
    bool ok = false;
    const uint index = nameOrIndex.toUInt(&ok);
    if (!ok || index >= m_commands.size() || nameOrIndex.startsWith('+'))
        return unknown(nameOrIndex);
    found.push_back(static_cast<TaskId>(index));
    return found;
}

Result<TaskId> TaskNames::findOne(QByteArrayView nameOrIndex) const
{
    auto found = find(nameOrIndex);
    if (!found)
        return std::move(found.error());
    return found->front();
}

Result<std::vector<TaskId>> TaskNames::findAll(QByteArrayView list) const
{
    std::vector<TaskId> all;
    for (const QByteArray &word : splitList(list)) {
        auto found = find(word);
        if (!found)
            return std::move(found.error());
        mergeSorted(all, *found);
    }
    return all;
}

Result<std::vector<SuccessTerm>> parseSuccess(QByteArrayView text, const TaskNames &names)
{
    std::vector<SuccessTerm> terms;
    for (const QByteArray &word : splitList(text)) {
        if (auto added = addSuccessWord(word, names, terms); !added)
            return std::move(added.error());
    }
    if (terms.empty())
        return unknownSuccessWord(text);
    if (terms.size() > 1 && terms.front().kind == SuccessTerm::Kind::All)
        return Error(Error::Code::Usage, u"\"all\" leaves nothing for other conditions"_s)
            .hint(u"leave it out"_s);
    return terms;
}

} // namespace prun
