// SPDX-License-Identifier: MIT
#include <app/script_shortcuts.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>
#include <core/sources/script_glob.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

bool isSpace(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n';
}

struct Shortcut
{
    PackageManager manager = PackageManager::Npm;
    QByteArray name; ///< or a pattern
    QByteArray arguments; ///< text for the shell
};

std::optional<Shortcut> parseShortcut(QByteArrayView command)
{
    const qsizetype colon = command.indexOf(':');
    if (colon < 0 || colon + 1 == command.size() || isSpace(command[colon + 1]))
        return {};
    const QByteArray prefix = command.first(colon).toByteArray();
    const auto manager = packageManagerCalled(prefix);
    if (!manager || nameOf(*manager) != prefix)
        return {};
    const QByteArrayView rest = command.sliced(colon + 1);
    const auto end = std::find_if(rest.begin(), rest.end(), isSpace);
    Shortcut shortcut{ *manager, QByteArray(rest.begin(), end - rest.begin()), {} };
    shortcut.arguments = QByteArray(end, rest.end() - end).trimmed();
    if (shortcut.arguments == "--")
        shortcut.arguments.clear();
    else if (shortcut.arguments.startsWith("-- "))
        shortcut.arguments = shortcut.arguments.sliced(3).trimmed();
    return shortcut;
}

Error noMatch(const Shortcut &shortcut, ScriptRuns &runs, const QByteArrayList &scripts)
{
    const auto package = runs.package();
    const bool pattern = patternKindOf(shortcut.name) != PatternKind::Name;
    if (package && !pattern && shortcut.manager != PackageManager::Deno)
        return (*package)->unknownScript(shortcut.name);
    QStringList names;
    for (const QByteArray &script : scripts)
        names << printable(script);
    if (names.isEmpty() && package)
        return (*package)->unknownScript(shortcut.name);
    // What stands before the first special character is what was meant.
    QByteArray plain = shortcut.name;
    for (const char special : QByteArrayView("*?{[!("))
        plain.truncate(plain.indexOf(special) < 0 ? plain.size() : plain.indexOf(special));
    QString meant = didYouMean(printable(pattern ? plain : shortcut.name), names);
    if (meant.isNull()) {
        constexpr qsizetype few = 8;
        meant = u"there are %1"_s.arg(names.first(std::min(few, names.size())).join(u", "));
        if (names.size() > few)
            meant += u" and %1 more"_s.arg(names.size() - few);
    }
    return Error(Error::Code::Config,
                 (pattern ? u"no script matches %1"_s : u"there is no task %1"_s)
                     .arg(quoted(shortcut.name)))
        .hint(meant);
}

Result<std::vector<TaskSpec>> expand(const TaskSpec &command, const Shortcut &shortcut,
                                     ScriptRuns &runs)
{
    std::vector<TaskSpec> tasks;
    const auto scripts = runs.scriptNames(shortcut.manager);
    if (!scripts)
        return Error(scripts.error());
    const std::vector<ScriptMatch> matches = scriptsMatching(shortcut.name, *scripts);
    if (matches.empty() && !runs.options().ifPresent)
        return noMatch(shortcut, runs, *scripts);
    const bool pattern = patternKindOf(shortcut.name) != PatternKind::Name;
    for (const ScriptMatch &match : matches) {
        ScriptRun run;
        run.manager = shortcut.manager;
        run.name = match.script;
        run.arguments = shortcut.arguments;
        auto task = runs.task(run);
        if (!task)
            return std::move(task.error());
        task->name = pattern         ? command.name + match.name
            : command.name.isEmpty() ? match.name
                                     : command.name;
        task->role = command.role;
        tasks.push_back(std::move(*task));
    }
    return tasks;
}

} // namespace

std::vector<ScriptMatch> scriptsMatching(const QByteArray &pattern, const QByteArrayList &scripts)
{
    std::vector<ScriptMatch> matches;
    switch (patternKindOf(pattern)) {
    case PatternKind::Name:
        if (scripts.contains(pattern))
            matches.push_back({ pattern, pattern });
        break;
    case PatternKind::Star: {
        const StarPattern star(pattern);
        for (const QByteArray &script : scripts) {
            const QByteArray name = star.matched(script);
            if (!name.isNull())
                matches.push_back({ script, name });
        }
        break;
    }
    case PatternKind::Glob: {
        const ScriptGlob glob(pattern);
        for (const QByteArray &script : scripts) {
            if (glob.matches(script))
                matches.push_back({ script, script });
        }
        break;
    }
    }
    return matches;
}

bool isScriptShortcut(QByteArrayView command)
{
    return parseShortcut(command).has_value();
}

Result<void> expandShortcuts(std::vector<TaskSpec> &commands, ScriptRuns &runs,
                             const std::function<QString(std::size_t)> &placeOf)
{
    std::vector<TaskSpec> expanded;
    expanded.reserve(commands.size());
    for (std::size_t i = 0; i < commands.size(); ++i) {
        const auto shortcut = parseShortcut(commands[i].command);
        if (!shortcut) {
            expanded.push_back(std::move(commands[i]));
            continue;
        }
        auto tasks = expand(commands[i], *shortcut, runs);
        if (!tasks) {
            const QString place = placeOf(i);
            return place.isNull() ? std::move(tasks.error()) : std::move(tasks.error()).in(place);
        }
        std::move(tasks->begin(), tasks->end(), std::back_inserter(expanded));
    }
    commands = std::move(expanded);
    return {};
}

} // namespace prun
