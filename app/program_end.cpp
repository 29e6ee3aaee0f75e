// SPDX-License-Identifier: MIT
#include <app/program_end.h>

#include <app/dry_run.h>
#include <app/help_fitting.h>
#include <app/plugin_list.h>
#include <app/process_environment.h>
#include <app/text_columns.h>

#include <core/exec/local_executor.h>

#include <platform/console.h>
#include <platform/descriptor_io.h>
#include <platform/entry_state.h>
#include <platform/guard.h>
#include <platform/pipe.h>
#include <platform/self_signal.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int kLoss = 3;

/// What was asked for could not be said: not a success.
int printTo(int descriptor, const QByteArray &text, int exitStatus)
{
    const bool printed = !wasClosed(descriptor) && !writeAll(descriptor, text).error;
    return printed || exitStatus != 0 ? exitStatus : kLoss;
}

/// How wide text that is to be read may be there. What is no terminal gets lines as they are.
int readableColumns(int descriptor)
{
    const auto size = terminalSize(descriptor);
    return size ? std::min(size->columns, kReadableColumns) : std::numeric_limits<int>::max();
}

void printWarnings(const QByteArrayList &warnings)
{
    for (const QByteArray &warning : warnings)
        printTo(2, "prun: warning: " + warning + '\n', 0);
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
    const int descriptor = answer.toStandardError ? 2 : 1;
    const QByteArray text =
        answer.isHelp ? fittedHelp(answer.text, readableColumns(descriptor)) : answer.text;
    return { printTo(descriptor, text, answer.exitStatus), 0 };
}

ProgramEnd listPlugins(const PluginListRequest &request)
{
    const Result<QByteArray> list = renderPluginList(request, readableColumns(1));
    return list ? ProgramEnd{ printTo(1, *list, 0), 0 } : failedCall(list.error());
}

ProgramEnd listTasks(const RunRequest &request)
{
    ignoreBrokenPipes(); // what reads them may end first: `head`
    printWarnings(request.warnings);
    const bool isTagged = request.formatter.options.contains(u"tag"_s);
    for (;;) {
        TaskSpec task;
        const Result<Pull> got = request.listed->next(task);
        if (!got)
            return failedCall(got.error(), request.failureStatus);
        printWarnings(request.listed->takeWarnings());
        if (*got == Pull::End)
            return {};
        // At once: there may be no end of them, and nobody who reads them any more.
        const QByteArray tag = isTagged ? task.name + '\t' : QByteArray();
        const QByteArray line =
            tag + task.command.replace(slotMark, "1").replace('\n', '\n' + tag) + '\n';
        const std::error_code lost =
            wasClosed(1) ? std::make_error_code(std::errc::io_error) : writeAll(1, line).error;
        if (lost == std::errc::broken_pipe && !ignoredAtEntry(kBrokenPipe))
            return { 0, kBrokenPipe };
        if (lost)
            return { kLoss, 0 };
    }
}

ProgramEnd dryRun(const RunRequest &request, const QByteArrayList &environment)
{
    printWarnings(request.warnings);
    LocalExecutor executor(valueIn(environment, "PATH"));
    const QByteArray text =
        renderDryRun(request, executor, request.dryRun == RunRequest::DryRun::Json);
    return { printTo(1, text, 0), 0 };
}

} // namespace prun
