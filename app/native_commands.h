// SPDX-License-Identifier: MIT
#pragma once

#include <app/invocation.h>
#include <app/option_parser.h>
#include <app/run_request.h>

namespace prun {

/// Fills Plan::tasks (commands, then teardown), names included, from the arguments, --file,
/// --names, --teardown, and their surroundings from --cwd, --env, --env-file, --shell. Shortcuts
/// for scripts are replaced by their commands. Reads those files and package.json. No command at
/// all is an Error::Code::Usage, unless --if-present left none.
Result<void> addCommands(const ParsedArguments &parsed, const CallContext &call, Plan &plan);

/// Where commands run and what reads them: --cwd, --env, --env-file, --shell. Reads those files.
Result<std::shared_ptr<const Surroundings>> makeSurroundings(const OptionValues &options);

/// The commands of --teardown, behind all others.
Result<void> addTeardown(const OptionValues &options,
                         const std::shared_ptr<const Surroundings> &surroundings, Plan &plan);
/// The same, with shortcuts for scripts replaced by their commands. Reads package.json for those.
Result<void> addTeardownScripts(const OptionValues &options, const QByteArrayList &environment,
                                const std::shared_ptr<const Surroundings> &surroundings,
                                Plan &plan);

/// The shell that a word of --shell stands for.
Result<Shell> parseShell(QByteArrayView text);
/// A shell by its program, whose name tells how it is called.
Shell shellOfProgram(const QByteArray &program);

} // namespace prun
