// SPDX-License-Identifier: MIT
#pragma once

#include <app/script_runs.h>

#include <functional>

namespace prun {

/// Replaces the commands of the dialect concurrently that speak of scripts of a package: shortcuts
/// (`npm:build`) by the call that they stand for, and calls with a star (`npm:watch-*`, `npm run
/// watch-*`) by one for each script that matches, none if none does. What then is a call of a
/// script that exists, without anything for the shell behind it, runs without its package manager;
/// anything else is a command for `makeTask`.
Result<void> expandConcurrentlyScripts(std::vector<TaskSpec> &commands, ScriptRuns &runs,
                                       const std::function<TaskSpec(const QByteArray &)> &makeTask);

} // namespace prun
