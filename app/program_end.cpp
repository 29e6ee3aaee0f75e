// SPDX-License-Identifier: MIT
#include <app/program_end.h>

#include <app/dry_run.h>
#include <app/plugin_list.h>
#include <app/process_environment.h>

#include <core/exec/local_executor.h>

#include <platform/console.h>
#include <platform/descriptor_io.h>
#include <platform/entry_state.h>
#include <platform/guard.h>
#include <platform/self_signal.h>

#include <cstdlib>

namespace prun {

namespace {

constexpr int kLoss = 3;

/// What was asked for could not be said: not a success.
int printTo(int descriptor, const QByteArray &text, int exitStatus)
{
    const bool printed = !wasClosed(descriptor) && !writeAll(descriptor, text).error;
    return printed || exitStatus != 0 ? exitStatus : kLoss;
}

} // namespace

void leave(ProgramEnd end)
{
    restoreTerminal();
    if (end.signal != 0)
        dieOf(end.signal);
    markCleanEnd();
    std::_Exit(end.exitStatus);
}

ProgramEnd failedCall(const Error &error, int exitStatus)
{
    return { printTo(2, "prun: " + error.toString().toUtf8() + '\n', exitStatus), 0 };
}

ProgramEnd printed(const PrintAndExit &answer)
{
    return { printTo(answer.toStandardError ? 2 : 1, answer.text, answer.exitStatus), 0 };
}

ProgramEnd listPlugins(const PluginListRequest &request)
{
    const Result<QByteArray> list = renderPluginList(request);
    return list ? ProgramEnd{ printTo(1, *list, 0), 0 } : failedCall(list.error());
}

ProgramEnd dryRun(const RunRequest &request, const QByteArrayList &environment)
{
    LocalExecutor executor(valueIn(environment, "PATH"));
    const QByteArray text =
        renderDryRun(request, executor, request.dryRun == RunRequest::DryRun::Json);
    return { printTo(1, text, 0), 0 };
}

} // namespace prun
