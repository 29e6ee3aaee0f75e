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

/// Tasks with consecutive numbers, for a loop.
class TaskRange
{
public:
    class Iterator
    {
    public:
        explicit Iterator(std::size_t index) : m_index(index) { }
        TaskId operator*() const { return TaskId(static_cast<quint32>(m_index)); }
        Iterator &operator++()
        {
            ++m_index;
            return *this;
        }
        bool operator==(const Iterator &) const = default;

    private:
        std::size_t m_index;
    };

    TaskRange(std::size_t first, std::size_t end) : m_first(first), m_end(end) { }
    Iterator begin() const { return Iterator(m_first); }
    Iterator end() const { return Iterator(m_end); }

private:
    std::size_t m_first;
    std::size_t m_end; // the number behind that of the last one
};

/// What is known of every task, as one array per column: a run may have 100,000 tasks, of which few
/// are alive. Tasks can be added, and the oldest that are final be forgotten: of those nothing may
/// be asked.
class JobTable
{
public:
    explicit JobTable(std::size_t tasks);

    /// How many there have been, those that are forgotten too.
    std::size_t size() const { return m_first + m_state.size(); }
    bool knows(TaskId task) const { return indexOf(task) >= m_first; }
    /// All that are not forgotten, in order.
    TaskRange known() const { return { m_first, size() }; }
    TaskId add();
    /// Forgets the oldest ones that are final, when there are so many that it pays.
    void forgetFinal();

    attempt::State &state(TaskId task) { return m_state[at(task)]; }
    attempt::State state(TaskId task) const { return m_state[at(task)]; }
    StopCause &cause(TaskId task) { return m_cause[at(task)]; }
    StopCause cause(TaskId task) const { return m_cause[at(task)]; }
    /// Number of the present or last attempt; 0 before the first.
    qint32 &attempt(TaskId task) { return m_attempt[at(task)]; }
    qint32 attempt(TaskId task) const { return m_attempt[at(task)]; }
    Instant &startedAt(TaskId task) { return m_startedAt[at(task)]; }
    Instant &lastOutput(TaskId task) { return m_lastOutput[at(task)]; }
    /// How often the tree was looked at since it was asked to end.
    quint8 &treeChecks(TaskId task) { return m_treeChecks[at(task)]; }
    /// From 1, of the present or last attempt.
    quint32 &slot(TaskId task) { return m_slot[at(task)]; }
    /// Tasks that it still waits for.
    quint32 &waitsFor(TaskId task) { return m_waitsFor[at(task)]; }

    enum Flag : quint8 {
        HasProcess = 1, ///< this attempt has, or had, a process
        OutputOpen = 2, ///< of this attempt
        Leaky = 4, ///< something that it left held its output for too long
        Forced = 8, ///< it was killed
        RetryPending = 16, ///< told with its end
        RetryDue = 32, ///< and its wait is over
        Final = 64, ///< nothing more will come of the task
    };
    bool has(TaskId task, Flag flag) const { return (m_flags[at(task)] & flag) != 0; }
    void set(TaskId task, Flag flag, bool on = true)
    {
        quint8 &flags = m_flags[at(task)];
        flags = static_cast<quint8>(on ? flags | flag : flags & ~flag);
    }
    void clearFlags(TaskId task) { m_flags[at(task)] = 0; }

private:
    std::size_t at(TaskId task) const { return indexOf(task) - m_first; }
    template<typename Visit>
    void forEachColumn(Visit &&visit);

    std::size_t m_first = 0; // index of the oldest task that is not forgotten
    std::size_t m_finals = 0; // of those from m_first on, as far as was looked
    std::vector<attempt::State> m_state;
    std::vector<StopCause> m_cause;
    std::vector<quint8> m_flags;
    std::vector<quint8> m_treeChecks;
    std::vector<qint32> m_attempt;
    std::vector<quint32> m_waitsFor;
    std::vector<quint32> m_slot;
    std::vector<Instant> m_startedAt;
    std::vector<Instant> m_lastOutput;
};

} // namespace prun
