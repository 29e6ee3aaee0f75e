// SPDX-License-Identifier: MIT
#include <app/start_plan.h>

#include <app/input_files.h>
#include <app/native_commands.h>
#include <app/native_policies.h>
#include <app/option_reader.h>
#include <app/process_environment.h>

#include <core/config/printable.h>
#include <core/config/value_parsers.h>

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qhash.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int mostProcesses = 100'000;
constexpr int defaultPort = 5000;
constexpr int portsOfType = 100;

QByteArray inFolder(const QByteArray &folder, const QByteArray &file)
{
    if (folder.isEmpty())
        return file;
    return folder.endsWith('/') ? folder + file : folder + '/' + file;
}

QByteArray folderOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArray() : path.first(std::max<qsizetype>(slash, 1));
}

QByteArray textOf(const OptionValues &options, OptionId id)
{
    const OptionValue *given = options.find(id);
    return given ? given->text : QByteArray();
}

Result<Procfile> readProcfile(const QByteArray &path)
{
    auto content = readSmallFile(path);
    if (content)
        return parseProcfile(*content, placeOf(path));
    const QByteArray folder = folderOf(path);
    const QDir directory(folder.isEmpty() ? u"."_s : QFile::decodeName(folder));
    const QStringList others = directory.entryList({ u"Procfile?*"_s }, QDir::Files, QDir::Name);
    if (others.isEmpty())
        return std::move(content.error());
    const QByteArray other = inFolder(folder, QFile::encodeName(others.front()));
    return std::move(content.error()).hint(u"there is %1: -f names it"_s.arg(quoted(other)));
}

/// Variables in the order in which they were first named, each with its last value.
class EnvironmentList
{
public:
    void set(const QByteArray &name, const QByteArray &value)
    {
        const auto known = m_index.constFind(name);
        if (known != m_index.constEnd()) {
            m_entries[*known].second = value;
            return;
        }
        m_index.insert(name, m_entries.size());
        m_entries.emplace_back(name, value);
    }
    std::optional<QByteArray> find(const QByteArray &name) const
    {
        const auto known = m_index.constFind(name);
        return known == m_index.constEnd() ? std::optional<QByteArray>() : m_entries[*known].second;
    }
    std::vector<EnvironmentEntry> &entries() { return m_entries; }

private:
    std::vector<EnvironmentEntry> m_entries;
    QHash<QByteArray, std::size_t> m_index;
};

Result<std::vector<EnvironmentEntry>> readEnvironment(const QByteArrayList &files,
                                                      const QByteArrayList &environment)
{
    EnvironmentList list;
    const VariableLookup lookup = [&](const QByteArray &name) -> std::optional<QByteArray> {
        if (auto known = list.find(name))
            return known;
        const QByteArray value = valueIn(environment, name);
        return value.isNull() ? std::optional<QByteArray>() : value;
    };
    for (const QByteArray &path : files) {
        const auto content = readSmallFile(path);
        if (!content)
            return Error(content.error());
        const auto entries = parseEnvironmentFile(*content, placeOf(path), lookup);
        if (!entries)
            return Error(entries.error());
        for (const auto &[name, value] : *entries)
            list.set(name, value);
    }
    return std::move(list.entries());
}

Result<int> basePort(const OptionValues &options, const QByteArrayList &environment,
                     const StartSources &sources)
{
    const auto parse = [](QByteArrayView text) { return parseInteger(text, 0, 65535); };
    int port = defaultPort;
    OptionReader reader(options);
    reader.read(OptionId::Port, port, parse);
    if (auto result = reader.result(); !result)
        return std::move(result.error());
    if (reader.isOn(OptionId::Port))
        return port;
    const auto own =
        std::find_if(sources.environment.begin(), sources.environment.end(),
                     [](const EnvironmentEntry &entry) { return entry.first == "PORT"; });
    const bool hasOwn = own != sources.environment.end();
    const QByteArray text = hasOwn ? own->second : valueIn(environment, "PORT");
    if (text.isEmpty())
        return port;
    auto parsed = parse(text);
    if (!parsed)
        return std::move(parsed.error()).in(u"variable PORT"_s);
    return parsed;
}

Result<Formation> chosenFormation(const ParsedArguments &parsed, const StartSources &sources)
{
    const std::vector<ProcfileEntry> &types = sources.procfile.entries;
    const OptionValue *given = parsed.options.find(OptionId::Formation);
    if (given && !parsed.commands.isEmpty()) {
        if (given->source == OptionValue::Source::CommandLine)
            return Error(Error::Code::Usage, u"excludes names of processes"_s).in(given->place);
        given = nullptr;
    }
    if (!parsed.commands.isEmpty())
        return formationOf(parsed.commands, types);
    auto formation = parseFormation(given ? given->text : QByteArray("all=1"), types);
    if (!formation)
        return given ? std::move(formation.error()).in(given->place) : std::move(formation.error());
    qint64 sum = 0;
    for (const int count : *formation)
        sum += count;
    if (sum == 0 || sum > mostProcesses)
        return Error(Error::Code::Usage,
                     sum == 0 ? u"no process would be started"_s
                              : u"that is more than 100000 processes"_s)
            .in(given ? given->place : placeOf(sources.path));
    return formation;
}

