// SPDX-License-Identifier: MIT
#include <app/concurrently_scripts.h>
#include <app/script_shortcuts.h>

#include <core/sources/script_words.h>

#include <QtCore/qregularexpression.h>

#include <algorithm>
#include <array>

namespace prun {

namespace {

/// How each package manager is asked for a script.
struct Caller
{
    PackageManager manager;
    QByteArrayView prefix; ///< of a shortcut
    QByteArrayView words; ///< of the call, before the name
};
constexpr std::array<Caller, 6> callers{
    Caller{ PackageManager::Npm, "npm", "npm run" },
    Caller{ PackageManager::Yarn, "yarn", "yarn run" },
    Caller{ PackageManager::Pnpm, "pnpm", "pnpm run" },
    Caller{ PackageManager::Bun, "bun", "bun run" },
    Caller{ PackageManager::Node, "node", "node --run" },
    Caller{ PackageManager::Deno, "deno", "deno task" },
};

/// A command, as far as concurrently looks into it.
struct Call
{
    QByteArray name; ///< of the command
    QByteArray text;
    std::optional<PackageManager> manager; ///< if the text was made of a shortcut or a pattern
    QByteArray script;
    QByteArray rest; ///< behind the name of the script
};

QRegularExpressionMatch matchIn(const QByteArray &text, const QRegularExpression &pattern)
{
    return pattern.match(QString::fromLatin1(text)); // every byte is a character
}

/// `npm:NAME rest`.
void replaceShortcut(Call &call)
{
    static const QRegularExpression pattern(
        QStringLiteral("^(npm|yarn|pnpm|bun|node|deno):(\\S+)(.*)"),
        QRegularExpression::DotMatchesEverythingOption);
    const QRegularExpressionMatch match = matchIn(call.text, pattern);
    if (!match.hasMatch())
        return;
    const QByteArray prefix = match.captured(1).toLatin1();
    const auto *const caller = std::ranges::find(callers, prefix, &Caller::prefix);
    call.manager = caller->manager;
    call.script = match.captured(2).toLatin1();
    call.rest = match.captured(3).toLatin1();
    call.text = caller->words.toByteArray() + ' ' + call.script + call.rest;
    if (call.name.isEmpty())
        call.name = call.script;
}

/// `npm run NAME rest`, anywhere in the command, with a star in the name: one call for each script.
/// What stands before it goes away, and so does what follows a `&`.
Result<std::vector<Call>> expandPattern(Call call, bool isNamed, ScriptRuns &runs)
{
    static const QRegularExpression pattern(
        QStringLiteral("((?:npm|yarn|pnpm|bun) run|node --run|deno task) (\\S+)([^&]*)"));
    const QRegularExpressionMatch match = matchIn(call.text, pattern);
    const QByteArray name = match.captured(2).toLatin1();
    if (!match.hasMatch() || !name.contains('*'))
        return std::vector<Call>{ std::move(call) };
    const QByteArray words = match.captured(1).toLatin1();
    const PackageManager manager = std::ranges::find(callers, words, &Caller::words)->manager;
    const auto scripts = runs.scriptNames(manager);
    if (!scripts)
        return Error(scripts.error());
    std::vector<Call> calls;
    for (const ScriptMatch &found : scriptsMatching(name, *scripts)) {
        Call one;
        one.name = (isNamed ? call.name : QByteArray()) + found.name;
        one.manager = manager;
        one.script = found.script;
        one.rest = match.captured(3).toLatin1();
        one.text = words + ' ' + one.script + one.rest;
        calls.push_back(std::move(one));
    }
    return calls;
}

/// What is behind the name is nothing but words for the script.
bool isPlain(const Call &call)
{
    constexpr QByteArrayView forTheShell = "&|;<>()$`*?[]#~!{}\\\n";
    const QByteArrayView rest = QByteArrayView(call.rest).trimmed();
    return rest.isEmpty() || (rest.startsWith("-- ") && std::ranges::none_of(rest, [&](char c) {
                                  return forTheShell.contains(c);
                              }));
}

Result<TaskSpec> directTask(const Call &call, ScriptRuns &runs)
{
    ScriptRun run;
    run.manager = *call.manager;
    run.name = call.script;
    const QByteArrayView rest = QByteArrayView(call.rest).trimmed();
    if (!rest.isEmpty()) {
        run.arguments = rest.sliced(3).trimmed().toByteArray();
        run.shownArguments = taskWords(run.arguments).join(' ');
    }
    run.announced = announcesScripts(run.manager);
    run.alwaysShell = true;
    return runs.task(run);
}

Result<TaskSpec> taskOf(const Call &call, ScriptRuns &runs,
                        const std::function<TaskSpec(const QByteArray &)> &makeTask)
{
    if (!call.manager || *call.manager == PackageManager::Deno || !isPlain(call))
        return makeTask(call.text);
    const auto scripts = runs.scriptNames(*call.manager);
    if (!scripts || !scripts->contains(call.script))
        return makeTask(call.text); // the package manager says what is wrong
    return directTask(call, runs);
}

} // namespace

Result<void> expandConcurrentlyScripts(std::vector<TaskSpec> &commands, ScriptRuns &runs,
                                       const std::function<TaskSpec(const QByteArray &)> &makeTask)
{
    std::vector<TaskSpec> expanded;
    for (const TaskSpec &command : commands) {
        Call call{ command.name, command.command, {}, {}, {} };
        replaceShortcut(call);
        auto calls = expandPattern(std::move(call), !command.name.isEmpty(), runs);
        if (!calls)
            return std::move(calls.error());
        for (const Call &one : *calls) {
            auto task = taskOf(one, runs, makeTask);
            if (!task)
                return std::move(task.error());
            task->command = one.text;
            task->name = one.name;
            expanded.push_back(std::move(*task));
        }
    }
    commands = std::move(expanded);
    return {};
}

} // namespace prun
