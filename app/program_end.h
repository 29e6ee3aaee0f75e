// SPDX-License-Identifier: MIT
#pragma once

#include <app/run_request.h>

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>

namespace prun {

/// How prun ends: by exiting, or by a signal that it raises on itself so that its parent sees a
/// death by that signal.
struct ProgramEnd
{
    int exitStatus = 0;
    int signal = 0; ///< 0: exit
};

/// Ends the process at once, without destructors: a thread may hang in a write that nobody reads.
[[noreturn]] void leave(ProgramEnd end);

/// One line on stderr and this exit status: nothing was started.
ProgramEnd failedCall(const Error &error, int exitStatus = 2);
ProgramEnd printed(const PrintAndExit &answer);
ProgramEnd listPlugins(const PluginListRequest &request);
ProgramEnd listTasks(const RunRequest &request);
ProgramEnd dryRun(const RunRequest &request, const QByteArrayList &environment);

} // namespace prun
