// SPDX-License-Identifier: MIT
#include "event_scripts.h"

#include <csignal>

namespace prun::test {

namespace {

constexpr qint64 someMonday = 1'767'582'245'678; // 2026-01-05 03:04:05.678 UTC

std::size_t at(int task)
{
    return static_cast<std::size_t>(task);
}

} // namespace

EventScript &EventScript::task(QByteArray command, QByteArray name, TaskSpec::Role role)
{
    static const auto surroundings = std::make_shared<const Surroundings>();
    TaskSpec spec;
    spec.name = std::move(name);
    spec.command = std::move(command);
    spec.surroundings = surroundings;
    spec.role = role;
    m_tasks.push_back(std::move(spec));
    m_startedAt.emplace_back();
    m_attempts.push_back(0);
    return *this;
}

template<typename What>
EventScript &EventScript::add(What what)
{
    m_events.push_back({ m_now, std::move(what) });
    return *this;
}

EventScript &EventScript::at(int milliseconds)
{
    m_now = std::chrono::milliseconds(milliseconds);
    return *this;
}

EventScript &EventScript::queue(int task)
{
    return add(TaskQueued{ TaskId(task) });
}

EventScript &EventScript::start(int task, int attempt)
{
    m_startedAt[test::at(task)] = m_now;
    m_attempts[test::at(task)] = attempt;
    const WallTime time{ std::chrono::milliseconds(someMonday)
                         + std::chrono::floor<std::chrono::milliseconds>(m_now) };
    return add(TaskStarted{ TaskId(task), attempt, 1000 + 10 * task + attempt, time });
}

EventScript &EventScript::output(int task, Stream stream, const QByteArray &bytes)
{
    m_texts.push_back(bytes);
    return add(TaskOutput{ TaskId(task), stream, !bytes.endsWith('\n'), m_texts.back() });
}

EventScript &EventScript::alert(int task, QByteArray text)
{
    return add(TaskAlert{ TaskId(task), std::move(text) });
}

EventScript &EventScript::exit(int task, Outcome outcome, QByteArray reason, bool willRetry)
{
    return add(TaskFinished{ TaskId(task), m_attempts[test::at(task)], outcome,
                             m_now - m_startedAt[test::at(task)], std::move(reason), willRetry });
}

EventScript &EventScript::outputEnd(int task, bool leaky)
{
    return add(TaskOutputEnded{ TaskId(task), m_attempts[test::at(task)], leaky });
}

EventScript &EventScript::end(int task, int exitCode)
{
    Outcome outcome;
    outcome.kind = exitCode == 0 ? Outcome::Kind::Succeeded : Outcome::Kind::Failed;
    outcome.exitCode = exitCode;
    return exit(task, outcome).outputEnd(task);
}

EventScript &EventScript::neverStarted(int task, Outcome outcome, QByteArray reason)
{
    return add(TaskFinished{ TaskId(task), 0, outcome, {}, std::move(reason), false });
}

EventScript &EventScript::retry(int task, int nextAttempt, int delay)
{
    return add(TaskRetrying{ TaskId(task), nextAttempt, std::chrono::milliseconds(delay) });
}

EventScript &EventScript::stopping(RunStopping::Why why, int signal, int commands, bool forced)
{
    // What forces is a second Ctrl-C, and the commands get SIGKILL.
    const int asked = forced ? SIGINT : signal;
    const int received = why == RunStopping::Why::Signal ? asked : 0;
    return add(RunStopping{ why, signal, commands, forced, received });
}

EventScript &EventScript::halted(int cause, int running, bool stops)
{
    return add(RunHalted{
        TaskId(cause), { .kind = Outcome::Kind::Failed, .exitCode = 1 }, 1, running, stops });
}

EventScript &EventScript::notice(Notice::Level level, QByteArray text)
{
    return add(Notice{ level, std::move(text) });
}

EventScript &EventScript::finish(int exitStatus, int signal)
{
    return add(RunFinished{ exitStatus, signal, m_now });
}

Event EventScript::beginning() const
{
    return { {},
             RunStarted{ m_tasks, "run-1", 0, WallTime{ std::chrono::milliseconds(someMonday) } } };
}

} // namespace prun::test
