// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/script_commands.h>

#include <prun/task.h>

#include <map>
#include <optional>

namespace prun {

/// How scripts of a package are started.
struct ScriptOptions
{
    std::optional<PackageManager> via; ///< --via: this package manager starts them, not prun
    QByteArray managerProgram; ///< --npm-path: its program, or a script for node; empty: as usual
    bool ifPresent = false; ///< --if-present: a script that does not exist is no error

    bool isDirect() const { return !via && managerProgram.isEmpty(); }
};

/// One script to run.
struct ScriptRun
{
    PackageManager manager = PackageManager::Npm; ///< that would run it
    QByteArray name; ///< of the script
    QByteArray arguments; ///< text for the shell
    QByteArray shownArguments; ///< the same without quotes, for the announcement
    std::vector<EnvironmentEntry> variables = {}; ///< that it gets, too
    QByteArray heading; ///< printed before it, where a POSIX shell can do so
    bool announced = false; ///< as its manager does it, likewise
    bool alwaysShell = false; ///< also where the command needs none
};

/// Makes commands out of the scripts of the package in whose folder, or below it, they are asked
/// for. Looks at files when it must; starts nothing.
class ScriptRuns
{
public:
    /// `environment` of prun, `NAME=value`; `base`: where commands run that are no scripts.
    ScriptRuns(QByteArrayList environment, std::shared_ptr<const Surroundings> base,
               ScriptOptions options);

    const ScriptOptions &options() const { return m_options; }
    /// The folder from which the package is looked for; absolute.
    const QByteArray &folder() const { return m_folder; }

    Result<const PackageJson *> package();
    /// As the script that prun was started from was run, or else as the package says.
    PackageManager manager(const PackageJson &package) const;
    /// Names of what the manager runs, in the order of the files.
    Result<QByteArrayList> scriptNames(PackageManager manager);

    /// `run.name` must be one of them.
    Result<TaskSpec> task(const ScriptRun &run);
    /// A command that starts the package manager with `words`, and nothing else.
    TaskSpec managerTask(PackageManager manager, const QByteArrayList &words);

private:
    Result<TaskSpec> directTask(const ScriptRun &run, const PackageJson &package);
    TaskSpec viaTask(const ScriptRun &run);
    QByteArrayList managerWords(PackageManager manager) const;
    std::shared_ptr<const Surroundings>
    surroundings(const PackageJson &package, const PackageScript &script, const ScriptRun &run);
    const ScriptSurroundings &factsOf(PackageManager manager);
    bool needsManager(const ScriptRun &run, const PackageJson &package) const;
    QByteArray posixShell() const;
    QByteArray path() const;

    const QByteArrayList m_environment;
    const std::shared_ptr<const Surroundings> m_base;
    const ScriptOptions m_options;
    QByteArray m_calledFrom;
    QByteArray m_folder;
    std::optional<Result<PackageJson>> m_package;
    std::map<PackageManager, ScriptSurroundings> m_facts;
};

} // namespace prun
