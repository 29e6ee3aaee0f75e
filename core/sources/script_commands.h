// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/package_json.h>

#include <optional>
#include <span>

namespace prun {

enum class PackageManager : quint8 { Npm, Pnpm, Yarn, Bun, Node, Deno };

/// `npm`, `pnpm`, …: also the name of its program.
QByteArray nameOf(PackageManager manager);
/// By the name of its program, without folder and ending, or by `pnpm@9.1.0`; none if it is none.
std::optional<PackageManager> packageManagerCalled(QByteArrayView text);

/// By the field `packageManager`, else the lock file of the package's folder or the nearest one
/// above it, else npm. `exists` tells whether there is such a file.
PackageManager packageManagerOf(const PackageJson &package,
                                const std::function<bool(const QByteArray &)> &exists);

/// False: it runs `pretest` and `posttest` with `test`.
bool leavesOutPreAndPost(PackageManager manager, const PackageJson &package);

/// One of the shells that a script is: `pretest`, `test`, `posttest`.
struct ScriptStep
{
    QByteArray event; ///< its name
    QByteArray body;
    QByteArray arguments; ///< for the shell, quoted; may be empty

    QByteArray line() const { return arguments.isEmpty() ? body : body + ' ' + arguments; }
};

/// `script` with what stands before and after it in the package; those are left out if they are
/// empty, and it then is a step that does nothing, also with arguments.
std::vector<ScriptStep> stepsOf(const PackageJson &package, const PackageScript &script,
                                const QByteArray &arguments, bool withPreAndPost);

/// Whether it tells a script on lines that a POSIX shell can print in its place. yarn and bun tell
/// it together with other things: their version, how long it took, and on another stream.
bool announcesScripts(PackageManager manager);

/// A line for a POSIX shell that runs the steps one after another, each in a shell of its own, up
/// to the first that fails; its exit status is theirs.
struct StepChain
{
    QByteArray shell = "sh"; ///< that runs a step
    QByteArray heading; ///< printed first
    bool announced = false; ///< each step is told as `npm run` or `pnpm run` does it
    QByteArray packageId; ///< `name@version`, for that; may be empty
    QByteArray toldFolder; ///< pnpm tells it, too; empty: npm does not
    QByteArray
        shownArguments; ///< of the step that has some, for that; null: as the shell gets them

    QByteArray line(std::span<const ScriptStep> steps) const;
};

/// What a script of any package finds in its environment, beside what is in it anyway.
struct ScriptSurroundings
{
    PackageManager manager = PackageManager::Npm;
    QByteArray path; ///< PATH, to which the folders of the package's programs are added
    char listSeparator = ':'; ///< in PATH
    QByteArray calledFrom; ///< INIT_CWD
    QByteArray nodeProgram; ///< path of node; empty: unknown
    QByteArray managerProgram; ///< what npm_execpath names; empty: unknown
    QByteArray userAgent; ///< empty: made of the manager and its version
    QByteArray managerVersion; ///< empty: unknown
    QByteArray system; ///< for the user agent: `linux x64`

    std::vector<EnvironmentEntry> variables(const PackageJson &package,
                                            const PackageScript &script) const;
};

} // namespace prun
