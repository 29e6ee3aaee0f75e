// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_parser.h>
#include <app/run_request.h>

namespace prun {

/// Fills Plan::tasks (commands, then teardown), names included, from the arguments, --file,
/// --names,
/// --teardown, and their surroundings from --cwd, --env, --env-file, --shell. Reads those files.
/// No command at all is an Error::Code::Usage.
Result<void> addCommands(const ParsedArguments &parsed, Plan &plan);

/// The commands of --teardown, behind all others.
Result<void> addTeardown(const OptionValues &options,
                         const std::shared_ptr<const Surroundings> &surroundings, Plan &plan);

/// The shell that a word of --shell stands for.
Result<Shell> parseShell(QByteArrayView text);
/// A shell by its program, whose name tells how it is called.
Shell shellOfProgram(const QByteArray &program);

} // namespace prun
