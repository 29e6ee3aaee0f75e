// SPDX-License-Identifier: MIT
#include <app/invocation.h>
#include <app/process_environment.h>
#include <app/program_end.h>
#include <app/session.h>

#include <core/plugin/plugin_trial.h>

#include <platform/guard.h>
#include <platform/raw_environment.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>

using namespace prun;

static ProgramEnd answer(const CallContext &call, const GuardOutcome &guard)
{
    Result<Invocation> invocation = parseInvocation(call);
    if (!invocation)
        return failedCall(invocation.error());
    if (const auto *print = std::get_if<PrintAndExit>(&*invocation))
        return printed(*print);
    if (const auto *list = std::get_if<PluginListRequest>(&*invocation))
        return listPlugins(*list);
    auto &request = std::get<RunRequest>(*invocation);
    if (request.listed)
        return listTasks(request);
    if (request.dryRun != RunRequest::DryRun::No)
        return dryRun(request, call.environment);

    const int failureStatus = request.failureStatus;
    // Never destroyed: the process ends at once, and a hook that hangs may still look at the plan.
    auto *session = new Session(std::move(request), call.environment, guard);
    Result<ProgramEnd> end = session->run();
    return end ? *end : failedCall(end.error(), failureStatus);
}

int main(int argc, char **argv)
{
    answerTrial(); // a plugin may be tried in a process of this program
    const GuardOutcome guard = enterGuard(); // before Qt and before threads: it forks
    CallContext call;
    call.arguments = rawArguments(argc, argv);
    if (!call.arguments.isEmpty())
        call.program = call.arguments.takeFirst();
    call.environment = rawEnvironment();
    call.cores = &QThread::idealThreadCount;
    prepareQt();

    int qtArguments = 1; // the rest is prun's: Qt would take some of it for its own
    QCoreApplication application(qtArguments, argv);
    leave(answer(call, guard));
}