Result<std::shared_ptr<Surroundings>> makeSurroundings(const OptionValues &options,
                                                       const QByteArray &folder)
{
    auto surroundings = std::make_shared<Surroundings>();
    surroundings->workingDirectory = folder;
    OptionReader reader(options);
    reader.read(OptionId::Shell, surroundings->shell, parseShell);
    if (auto result = reader.result(); !result)
        return std::move(result.error());
    return surroundings;
}

void set(std::vector<EnvironmentEntry> &entries, const QByteArray &name, const QByteArray &value)
{
    const auto found =
        std::find_if(entries.begin(), entries.end(),
                     [&](const EnvironmentEntry &entry) { return entry.first == name; });
    if (found == entries.end())
        entries.emplace_back(name, value);
    else
        found->second = value;
}

Result<TaskSpec> makeProcess(const QByteArray &name, const ProcfileEntry &type,
                             const Surroundings &common, int port)
{
    auto surroundings = std::make_shared<Surroundings>(common);
    set(surroundings->environment, "PORT", QByteArray::number(port));
    set(surroundings->environment, "PS", name);
    auto command = withVariables(type.command, surroundings->environment);
    if (!command)
        return std::move(command.error()).in(printable(name));
    TaskSpec task;
    task.name = name;
    task.command = std::move(*command);
    task.surroundings = std::move(surroundings);
    return task;
}

/// Which types --can-die or --restart name; none given: all of them.
Result<Formation> typesIn(const OptionValues &options, OptionId id, const StartSources &sources)
{
    const OptionValue *given = options.find(id);
    if (!given)
        return Formation(sources.procfile.entries.size(), 0);
    if (given->text.isEmpty() && id == OptionId::Restart)
        return Formation(sources.procfile.entries.size(), 1);
    auto formation = formationOf(splitList(given->text), sources.procfile.entries);
    if (!formation)
        return std::move(formation.error()).in(given->place);
    return formation;
}

// A process is of one of four kinds, by what follows from its end.
constexpr int mayEndBit = 1;
constexpr int restartBit = 2;

void addVariants(bool waitIsGiven, Plan &plan)
{
    for (int variant = 0; variant <= (mayEndBit | restartBit); ++variant) {
        TaskPolicy policy = plan.policies.front();
        policy.mayEnd = (variant & mayEndBit) != 0;
        if ((variant & restartBit) != 0) {
            policy.retry.extraTries = -1;
            policy.retry.afterSuccess = true;
            if (!waitIsGiven)
                policy.retry.backoff = Backoff::exponential();
        }
        plan.policies.push_back(policy);
    }
}

} // namespace

QByteArray typeOf(const QByteArray &processName)
{
    return processName.first(processName.lastIndexOf('.'));
}

Result<StartSources> readStartSources(const OptionValues &options,
                                      const QByteArrayList &environment, bool needsProcfile)
{
    StartSources sources;
    const QByteArray root = textOf(options, OptionId::Root);
    for (const OptionId id : { OptionId::Root, OptionId::Procfile, OptionId::DotEnvironment }) {
        if (const OptionValue *given = options.find(id); given && given->text.isEmpty())
            return Error(Error::Code::Usage, u"the value is empty"_s).in(given->place);
    }
    if (!root.isEmpty() && !QFileInfo(QFile::decodeName(root)).isDir())
        return Error(Error::Code::Usage, u"%1 is no folder"_s.arg(quoted(root)))
            .in(options.find(OptionId::Root)->place);
    const OptionValue *file = options.find(OptionId::Procfile);
    sources.path = file ? file->text : inFolder(root, "Procfile");
    sources.root = root.isEmpty() ? folderOf(sources.path) : root;
    if (needsProcfile || QFileInfo::exists(QFile::decodeName(sources.path))) {
        auto procfile = readProcfile(sources.path);
        if (!procfile)
            return file ? std::move(procfile.error()).in(file->place) : std::move(procfile.error());
        sources.procfile = std::move(*procfile);
    }

    // Beside the Procfile only if -d says so: foreman looks for it where it is called.
    QByteArrayList files;
    const OptionValue *named = options.find(OptionId::DotEnvironment);
    if (named)
        files = splitList(named->text);
    else if (const QByteArray usual = inFolder(root, ".env");
             QFileInfo(QFile::decodeName(usual)).isFile())
        files << usual;
    auto variables = readEnvironment(files, environment);
    if (!variables)
        return named ? std::move(variables.error()).in(named->place) : std::move(variables.error());
    sources.environment = std::move(*variables);
    return sources;
}

