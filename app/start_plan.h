// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_parser.h>
#include <app/run_request.h>

#include <core/sources/formation.h>

namespace prun {

/// What `prun start` is given in files.
struct StartSources
{
    QByteArray path; ///< of the Procfile
    QByteArray root; ///< where the processes run; empty: where prun does
    Procfile procfile; ///< without entries if it need not be there, and is not
    std::vector<EnvironmentEntry> environment; ///< of .env; every name once
};

/// Reads the files that --procfile, --root and --env mean; `environment` is that of prun.
Result<StartSources> readStartSources(const OptionValues &options,
                                      const QByteArrayList &environment, bool needsProcfile);

/// The processes that --formation or `names` ask for, with their ports and names in their
/// environment, and the teardown commands.
Result<void> addProcesses(const ParsedArguments &parsed, const QByteArrayList &environment,
                          const StartSources &sources, Plan &plan);

/// --exec: one command, and the teardown commands.
Result<void> addExecuted(const OptionValues &options, const QByteArrayList &environment,
                         const StartSources &sources, Plan &plan);

/// What foreman does when a process ends, with --can-die, --any-can-die and --restart, for a plan
/// that has the native policies.
Result<void> addStartPolicies(const OptionValues &options, const StartSources &sources, Plan &plan);

/// The type of a process: `web` of `web.2`.
QByteArray typeOf(const QByteArray &processName);

} // namespace prun
