// SPDX-License-Identifier: MIT
#include <app/native_commands.h>

#include <app/input_files.h>
#include <app/option_reader.h>
#include <app/script_shortcuts.h>
#include <app/verbs.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>
#include <core/config/value_parsers.h>
#include <core/sources/environment_file.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

using SharedSurroundings = std::shared_ptr<const Surroundings>;

bool isBlank(QByteArrayView text)
{
    return text.trimmed().isEmpty();
}

Result<QByteArray> notEmpty(QByteArrayView text)
{
    if (text.isEmpty())
        return Error(Error::Code::Usage, u"the value is empty"_s);
    return text.toByteArray();
}

TaskSpec makeTask(QByteArray command, const SharedSurroundings &surroundings)
{
    TaskSpec task;
    task.command = std::move(command);
    task.surroundings = surroundings;
    return task;
}

Result<void> addArguments(const QByteArrayList &commands, const SharedSurroundings &surroundings,
                          Plan &plan)
{
    for (const QByteArray &command : commands) {
        if (isBlank(command))
            return Error(Error::Code::Usage, u"command %1 is empty"_s.arg(plan.tasks.size()))
                .hint(u"commands are counted from 0"_s);
        if (auto checked = checkShortcut(command); !checked)
            return checked;
        plan.tasks.push_back(makeTask(command, surroundings));
    }
    return {};
}

/// Where the shortcuts of a file stand: index of the command and line.
using ShortcutLines = std::vector<std::pair<std::size_t, int>>;

Result<void> addFile(const QByteArray &path, const SharedSurroundings &surroundings, Plan &plan,
                     ShortcutLines &shortcuts)
{
    auto commands = readCommandFile(path);
    if (!commands)
        return std::move(commands.error());
    if (commands->empty())
        return Error(Error::Code::Config, u"there is no command in %1"_s.arg(placeOf(path)));
    // A list may be long: no room to spare, and none for the teardown commands by doubling.
    plan.tasks.reserve(commands->size() + plan.tasks.capacity());
    for (CommandListReader::Command &command : *commands) {
        if (auto checked = checkShortcut(command.text); !checked)
            return std::move(checked.error()).in(u"%1:%2:1"_s.arg(placeOf(path)).arg(command.line));
        if (isScriptShortcut(command.text))
            shortcuts.emplace_back(plan.tasks.size(), command.line);
        plan.tasks.push_back(makeTask(std::move(command.text), surroundings));
    }
    return {};
}

Result<PackageManager> parseVia(QByteArrayView text)
{
    const auto manager = packageManagerCalled(text);
    if (manager && *manager != PackageManager::Deno && nameOf(*manager) == text)
        return *manager;
    const QString meant = didYouMean(QString::fromUtf8(text),
                                     { u"npm"_s, u"pnpm"_s, u"yarn"_s, u"bun"_s, u"node"_s });
    return Error(Error::Code::Usage, u"unknown package manager %1"_s.arg(quoted(text)))
        .hint(meant.isNull() ? u"npm, pnpm, yarn, bun or node"_s : meant);
}

Result<ScriptOptions> makeScriptOptions(const OptionValues &values)
{
    ScriptOptions options;
    OptionReader reader(values);
    reader.apply(OptionId::Via, [&](QByteArrayView text) -> Result<void> {
        auto via = parseVia(text);
        if (!via)
            return std::move(via.error());
        options.via = *via;
        return {};
    });
    reader.read(OptionId::NpmPath, options.managerProgram, notEmpty);
    options.ifPresent = reader.isOn(OptionId::IfPresent);
    if (auto result = reader.result(); !result)
        return std::move(result.error());
    return options;
}

Result<void> setNames(QByteArrayView list, Plan &plan)
{
    const QByteArrayList names = splitList(list);
    const auto commands = static_cast<qsizetype>(plan.tasks.size());
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (i < commands)
            plan.tasks[static_cast<std::size_t>(i)].name = names[i];
        else if (!names[i].isEmpty())
            return Error(Error::Code::Usage,
                         u"there is no command for the name %1"_s.arg(quoted(names[i])))
                .hint(commands == 1 ? u"there is 1 command"_s
                                    : u"there are %1 commands"_s.arg(commands));
    }
    return {};
}

// `pwsh` of `C:\\Tools\\Pwsh.exe`.
QByteArray nameOfProgram(const QByteArray &program)
{
    const qsizetype slash = std::max(program.lastIndexOf('/'), program.lastIndexOf('\\'));
    QByteArray name = program.sliced(slash + 1).toLower();
    if (name.endsWith(".exe"))
        name.chop(4);
    return name;
}

} // namespace

Result<SharedSurroundings> makeSurroundings(const OptionValues &options)
{
    Surroundings surroundings;
    OptionReader reader(options);
    reader.read(OptionId::WorkingDirectory, surroundings.workingDirectory, notEmpty);
    reader.read(OptionId::Shell, surroundings.shell, parseShell);
    std::vector<std::vector<EnvironmentEntry>> files;
    reader.readAll(OptionId::EnvironmentFile, files,
                   [](QByteArrayView path) -> Result<std::vector<EnvironmentEntry>> {
                       const auto content = readSmallFile(path.toByteArray());
                       if (!content)
                           return Error(content.error());
                       return parseEnvironmentFile(*content, placeOf(path.toByteArray()));
                   });
    std::vector<EnvironmentEntry> entries;
    reader.readAll(OptionId::Environment, entries, parseEnvironmentEntry);
    if (auto result = reader.result(); !result)
        return std::move(result.error());
    files.push_back(std::move(entries)); // last: --env wins
    for (auto &file : files)
        std::move(file.begin(), file.end(), std::back_inserter(surroundings.environment));
    return std::make_shared<const Surroundings>(std::move(surroundings));
}

