// SPDX-License-Identifier: MIT
#pragma once

#include <core/exec/process_runner.h>
#include <platform/child_launch.h>
#include <platform/program_file.h>

#include <prun/error.h>

namespace prun {

Error programNotFound(const QByteArray &name, const QByteArrayList &searched);
/// `why`: NotExecutable or Folder.
Error programNotUsable(const QByteArray &path, ProgramFile why);

/// Says why a launch failed, as the listener of a runner is told.
LaunchFailure explain(const LaunchProblem &problem, const LaunchSpec &launch);

} // namespace prun
