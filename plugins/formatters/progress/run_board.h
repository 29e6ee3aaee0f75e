// SPDX-License-Identifier: MIT
#pragma once

#include "common/output_tail.h"

#include <prun/event.h>

#include <memory>
#include <optional>
#include <vector>

namespace prun {

/// Where the run stands: a fold over its events.
class RunBoard
{
public:
    struct Running
    {
        TaskId task{};
        Nanoseconds since{};
        OutputTail tail;
        std::optional<TaskFinished> end; ///< ended, but its output has not
    };

    void begin(const RunStarted &run);
    void start(const TaskStarted &start, Nanoseconds at);
    void output(const TaskOutput &output);
    void finish(const TaskFinished &end);
    /// A signal to prun, or a reader that goes away: what ends from now on has not failed by
    /// itself.
    void stoppedByUser() { m_stoppedByUser = true; }
    bool isFailed(const TaskFinished &end) const;
    /// Takes out the command of which nothing more will come; null if it was not running.
    std::unique_ptr<Running> outputEnded(TaskId task);

    const std::vector<std::unique_ptr<Running>> &running() const { return m_running; }
    int total() const { return m_total; } ///< commands of the run, without teardown
    int done() const { return m_done; }
    int failed() const { return m_failed; }
    int canceled() const { return m_canceled; } ///< skipped and interrupted ones included
    int active() const; ///< commands whose process runs
    /// How long the rest will take if it is like what is over; nothing before anything is.
    std::optional<Nanoseconds> remaining(Nanoseconds now) const;

private:
    Running *find(TaskId task);

    std::span<const TaskSpec> m_tasks;
    std::vector<std::unique_ptr<Running>> m_running; // in the order of their starts
    std::size_t m_mostAtOnce = 1;
    int m_total = 0;
    int m_done = 0;
    int m_failed = 0;
    int m_canceled = 0;
    int m_timed = 0; // commands whose durations are in m_timeSpent
    Nanoseconds m_timeSpent{};
    bool m_stoppedByUser = false;
};

} // namespace prun
