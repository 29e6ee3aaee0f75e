// SPDX-License-Identifier: MIT
#include <core/sources/script_commands.h>

#include <core/sources/script_words.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace prun {

namespace {

constexpr std::array<std::string_view, 6> managerNames{
    "npm", "pnpm", "yarn", "bun", "node", "deno"
};

struct LockFile
{
    const char *name;
    PackageManager manager;
};
constexpr std::array<LockFile, 6> lockFiles{
    LockFile{ "pnpm-lock.yaml", PackageManager::Pnpm },
    LockFile{ "yarn.lock", PackageManager::Yarn },
    LockFile{ "bun.lock", PackageManager::Bun },
    LockFile{ "bun.lockb", PackageManager::Bun },
    LockFile{ "package-lock.json", PackageManager::Npm },
    LockFile{ "npm-shrinkwrap.json", PackageManager::Npm },
};

bool isBlank(const QByteArray &text)
{
    return text.trimmed().isEmpty();
}

// What `npm run` or `pnpm run` prints before a script.
QByteArray announcement(const StepChain &chain, const ScriptStep &step)
{
    const QByteArray &packageId = chain.packageId;
    const QByteArray &arguments =
        chain.shownArguments.isNull() ? step.arguments : chain.shownArguments;
    QByteArray text = "\n> " + (packageId.isEmpty() ? "" : packageId + ' ') + step.event;
    QByteArray body = step.body;
    if (chain.toldFolder.isEmpty())
        body = body.trimmed().replace("\n", "\n> ");
    else
        text += ' ' + chain.toldFolder;
    return text + "\n> " + body + (step.arguments.isEmpty() ? "" : ' ' + arguments) + "\n\n";
}

// On one line, so that the shell counts the lines of the script from 1.
QByteArray printing(QByteArray text)
{
    if (text.isEmpty())
        return {};
    text.replace('\\', "\\\\").replace('\n', "\\n");
    return "printf %b " + quotedForShell(QByteArrayView(text));
}

QByteArray pathWith(const PackageJson &package, const QByteArray &path, char separator)
{
    QByteArrayList folders;
    for (QByteArray at = package.folder; !at.isNull(); at = parentFolder(at))
        folders << inFolder(inFolder(at, "node_modules"), ".bin");
    if (!path.isEmpty())
        folders << path;
    return folders.join(separator);
}

} // namespace

QByteArray nameOf(PackageManager manager)
{
    return QByteArray(managerNames[static_cast<std::size_t>(manager)].data());
}

std::optional<PackageManager> packageManagerCalled(QByteArrayView text)
{
    const qsizetype at = text.indexOf('@');
    const QByteArray name = text.first(at < 0 ? text.size() : at).toByteArray().toLower();
    for (std::size_t i = 0; i < managerNames.size(); ++i) {
        if (name == managerNames[i].data())
            return static_cast<PackageManager>(i);
    }
    return {};
}

PackageManager packageManagerOf(const PackageJson &package,
                                const std::function<bool(const QByteArray &)> &exists)
{
    if (const auto named = packageManagerCalled(package.packageManager))
        return *named;
    for (QByteArray at = package.folder; !at.isNull(); at = parentFolder(at)) {
        for (const LockFile &file : lockFiles) {
            if (exists(inFolder(at, file.name)))
                return file.manager;
        }
    }
    return PackageManager::Npm;
}

bool announcesScripts(PackageManager manager)
{
    return manager == PackageManager::Npm || manager == PackageManager::Pnpm;
}

bool leavesOutPreAndPost(PackageManager manager, const PackageJson &package)
{
    if (manager == PackageManager::Yarn) // since version 2
        return package.packageManager.startsWith("yarn@")
            && !package.packageManager.startsWith("yarn@1.")
            && !package.packageManager.startsWith("yarn@0.");
    return manager == PackageManager::Node || manager == PackageManager::Deno;
}

std::vector<ScriptStep> stepsOf(const PackageJson &package, const PackageScript &script,
                                const QByteArray &arguments, bool withPreAndPost)
{
    std::vector<ScriptStep> steps;
    const auto add = [&](const QByteArray &name) {
        const PackageScript *found = package.find(name);
        if (withPreAndPost && found && !isBlank(found->body))
            steps.push_back({ found->name, found->body, {} });
    };
    add("pre" + script.name);
    // Also if it is empty: a single step is run with the name of the script, not with its own.
    if (isBlank(script.body))
        steps.push_back({ script.name, ":", {} });
    else
        steps.push_back({ script.name, script.body, arguments });
    add("post" + script.name);
    return steps;
}

/// Text is printed by the shell, not by prun: in the same order and to the same place as what the
/// script prints. If that fails, the script runs all the same.
QByteArray StepChain::line(std::span<const ScriptStep> steps) const
{
    QByteArrayList parts;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const ScriptStep &step = steps[i];
        const bool nothing = step.body == ":"; // npm does not speak of a script that is empty
        QByteArray text = i == 0 ? heading : QByteArray();
        if (announced && !nothing)
            text += announcement(*this, step);
        const QByteArray before = printing(text);
        if (steps.size() == 1)
            return before.isEmpty() ? step.line() : before + "; " + step.line();
        const QByteArray run = "npm_lifecycle_event=" + quotedForShell(QByteArrayView(step.event))
            + " npm_lifecycle_script=" + quotedForShell(QByteArrayView(step.body)) + ' '
            + quotedForShell(QByteArrayView(shell)) + " -c "
            + quotedForShell(QByteArrayView(step.line()));
        parts << (before.isEmpty() ? run : "{ " + before + "; " + run + "; }");
    }
    return parts.join(" && ");
}

std::vector<EnvironmentEntry> ScriptSurroundings::variables(const PackageJson &package,
                                                            const PackageScript &script) const
{
    std::vector<EnvironmentEntry> entries;
    const auto add = [&](const char *name, const QByteArray &value) {
        if (!value.isEmpty())
            entries.emplace_back(name, value);
    };
    add("PATH", pathWith(package, path, listSeparator));
    add("NODE", nodeProgram);
    if (manager == PackageManager::Node) {
        add("NODE_RUN_SCRIPT_NAME", script.name);
        add("NODE_RUN_PACKAGE_JSON_PATH", package.file);
        return entries;
    }
    add("INIT_CWD", calledFrom);
    add("npm_command", "run-script");
    add("npm_node_execpath", nodeProgram);
    add("npm_execpath", managerProgram);
    const QByteArray version = managerVersion.isEmpty() ? QByteArray("?") : managerVersion;
    add("npm_config_user_agent",
        userAgent.isEmpty() ? nameOf(manager) + '/' + version + " node/? " + system : userAgent);
    add("npm_package_json", package.file);
    for (const EnvironmentEntry &entry : package.variables)
        entries.push_back(entry);
    add("npm_lifecycle_event", script.name);
    entries.emplace_back("npm_lifecycle_script", script.body);
    return entries;
}

} // namespace prun
