// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_parser.h>
#include <app/run_request.h>

#include <functional>

namespace prun {

/// Fills Plan::tasks and numbers for `prun map`: reads the sources of values, makes jobs of them,
/// and leaves out what --resume says. Plan::run must be there already.
Result<void> addMapTasks(const ParsedArguments &parsed, RunRequest &request);

/// How long to wait, where to run and what reads the commands: --cwd, --env, --shell.
Result<std::shared_ptr<const Surroundings>> mapSurroundings(const OptionValues &options);

} // namespace prun
