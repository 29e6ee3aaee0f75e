// SPDX-License-Identifier: MIT
#include <app/script_runs.h>

#include <app/input_files.h>
#include <app/process_environment.h>

#include <core/config/json_reader.h>
#include <core/config/printable.h>
#include <core/exec/program_cache.h>
#include <core/sources/script_words.h>
#include <platform/program_file.h>

#include <QtCore/qset.h>
#include <QtCore/qsysinfo.h>

#include <algorithm>
#include <filesystem>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

namespace fs = std::filesystem;

// Raw bytes on Unix, UTF-8 on Windows.
QByteArray bytesOf(const fs::path &path)
{
    const std::u8string text = path.u8string();
    return { reinterpret_cast<const char *>(text.data()), static_cast<qsizetype>(text.size()) };
}

fs::path pathOf(const QByteArray &bytes)
{
    const auto *const begin = reinterpret_cast<const char8_t *>(bytes.constData());
    return std::u8string(begin, begin + bytes.size());
}

QByteArray workingFolder()
{
    std::error_code ignored;
    return bytesOf(fs::current_path(ignored));
}

QByteArray absolute(const QByteArray &folder, const QByteArray &from)
{
    if (folder.isEmpty())
        return from;
    return isAbsolutePath(folder) ? folder
                                  : bytesOf((pathOf(from) / pathOf(folder)).lexically_normal());
}

bool exists(const QByteArray &file)
{
    std::error_code ignored;
    return fs::exists(pathOf(file), ignored);
}

// Of a program in PATH, behind all links; empty if there is none.
QByteArray locate(const QByteArray &program, const QByteArray &path)
{
    const auto found = ProgramCache().find(program, path);
    if (!found)
        return {};
    std::error_code failed;
    const fs::path real = fs::canonical(pathOf(*found), failed);
    return failed ? *found : bytesOf(real);
}

// `…/npm/bin/npm-cli.js` belongs to `…/npm/package.json`.
QByteArray versionOf(PackageManager manager, const QByteArray &program)
{
    const QByteArray folder = parentFolder(parentFolder(program));
    const auto text = readSmallFile(inFolder(folder, "package.json"));
    const auto package = text ? parsePackageJson(*text, "package.json") : Error(text.error());
    return package && package->name == nameOf(manager) ? package->version : QByteArray();
}

QByteArray systemName()
{
    const QString architecture = QSysInfo::currentCpuArchitecture();
    const QString system = QSysInfo::kernelType();
    return (system == u"winnt" ? u"win32"_s : system).toUtf8() + ' '
        + (architecture == u"x86_64" ? u"x64"_s : architecture).toUtf8();
}

bool isForNode(const QByteArray &program)
{
    return program.endsWith(".js") || program.endsWith(".cjs") || program.endsWith(".mjs");
}

// `/x/npm-cli.js` is npm's.
std::optional<PackageManager> managerOfProgram(const QByteArray &program)
{
    const qsizetype slash = std::max(program.lastIndexOf('/'), program.lastIndexOf('\\'));
    QByteArray name = program.sliced(slash + 1);
    name.truncate(std::max<qsizetype>(name.indexOf('.') < 0 ? name.size() : name.indexOf('.'), 0));
    if (name.endsWith("-cli"))
        name.chop(4);
    return packageManagerCalled(name);
}

// Yarn can keep packages in archives, which only its own loader opens.
bool hasLoaderOfYarn(const PackageJson &package)
{
    for (QByteArray at = package.folder; !at.isNull(); at = parentFolder(at)) {
        if (exists(inFolder(at, ".pnp.cjs")))
            return true;
    }
    return false;
}

// The tasks of the nearest deno.json; none without one.
Result<QByteArrayList> denoTasks(const QByteArray &folder)
{
    for (QByteArray at = folder; !at.isNull(); at = parentFolder(at)) {
        for (const char *name : { "deno.json", "deno.jsonc" }) {
            const QByteArray file = inFolder(at, name);
            auto text = exists(file) ? readSmallFile(file) : Result<QByteArray>(QByteArray());
            if (!text)
                return std::move(text.error());
            if (text->isEmpty())
                continue;
            const auto document =
                JsonDocument::parse(*text, printable(file), { .trailingCommas = true });
            if (!document)
                return Error(document.error());
            QByteArrayList names;
            const auto tasks = document->root().find("tasks");
            for (const JsonMember &task : tasks ? tasks->members() : std::vector<JsonMember>())
                names << task.key.text();
            return names;
        }
    }
    return QByteArrayList();
}

} // namespace

