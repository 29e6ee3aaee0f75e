// SPDX-License-Identifier: MIT
#include <app/npm_run_all.h>

#include <app/process_environment.h>
#include <app/script_runs.h>

#include <core/config/printable.h>
#include <core/sources/script_glob.h>
#include <core/sources/script_words.h>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

PrintAndExit refused(const Error &error)
{
    return { "ERROR: " + error.toString().toUtf8() + '\n', true, 1 };
}

PrintAndExit help(NpmRunAllProgram program)
{
    const QByteArray name = nameOf(program);
    const bool all = program == NpmRunAllProgram::NpmRunAll;
    QByteArray text = "Usage: " + name
        + " [OPTION]… PATTERN… [-- ARGUMENT…]\n\nRuns scripts of package.json "
        + (program == NpmRunAllProgram::RunP       ? "side by side"
               : program == NpmRunAllProgram::RunS ? "one after another"
                                                   : "in groups")
        + ", as npm-run-all2 does, without starting npm.\n\n"
          "  -c, --continue-on-error  run all, whatever fails\n"
          "  -l, --print-label        the name before each line\n"
          "  -n, --print-name         the name before each script\n";
    text += all ? "  -p, --parallel           what follows runs side by side\n"
                  "  -s, --sequential         what follows runs one after another\n"
                : "  -s, --silent             nothing of prun and npm\n";
    text += all ? "      --silent             nothing of prun and npm\n" : "";
    if (program != NpmRunAllProgram::RunS)
        text += "  -r, --race               the first that succeeds ends the others\n"
                "      --max-parallel N     so many at once\n"
                "      --aggregate-output   standard output of each script at its end\n";
    text += "      --npm-path FILE      start this package manager instead\n"
            "  -v, --version            the version\n"
            "\nPATTERN is the name of a script, or has * (one part between colons), ** (any),\n"
            "{a,b} or !(a); text behind it is arguments. {1}, {@}, {*} and {%} in it stand for\n"
            "the ARGUMENTs. Letters may stand together: -cln.\n";
    return { text };
}

/// A script to run, with what stands behind its name, as it was written.
struct Task
{
    QByteArray script;
    QByteArray rest; ///< empty, or begins with a space

    QByteArray text() const { return script + rest; }
};

/// Which scripts the patterns of a group mean: in the order of the patterns, and for each in that
/// of the package. What two patterns mean is there once; what one says twice is there twice.
class Matcher
{
public:
    explicit Matcher(const PackageJson &package) : m_scripts(package.scriptNames()) { }

    Result<std::vector<Task>> match(const QByteArrayList &patterns)
    {
        QByteArrayList unknown;
        for (const QByteArray &pattern : patterns) {
            const QByteArray trimmed = pattern.trimmed();
            const qsizetype space = trimmed.indexOf(' ');
            const QByteArray name = space < 0 ? trimmed : trimmed.first(space);
            if (name.isEmpty())
                return Error(Error::Code::Usage, u"a pattern is empty"_s);
            if (!matchOne(name, trimmed.mid(name.size())) && !unknown.contains(name))
                unknown << name;
        }
        if (unknown.isEmpty())
            return std::move(m_tasks);
        return Error(Error::Code::Usage,
                     u"Task not found: \"%1\""_s.arg(printable(unknown.join("\", "))));
    }

private:
    bool matchOne(const QByteArray &name, const QByteArray &rest)
    {
        const ScriptGlob glob(name);
        bool found = false;
        for (const QByteArray &script : m_scripts) {
            if (glob.matches(script)) {
                found = true;
                add({ script, rest }, name);
            }
        }
        if (!found && (name == "restart" || name == "env")) { // npm has these without a script
            found = true;
            add({ name, rest }, name);
        }
        return found;
    }

    void add(Task task, const QByteArray &source)
    {
        QByteArrayList &sources = m_sources[task.text()];
        if (sources.isEmpty() || sources.contains(source))
            m_tasks.push_back(std::move(task));
        sources << source;
    }

