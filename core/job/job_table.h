// SPDX-License-Identifier: MIT
#pragma once

#include <core/job/attempt_machine.h>

#include <prun/event.h>

#include <vector>

namespace prun {

using Instant = std::chrono::nanoseconds;

/// Why an attempt is stopped.
enum class StopCause : quint8 {
    None,
    Canceled, ///< prun chose to: another command ended or failed
    TimedOut, ///< --timeout
    Idle, ///< --idle-timeout
    RunStopped, ///< a signal to prun, its deadline, or nobody reads its output
};

/// What is known of every task, as one array per column: a run may have 100,000 tasks, of which few
/// are alive.
class JobTable
{
public:
    explicit JobTable(std::size_t tasks);

    std::size_t size() const { return m_state.size(); }

    attempt::State &state(TaskId task) { return m_state[indexOf(task)]; }
    attempt::State state(TaskId task) const { return m_state[indexOf(task)]; }
    StopCause &cause(TaskId task) { return m_cause[indexOf(task)]; }
    StopCause cause(TaskId task) const { return m_cause[indexOf(task)]; }
    /// Number of the present or last attempt; 0 before the first.
    qint32 &attempt(TaskId task) { return m_attempt[indexOf(task)]; }
    qint32 attempt(TaskId task) const { return m_attempt[indexOf(task)]; }
    Instant &startedAt(TaskId task) { return m_startedAt[indexOf(task)]; }
    Instant &lastOutput(TaskId task) { return m_lastOutput[indexOf(task)]; }
    /// How often the tree was looked at since it was asked to end.
    quint8 &treeChecks(TaskId task) { return m_treeChecks[indexOf(task)]; }
    /// Tasks that it still waits for.
    quint32 &waitsFor(TaskId task) { return m_waitsFor[indexOf(task)]; }

    enum Flag : quint8 {
        HasProcess = 1, ///< this attempt has, or had, a process
        OutputOpen = 2, ///< of this attempt
        Leaky = 4, ///< something that it left held its output for too long
        Forced = 8, ///< it was killed
        RetryPending = 16, ///< told with its end
        RetryDue = 32, ///< and its wait is over
        Final = 64, ///< nothing more will come of the task
    };
    bool has(TaskId task, Flag flag) const { return (m_flags[indexOf(task)] & flag) != 0; }
    void set(TaskId task, Flag flag, bool on = true)
    {
        quint8 &flags = m_flags[indexOf(task)];
        flags = static_cast<quint8>(on ? flags | flag : flags & ~flag);
    }
    void clearFlags(TaskId task) { m_flags[indexOf(task)] = 0; }

private:
    std::vector<attempt::State> m_state;
    std::vector<StopCause> m_cause;
    std::vector<quint8> m_flags;
    std::vector<quint8> m_treeChecks;
    std::vector<qint32> m_attempt;
    std::vector<quint32> m_waitsFor;
    std::vector<Instant> m_startedAt;
    std::vector<Instant> m_lastOutput;
};

} // namespace prun
