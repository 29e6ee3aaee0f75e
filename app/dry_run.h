// SPDX-License-Identifier: MIT
#pragma once

#include <app/run_request.h>

#include <prun/executor.h>

namespace prun {

/// What the run would start, in that order: each command with its program and arguments, whether a
/// shell reads it, its folder and the variables it gets, or why it cannot be started. Nothing is
/// started; `executor` is only asked to prepare.
///
/// As JSON one object: `{"version": 1, "slots": N, "tasks": [{"index", "name", "role", "command",
/// "shell", "program", "arguments", "workingDirectory", "environment", "error"}]}`, where the last
/// six are absent or `error` is. Bytes that are no UTF-8 stand as `{"base64": …}`.
QByteArray renderDryRun(const RunRequest &request, Executor &executor, bool json);

} // namespace prun