ScriptRuns::ScriptRuns(QByteArrayList environment, std::shared_ptr<const Surroundings> base,
                       ScriptOptions options)
    : m_environment(std::move(environment)),
      m_base(std::move(base)),
      m_options(std::move(options)),
      m_calledFrom(workingFolder()),
      m_folder(absolute(m_base->workingDirectory, m_calledFrom))
{ }

Result<const PackageJson *> ScriptRuns::package()
{
    if (!m_package)
        m_package = findPackageJson(m_folder, readSmallFile);
    if (!*m_package)
        return Error(m_package->error());
    return const_cast<const PackageJson *>(&**m_package);
}

PackageManager ScriptRuns::manager(const PackageJson &package) const
{
    if (m_options.via)
        return *m_options.via;
    for (const QByteArray &program :
         { m_options.managerProgram, valueIn(m_environment, "npm_execpath") }) {
        if (const auto known = managerOfProgram(program))
            return *known;
    }
    return m_options.managerProgram.isEmpty() ? packageManagerOf(package, exists)
                                              : PackageManager::Npm;
}

Result<QByteArrayList> ScriptRuns::scriptNames(PackageManager manager)
{
    QByteArrayList names;
    if (manager == PackageManager::Deno) {
        auto tasks = denoTasks(m_folder);
        if (!tasks)
            return std::move(tasks.error());
        names = std::move(*tasks);
    }
    const auto found = package();
    if (!found && names.isEmpty())
        return Error(found.error());
    if (found) {
        const QSet<QByteArray> tasks(names.begin(), names.end());
        for (const QByteArray &name : (*found)->scriptNames()) {
            if (!tasks.contains(name))
                names << name;
        }
    }
    return names;
}

Result<TaskSpec> ScriptRuns::task(const ScriptRun &run)
{
    if (run.manager == PackageManager::Deno || !m_options.isDirect())
        return viaTask(run);
    const auto found = package();
    if (!found)
        return Error(found.error());
    return needsManager(run, **found) ? viaTask(run) : directTask(run, **found);
}

// Several steps are a line for a POSIX shell; elsewhere they are left to who knows them.
bool ScriptRuns::needsManager(const ScriptRun &run, const PackageJson &package) const
{
    if (run.manager == PackageManager::Yarn && hasLoaderOfYarn(package))
        return true;
    const PackageScript *script = package.find(run.name);
    const bool whole = !leavesOutPreAndPost(run.manager, package);
    return posixShell().isEmpty() && script && stepsOf(package, *script, {}, whole).size() > 1;
}

// Empty if another kind of shell reads commands.
QByteArray ScriptRuns::posixShell() const
{
    const Shell &shell = m_base->shell;
    if (shell.kind == Shell::Kind::Posix)
        return shell.program;
    return shell.kind == Shell::Kind::Automatic && systemShell().posix ? "sh" : "";
}

Result<TaskSpec> ScriptRuns::directTask(const ScriptRun &run, const PackageJson &package)
{
    const PackageScript *script = package.find(run.name);
    if (!script)
        return package.unknownScript(run.name);
    const std::vector<ScriptStep> steps =
        stepsOf(package, *script, run.arguments, !leavesOutPreAndPost(run.manager, package));
    const QByteArray shell = posixShell();
    TaskSpec task;
    task.name = run.name;
    task.command = run.arguments.isEmpty() ? script->body : script->body + ' ' + run.arguments;
    if (script->body.trimmed().isEmpty())
        task.command = ":"; // alone, its arguments would be a command
    task.surroundings = surroundings(package, *script, run);
    StepChain chain;
    chain.heading = run.heading;
    chain.announced = run.announced;
    chain.shownArguments = run.shownArguments;
    const bool isPnpm = run.manager == PackageManager::Pnpm;
    if (isPnpm)
        chain.toldFolder = package.folder;
    if (isPnpm || (!package.name.isEmpty() && !package.version.isEmpty()))
        chain.packageId = package.name + '@' + package.version;
    const bool extra = !chain.heading.isEmpty() || chain.announced || run.alwaysShell;
    if (!shell.isEmpty() && (extra || steps.size() > 1)) {
        chain.shell = shell;
        task.arguments = { shell, "-c", chain.line(steps) };
    }
    return task;
}

