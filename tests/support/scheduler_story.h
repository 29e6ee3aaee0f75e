// SPDX-License-Identifier: MIT
#pragma once

#include <core/schedule/scheduler.h>

#include <QtCore/qbytearraylist.h>

#include <memory>

namespace prun::test {

/// What the scheduler wants done, one word per action; facts are left out but for a few.
inline QByteArray wordsOf(const Actions &actions)
{
    QByteArrayList words;
    const auto id = [](TaskId task) { return QByteArray::number(quint32(task)); };
    for (const Action &one : actions) {
        std::visit(Overloaded{
                       [&](const action::Spawn &spawn) { words << "spawn" + id(spawn.task); },
                       [&](const action::SignalTree &send) {
                           words << "signal" + id(send.task) + ':'
                                   + QByteArray::number(send.signal);
                       },
                       [&](const action::KillTree &kill) { words << "kill" + id(kill.task); },
                       [&](const action::CheckTree &check) { words << "check" + id(check.task); },
                       [&](const action::NameSurvivors &) { words << "survivors"; },
                       [&](const action::EndLeak &leak) { words << "leak" + id(leak.task); },
                       [&](const action::EndRun &end) { words << (end.sweep ? "sweep" : "end"); },
                       [&](const action::Tell &fact) {
                           if (const auto *finished = std::get_if<TaskFinished>(&fact.what))
                               words << id(finished->task) + '=' + nameOf(finished->outcome.kind)
                                       + (finished->reason.contains("memory") ? "(memory)" : "");
                           else if (const auto *retry = std::get_if<TaskRetrying>(&fact.what))
                               words << "retry" + id(retry->task);
                           else if (const auto *halted = std::get_if<RunHalted>(&fact.what))
                               words << "halt" + id(halted->task) + ':'
                                       + QByteArray::number(halted->failures) + '/'
                                       + QByteArray::number(halted->running);
                       },
                       [](const auto &) {},
                   },
                   one);
    }
    return words.join(' ');
}

/// A run that is told by hand what happens.
class Story
{
public:
    explicit Story(int commands, RunPolicy run = {}, TaskPolicy policy = {}, int teardowns = 0)
    {
        for (int i = 0; i < commands + teardowns; ++i) {
            const auto role = i < commands ? TaskSpec::Role::Command : TaskSpec::Role::Teardown;
            plan.tasks.push_back({ {}, "command", {}, std::make_shared<Surroundings>(), role });
        }
        plan.run = run;
        plan.policies = { policy };
    }

    QByteArray begin()
    {
        m_scheduler = std::make_unique<Scheduler>(plan, options);
        return apply(input::Begin());
    }
    QByteArray apply(const Input &input) { return wordsOf(m_scheduler->apply(input, now)); }
    QByteArray started(int task) { return apply(input::Spawned{ id(task), 100 + task, {} }); }
    QByteArray exited(int task, int code) { return apply(exit(task, code, 0)); }
    QByteArray died(int task, int signal) { return apply(exit(task, 0, signal)); }
    QByteArray drained(int task) { return apply(input::OutputEnded{ id(task) }); }
    QByteArray checked(int task, bool alive)
    {
        return apply(input::TreeChecked{ id(task), alive });
    }
    QByteArray signaled(int signal, bool key = false)
    {
        return apply(input::StopAsked{ signal, key });
    }
    /// The system ends prun when `left` is over.
    QByteArray closed(Nanoseconds left) { return apply(input::StopAsked{ 1, false, left }); }
    QByteArray wait(Instant time)
    {
        now += time;
        return apply(input::Tick());
    }
    Scheduler &scheduler() { return *m_scheduler; }

    Plan plan;
    Scheduler::Options options;
    Instant now{};

private:
    static TaskId id(int task) { return TaskId(quint32(task)); }
    static input::Exited exit(int task, int code, int signal)
    {
        input::Exited exited;
        exited.task = id(task);
        exited.exitCode = code;
        exited.signal = signal;
        return exited;
    }

    std::unique_ptr<Scheduler> m_scheduler;
};

} // namespace prun::test