Result<void> addProcesses(const ParsedArguments &parsed, const QByteArrayList &environment,
                          const StartSources &sources, Plan &plan)
{
    const auto formation = chosenFormation(parsed, sources);
    if (!formation)
        return Error(formation.error());
    const auto base = basePort(parsed.options, environment, sources);
    if (!base)
        return Error(base.error());
    auto surroundings = makeSurroundings(parsed.options, sources.root);
    if (!surroundings)
        return std::move(surroundings.error());
    (*surroundings)->environment = sources.environment;
    const std::vector<ProcfileEntry> &types = sources.procfile.entries;
    for (std::size_t type = 0; type < types.size(); ++type) {
        const int port = *base + portsOfType * static_cast<int>(type);
        for (int n = 1; n <= (*formation)[type]; ++n) {
            const QByteArray name = types[type].name + '.' + QByteArray::number(n);
            auto process = makeProcess(name, types[type], **surroundings, port + n - 1);
            if (!process)
                return std::move(process.error())
                    .in(u"%1:%2:1"_s.arg(placeOf(sources.path)).arg(types[type].line));
            plan.tasks.push_back(std::move(*process));
        }
    }
    return addTeardownScripts(parsed.options, environment, *surroundings, plan);
}

Result<void> addExecuted(const OptionValues &options, const QByteArrayList &environment,
                         const StartSources &sources, Plan &plan)
{
    const OptionValue *given = options.find(OptionId::Exec);
    TaskSpec task;
    task.command = given->text;
    if (task.command.trimmed().isEmpty())
        return Error(Error::Code::Usage, u"the command is empty"_s).in(given->place);
    const std::vector<ProcfileEntry> &types = sources.procfile.entries;
    const auto type = std::find_if(types.begin(), types.end(), [&](const ProcfileEntry &entry) {
        return entry.name == given->text;
    });
    auto surroundings =
        makeSurroundings(options, type == types.end() ? QByteArray() : sources.root);
    if (!surroundings)
        return std::move(surroundings.error());
    (*surroundings)->environment = sources.environment;
    if (type != types.end()) {
        auto command = withVariables(type->command, sources.environment);
        if (!command)
            return std::move(command.error()).in(given->place);
        task.command = std::move(*command);
    }
    task.surroundings = *surroundings;
    plan.tasks.push_back(std::move(task));
    return addTeardownScripts(options, environment, *surroundings, plan);
}

Result<void> addStartPolicies(const OptionValues &options, const StartSources &sources, Plan &plan)
{
    OptionReader reader(options);
    Nanoseconds grace = plan.policies.front().grace;
    reader.read(OptionId::StopTimeout, grace,
                [](QByteArrayView text) { return parseDuration(text, BareNumber::Seconds); });
    const auto mayDie = typesIn(options, OptionId::CanDie, sources);
    const auto restarts = typesIn(options, OptionId::Restart, sources);
    for (const auto *types : { &mayDie, &restarts }) {
        if (!*types)
            reader.fail(types->error());
    }
    if (reader.failed())
        return reader.result();

    for (TaskPolicy &policy : plan.policies)
        policy.grace = grace;
    const auto variants = static_cast<quint16>(plan.policies.size());
    addVariants(reader.isOn(OptionId::RestartAfter), plan);
    QHash<QByteArray, std::size_t> indexOfType;
    for (std::size_t i = 0; i < sources.procfile.entries.size(); ++i)
        indexOfType.insert(sources.procfile.entries[i].name, i);
    plan.policyOf.resize(plan.tasks.size());
    const std::size_t commands = commandsOf(plan).size();
    const bool anyMayEnd = reader.isOn(OptionId::AnyCanDie);
    for (std::size_t i = 0; i < commands; ++i) {
        const std::size_t type = indexOfType.value(typeOf(plan.tasks[i].name));
        const bool mayEnd = anyMayEnd || (*mayDie)[type] > 0;
        const int variant = (mayEnd ? mayEndBit : 0) + ((*restarts)[type] > 0 ? restartBit : 0);
        plan.policyOf[i] = static_cast<quint16>(variants + variant);
        if (mayEnd)
            plan.judgement.bystanders.push_back(TaskId(i));
    }
    const bool allMayEnd = plan.judgement.bystanders.size() == commands;
    plan.judgement.exitCode = allMayEnd ? ExitCodeRule::First : ExitCodeRule::FirstEnd;
    plan.judgement.diesOfSignals = false;
    plan.run.killOthers = true;
    plan.run.passesSignalsOn = false;
    return {};
}

} // namespace prun
