// SPDX-License-Identifier: MIT
#include "event_variables.h"

namespace prun {

namespace {

using Variables = EventVariables::Variables;

/// Retried, canceled or skipped is not failed.
bool isFailure(const TaskFinished &finished)
{
    using enum Outcome::Kind;
    switch (finished.outcome.kind) {
    case Failed:
    case Signaled:
    case TimedOut:
    case NoStart:
    case Unknown:
        return !finished.willRetry;
    case Succeeded:
    case Canceled:
    case Skipped:
        break;
    }
    return false;
}

void addNumber(Variables *variables, const char *name, qint64 number)
{
    variables->emplace_back(name, QByteArray::number(number));
}

void addEnd(Variables *variables, const TaskFinished &finished)
{
    const Outcome &outcome = finished.outcome;
    variables->emplace_back("PRUN_OUTCOME", nameOf(outcome.kind));
    const bool hasCode = outcome.signal == 0 && (finished.attempt > 0 || outcome.exitCode != 0);
    variables->emplace_back("PRUN_COMMAND_EXIT_CODE",
                            hasCode ? QByteArray::number(outcome.exitCode) : QByteArray());
    variables->emplace_back(
        "PRUN_SIGNAL", outcome.signal != 0 ? QByteArray::number(outcome.signal) : QByteArray());
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    addNumber(variables, "PRUN_DURATION_MS",
              duration_cast<milliseconds>(finished.duration).count());
}

void addEndOfRun(Variables *variables, const RunFinished &finished)
{
    addNumber(variables, "PRUN_EXIT_STATUS", finished.exitStatus);
    using std::chrono::duration_cast;
    using std::chrono::milliseconds;
    addNumber(variables, "PRUN_DURATION_MS",
              duration_cast<milliseconds>(finished.duration).count());
}

} // namespace

const char *nameOf(Moment moment)
{
    switch (moment) {
    case Moment::Start:
        return "start";
    case Moment::Exit:
        return "exit";
    case Moment::Fail:
        return "fail";
    case Moment::Finish:
        break;
    }
    return "finish";
}

std::vector<Moment> EventVariables::momentsOf(const Event &event)
{
    if (const auto *const started = std::get_if<TaskStarted>(&event.what)) {
        m_running[started->task] = m_pid = started->pid;
        return { Moment::Start };
    }
    if (const auto *const finished = std::get_if<TaskFinished>(&event.what)) {
        const auto running = m_running.extract(finished->task);
        m_pid = running ? running.mapped() : 0;
        std::vector<Moment> moments = { Moment::Exit };
        if (isFailure(*finished))
            moments.push_back(Moment::Fail);
        return moments;
    }
    if (std::holds_alternative<RunFinished>(event.what))
        return { Moment::Finish };
    return {};
}

const TaskSpec *EventVariables::taskOf(const Event &event, TaskId *id) const
{
    if (const auto *const started = std::get_if<TaskStarted>(&event.what))
        *id = started->task;
    else if (const auto *const finished = std::get_if<TaskFinished>(&event.what))
        *id = finished->task;
    else
        return nullptr;
    return &m_tasks[indexOf(*id)];
}

Variables EventVariables::variables(Moment moment, const Event &event) const
{
    Variables variables = { { "PRUN_RUN_ID", m_runId }, { "PRUN_EVENT", nameOf(moment) } };
    TaskId id{};
    if (const TaskSpec *const task = taskOf(event, &id)) {
        const auto index = static_cast<qint64>(indexOf(id));
        variables.emplace_back("PRUN_NAME",
                               task->name.isEmpty() ? QByteArray::number(index) : task->name);
        addNumber(&variables, "PRUN_INDEX", index);
        variables.emplace_back("PRUN_COMMAND", task->command);
        variables.emplace_back("PRUN_PID", m_pid != 0 ? QByteArray::number(m_pid) : QByteArray());
    }
    const auto addMore = Overloaded{
        [&](const TaskStarted &started) { addNumber(&variables, "PRUN_ATTEMPT", started.attempt); },
        [&](const TaskFinished &finished) {
            addNumber(&variables, "PRUN_ATTEMPT", finished.attempt);
            addEnd(&variables, finished);
        },
        [&](const RunFinished &finished) { addEndOfRun(&variables, finished); },
        [](const auto &) {},
    };
    std::visit(addMore, event.what);
    return variables;
}

QByteArray EventVariables::whom(const Event &event) const
{
    TaskId id{};
    const TaskSpec *const task = taskOf(event, &id);
    if (!task)
        return {};
    return task->name.isEmpty() ? "command " + QByteArray::number(static_cast<qint64>(indexOf(id)))
                                : task->name;
}

} // namespace prun