std::shared_ptr<const Surroundings> ScriptRuns::surroundings(const PackageJson &package,
                                                             const PackageScript &script,
                                                             const ScriptRun &run)
{
    auto own = std::make_shared<Surroundings>();
    own->shell = m_base->shell;
    own->workingDirectory = package.folder;
    own->environment = factsOf(run.manager).variables(package, script);
    for (const EnvironmentEntry &entry : run.variables)
        own->environment.push_back(entry);
    for (const auto &entry : m_base->environment) {
        if (entry.first != "PATH") // is in it already
            own->environment.push_back(entry);
    }
    return own;
}

const ScriptSurroundings &ScriptRuns::factsOf(PackageManager manager)
{
    const auto known = m_facts.find(manager);
    if (known != m_facts.end())
        return known->second;
    ScriptSurroundings facts;
    facts.manager = manager;
    facts.path = path();
    facts.listSeparator = systemShell().posix ? ':' : ';';
    facts.calledFrom = m_calledFrom;
    const QByteArray agent = valueIn(m_environment, "npm_config_user_agent");
    if (agent.startsWith(nameOf(manager) + '/')) { // a script of the same manager has called prun
        facts.userAgent = agent;
        facts.managerProgram = valueIn(m_environment, "npm_execpath");
        facts.nodeProgram = valueIn(m_environment, "npm_node_execpath");
    }
    if (facts.nodeProgram.isEmpty())
        facts.nodeProgram = locate("node", facts.path);
    if (facts.managerProgram.isEmpty() && manager != PackageManager::Node) {
        facts.managerProgram = locate(nameOf(manager), facts.path);
        facts.managerVersion = versionOf(manager, facts.managerProgram);
        facts.system = systemName();
    }
    return m_facts.emplace(manager, std::move(facts)).first->second;
}

QByteArray ScriptRuns::path() const
{
    QByteArray path = valueIn(m_environment, "PATH");
    for (const auto &[name, value] : m_base->environment) {
        if (name == "PATH")
            path = value;
    }
    return path;
}

QByteArrayList ScriptRuns::managerWords(PackageManager manager) const
{
    const QByteArray &program = m_options.managerProgram;
    if (program.isEmpty())
        return { nameOf(manager) };
    return isForNode(program) ? QByteArrayList{ "node", program } : QByteArrayList{ program };
}

TaskSpec ScriptRuns::managerTask(PackageManager manager, const QByteArrayList &words)
{
    TaskSpec task;
    task.arguments = managerWords(manager) + words;
    task.command = quotedForShell(task.arguments);
    task.surroundings = m_base;
    return task;
}

/// The arguments are text for a shell, so the whole is.
TaskSpec ScriptRuns::viaTask(const ScriptRun &run)
{
    const PackageManager manager =
        run.manager == PackageManager::Deno ? run.manager : m_options.via.value_or(run.manager);
    QByteArrayList words = managerWords(manager);
    words << (manager == PackageManager::Deno       ? "task"
                  : manager == PackageManager::Node ? "--run"
                                                    : "run")
          << run.name;
    TaskSpec task;
    task.name = run.name;
    if (posixShell().isEmpty() && run.arguments.isEmpty()) {
        task.arguments = words;
        task.command = words.join(' ');
    } else {
        const bool separates = manager == PackageManager::Npm || manager == PackageManager::Node;
        task.command = posixShell().isEmpty() ? words.join(' ') : quotedForShell(words);
        if (!run.arguments.isEmpty())
            task.command += (separates ? " -- " : " ") + run.arguments;
    }
    task.surroundings = m_base;
    return task;
}

} // namespace prun