    const QByteArrayList m_scripts;
    std::vector<Task> m_tasks;
    std::map<QByteArray, QByteArrayList> m_sources;
};

/// Makes the request of one call.
class Builder
{
public:
    Builder(const NpmRunAllArguments &given, ScriptRuns &runs, const PackageJson &package)
        : m_given(given), m_runs(runs), m_package(package), m_manager(runs.manager(package))
    { }

    Result<void> addGroup(const NpmRunAllArguments::Group &group);
    RunRequest request();

private:
    Result<TaskSpec> makeTask(const Task &task);
    QByteArray heading(const Task &task) const;
    QByteArrayList options() const;
    void addStages(std::size_t tasks, bool parallel);

    const NpmRunAllArguments &m_given;
    ScriptRuns &m_runs;
    const PackageJson &m_package;
    const PackageManager m_manager;
    Plan m_plan;
    QStringList m_ends; // of groups
    std::vector<TaskId> m_alone; // while they run, nothing else does
};

Result<void> Builder::addGroup(const NpmRunAllArguments::Group &group)
{
    const auto patterns = withArguments(group.patterns, m_given.arguments);
    if (!patterns)
        return Error(patterns.error());
    const auto tasks = Matcher(m_package).match(*patterns);
    if (!tasks)
        return Error(tasks.error());
    for (const Task &task : *tasks) {
        auto made = makeTask(task);
        if (!made)
            return std::move(made.error());
        m_plan.tasks.push_back(std::move(*made));
    }
    if (!tasks->empty()) {
        addStages(tasks->size(), group.parallel);
        m_ends << QString::number(m_plan.tasks.size());
    }
    return {};
}

/// A group of its own for each script of a sequence: what it writes comes before what the next
/// does.
void Builder::addStages(std::size_t tasks, bool parallel)
{
    const auto end = static_cast<quint32>(m_plan.tasks.size());
    const auto begin = end - static_cast<quint32>(tasks);
    for (quint32 i = begin; i < end && (!parallel || tasks == 1 || m_given.maxParallel == 1); ++i)
        m_alone.push_back(TaskId(i));
    if (parallel) {
        m_plan.stages.push_back({ end, m_given.race, false });
        return;
    }
    for (quint32 i = begin; i < end; ++i)
        m_plan.stages.push_back({ i + 1, false, m_given.continueOnError && i + 1 < end });
}

QByteArray Builder::heading(const Task &task) const
{
    if (!m_given.printName)
        return {};
    const auto known = [](const QByteArray &text) { return text.isEmpty() ? "undefined" : text; };
    const PackageScript *script = m_package.find(task.script);
    return "\n> " + known(m_package.name) + '@' + known(m_package.version) + ' ' + task.script + ' '
        + m_package.file + "\n> " + (script ? script->body : "undefined") + ' ' + task.rest.mid(1)
        + "\n\n";
}

/// What is set for npm: it would get these as options.
QByteArrayList Builder::options() const
{
    QByteArrayList words;
    if (m_given.silent)
        words << "--silent";
    for (const auto &[name, value] : m_given.packageConfig)
        words << "--" + name + '=' + value;
    for (const auto &[name, value] : m_given.config)
        words << "--" + name + '=' + value;
    return words;
}

