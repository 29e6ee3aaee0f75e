// SPDX-License-Identifier: MIT
#pragma once

#include <app/script_runs.h>

#include <functional>

namespace prun {

/// A script that a pattern means, and what the command for it is called.
struct ScriptMatch
{
    QByteArray script;
    QByteArray name; ///< what the star stands for, or the script
};
/// Those of `scripts` that a name or pattern means, in their order.
std::vector<ScriptMatch> scriptsMatching(const QByteArray &pattern, const QByteArrayList &scripts);

/// True for `npm:build`, `yarn:watch-*`, `deno:x`, …: a prefix with a name behind it.
bool isScriptShortcut(QByteArrayView command);

/// Replaces the commands that are shortcuts for scripts by what they stand for: none, one or many
/// commands for each. A name that such a command has is put before the name of its script where the
/// shortcut is a pattern. `placeOf` tells where a command comes from, for errors; may give null.
Result<void> expandShortcuts(std::vector<TaskSpec> &commands, ScriptRuns &runs,
                             const std::function<QString(std::size_t)> &placeOf);

} // namespace prun