Result<Shell> parseShell(QByteArrayView text)
{
    using Kind = Shell::Kind;
    static const QStringList words{ u"auto"_s, u"none"_s,       u"bash"_s, u"sh"_s,
                                    u"dash"_s, u"zsh"_s,        u"ksh"_s,  u"fish"_s,
                                    u"pwsh"_s, u"powershell"_s, u"cmd"_s };
    if (text == "auto")
        return Shell{};
    if (text == "none")
        return Shell{ Kind::None, {} };
    const QByteArray name = nameOfProgram(text.toByteArray());
    const bool isPath = text.contains('/') || text.contains('\\');
    if (name.isEmpty() || (!isPath && !words.contains(QString::fromUtf8(name)))) {
        const QString meant = didYouMean(QString::fromUtf8(text), words);
        return Error(Error::Code::Usage, u"unknown shell %1"_s.arg(quoted(text)))
            .hint(meant.isNull() ? u"auto, sh, bash, pwsh, cmd, none, or the path of a shell"_s
                                 : meant);
    }
    return shellOfProgram(text.toByteArray());
}

Shell shellOfProgram(const QByteArray &program)
{
    const QByteArray name = nameOfProgram(program);
    if (name == "pwsh" || name == "powershell")
        return { Shell::Kind::PowerShell, program };
    return { name == "cmd" ? Shell::Kind::Cmd : Shell::Kind::Posix, program };
}

Result<void> addCommands(const ParsedArguments &parsed, const CallContext &call, Plan &plan)
{
    const OptionValues &options = parsed.options;
    const auto surroundings = makeSurroundings(options);
    if (!surroundings)
        return Error(surroundings.error());
    auto scripts = makeScriptOptions(options);
    if (!scripts)
        return std::move(scripts.error());
    const OptionValue *file = options.find(OptionId::File);
    if (file && !parsed.commands.isEmpty())
        return Error(Error::Code::Usage, u"excludes commands given as arguments"_s).in(file->place);
    plan.tasks.reserve(options.findAll(OptionId::Teardown).size()
                       + static_cast<std::size_t>(parsed.commands.size()));
    ShortcutLines lines;
    Result<void> added = file ? addFile(file->text, *surroundings, plan, lines)
                              : addArguments(parsed.commands, *surroundings, plan);
    if (!added)
        return file ? std::move(added.error()).in(file->place) : std::move(added.error());
    OptionReader reader(options);
    reader.apply(OptionId::Names, [&](QByteArrayView list) { return setNames(list, plan); });
    if (auto named = reader.result(); !named)
        return named;
    if (auto torn = addTeardown(options, *surroundings, plan); !torn)
        return torn;
    const auto isShortcut = [](const TaskSpec &task) { return isScriptShortcut(task.command); };
    if (std::none_of(plan.tasks.begin(), plan.tasks.end(), isShortcut))
        return {};
    ScriptRuns runs(call.environment, *surroundings, std::move(*scripts));
    return expandShortcuts(plan.tasks, runs, [&](std::size_t command) {
        const auto line = std::lower_bound(lines.begin(), lines.end(), std::pair(command, 0));
        if (line == lines.end() || line->first != command)
            return QString();
        return u"%1: %2:%3:1"_s.arg(file->place, placeOf(file->text)).arg(line->second);
    });
}

Result<void> addTeardown(const OptionValues &options, const SharedSurroundings &surroundings,
                         Plan &plan)
{
    OptionReader reader(options);
    std::vector<QByteArray> teardown;
    reader.readAll(OptionId::Teardown, teardown, [](QByteArrayView text) -> Result<QByteArray> {
        if (isBlank(text))
            return Error(Error::Code::Usage, u"the command is empty"_s);
        if (auto checked = checkShortcut(text); !checked)
            return std::move(checked.error());
        return text.toByteArray();
    });
    for (QByteArray &command : teardown) {
        plan.tasks.push_back(makeTask(std::move(command), surroundings));
        plan.tasks.back().role = TaskSpec::Role::Teardown;
    }
    return reader.result();
}

Result<void> addTeardownScripts(const OptionValues &options, const QByteArrayList &environment,
                                const SharedSurroundings &surroundings, Plan &plan)
{
    std::vector<TaskSpec> others = std::move(plan.tasks);
    plan.tasks.clear();
    Result<void> added = addTeardown(options, surroundings, plan);
    if (added) {
        ScriptRuns runs(environment, surroundings, {});
        added = expandShortcuts(plan.tasks, runs, [](std::size_t) { return QString(); });
    }
    std::move(plan.tasks.begin(), plan.tasks.end(), std::back_inserter(others));
    plan.tasks = std::move(others);
    return added;
}

} // namespace prun