Result<TaskSpec> Builder::makeTask(const Task &task)
{
    QByteArrayList words = taskWords(task.rest);
    const bool builtIn = !m_package.find(task.script);
    if (builtIn || !m_runs.options().isDirect()) {
        TaskSpec made = m_runs.managerTask(
            m_manager, QByteArrayList{ "run" } + options() + QByteArrayList{ task.script } + words);
        made.name = task.text();
        return made;
    }
    ScriptRun run;
    run.manager = m_manager;
    run.name = task.script;
    run.heading = heading(task);
    run.announced = announcesScripts(m_manager) && !m_given.silent;
    run.alwaysShell = true;
    if (m_given.silent)
        run.variables.emplace_back("npm_config_loglevel", "silent");
    for (const auto &[name, value] : m_given.packageConfig) {
        if (name.startsWith(m_package.name + ':'))
            run.variables.emplace_back(
                "npm_package_config_" + name.sliced(m_package.name.size() + 1), value);
    }
    for (const auto &[name, value] : m_given.config)
        run.variables.emplace_back("npm_config_" + QByteArray(name).replace('-', '_'), value);
    // What stands before `--` and looks like an option is one of npm itself.
    const qsizetype separator = words.indexOf("--");
    QByteArrayList arguments;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const bool before = separator < 0 || i < separator;
        if (before && words[i].startsWith('-') && m_manager == PackageManager::Npm) {
            const QByteArray option = words[i].sliced(words[i].startsWith("--") ? 2 : 1);
            const qsizetype equals = option.indexOf('=');
            run.variables.emplace_back(
                "npm_config_" + option.first(equals < 0 ? option.size() : equals).replace('-', '_'),
                equals < 0 ? "true" : option.mid(equals + 1));
        } else if (i != separator) {
            arguments << words[i];
        }
    }
    run.arguments = quotedForShell(arguments);
    run.shownArguments = "" + arguments.join(' ');
    auto made = m_runs.task(run);
    if (made)
        made->name = task.text();
    return made;
}

RunRequest Builder::request()
{
    RunRequest request;
    m_plan.run.slots = m_given.maxParallel;
    m_plan.run.onFailure = m_given.continueOnError ? OnFailure::Continue : OnFailure::Kill;
    request.plan = std::move(m_plan);
    request.input.alone = std::move(m_alone);
    request.formatter = { u"npm-run-all"_s, { { u"groups"_s, m_ends.join(u'.') } } };
    QMap<QString, QString> &options = request.formatter.options;
    const QString on = u"1"_s;
    if (m_given.printLabel)
        options[u"labels"_s] = on;
    if (m_given.silent)
        options[u"silent"_s] = on;
    if (m_given.continueOnError)
        options[u"last-error"_s] = on;
    if (m_given.aggregateOutput)
        options[u"order"_s] = u"finish-out"_s;
    request.rawStreams = !m_given.printLabel && !m_given.aggregateOutput;
    return request;
}

Result<Invocation> makeInvocation(const NpmRunAllArguments &given, const CallContext &call)
{
    ScriptOptions options;
    options.managerProgram = given.npmPath;
    ScriptRuns runs(call.environment, std::make_shared<const Surroundings>(), options);
    const auto package = runs.package();
    if (!package)
        return Error(package.error());
    Builder builder(given, runs, **package);
    for (const NpmRunAllArguments::Group &group : given.groups) {
        if (auto added = builder.addGroup(group); !added)
            return std::move(added.error());
    }
    RunRequest request = builder.request();
    if (request.plan.tasks.empty())
        return Invocation(PrintAndExit{});
    return Invocation(std::move(request));
}

} // namespace

Invocation parseNpmRunAllCall(NpmRunAllProgram program, const QByteArrayList &words,
                              const CallContext &call)
{
    const QByteArray first = words.value(0);
    if (words.isEmpty() || first == "-h" || first == "--help")
        return help(program);
    if (first == "-v" || first == "--version")
        return PrintAndExit{ "prun " PRUN_VERSION "\n" };
    auto given = parseNpmRunAll(program, words);
    if (!given)
        return refused(given.error());
    given->silent |= valueIn(call.environment, "npm_config_loglevel") == "silent";
    const bool nothing = std::all_of(given->groups.begin(), given->groups.end(),
                                     [](const auto &group) { return group.patterns.isEmpty(); });
    if (nothing)
        return PrintAndExit{};
    auto invocation = makeInvocation(*given, call);
    if (invocation)
        return std::move(*invocation);
    if (given->silent)
        return PrintAndExit{ {}, true, 1 };
    return refused(invocation.error());
}

} // namespace prun
