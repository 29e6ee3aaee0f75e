// SPDX-License-Identifier: MIT
#include "run_board.h"

#include "common/outcome_text.h"

#include <algorithm>
#include <utility>

namespace prun {

void RunBoard::begin(const RunStarted &run)
{
    m_tasks = run.tasks;
    const auto isCommand = [](const TaskSpec &task) {
        return task.role == TaskSpec::Role::Command;
    };
    m_total = static_cast<int>(std::count_if(m_tasks.begin(), m_tasks.end(), isCommand));
}

void RunBoard::start(const TaskStarted &start, Nanoseconds at)
{
    auto running = std::make_unique<Running>();
    running->task = start.task;
    running->since = at;
    m_running.push_back(std::move(running));
    m_mostAtOnce = std::max(m_mostAtOnce, m_running.size());
}

void RunBoard::output(const TaskOutput &output)
{
    if (Running *running = find(output.task))
        running->tail.append(output.bytes);
}

void RunBoard::finish(const TaskFinished &end)
{
    using enum Outcome::Kind;
    if (Running *running = find(end.task))
        running->end = end;
    if (end.willRetry || m_tasks[indexOf(end.task)].role != TaskSpec::Role::Command)
        return;
    ++m_done;
    if (isFailed(end))
        ++m_failed;
    else if (end.outcome.kind != Succeeded)
        ++m_canceled;
    if (end.attempt > 0) {
        ++m_timed;
        m_timeSpent += end.duration;
    }
}

bool RunBoard::isFailed(const TaskFinished &end) const
{
    return isFailure(end.outcome) && !m_stoppedByUser;
}

std::unique_ptr<RunBoard::Running> RunBoard::outputEnded(TaskId task)
{
    const auto at = std::find_if(m_running.begin(), m_running.end(),
                                 [task](const auto &running) { return running->task == task; });
    if (at == m_running.end())
        return nullptr;
    std::unique_ptr<Running> running = std::move(*at);
    m_running.erase(at);
    return running;
}

int RunBoard::active() const
{
    return static_cast<int>(std::count_if(m_running.begin(), m_running.end(),
                                          [](const auto &running) { return !running->end; }));
}

std::optional<Nanoseconds> RunBoard::remaining(Nanoseconds now) const
{
    if (m_timed == 0 || m_done >= m_total)
        return std::nullopt;
    const Nanoseconds mean = m_timeSpent / m_timed;
    const int waiting = std::max(0, m_total - m_done - active());
    Nanoseconds left = mean * waiting;
    Nanoseconds longest{};
    for (const auto &running : m_running) {
        if (running->end)
            continue;
        const Nanoseconds rest = std::max(Nanoseconds(0), mean - (now - running->since));
        left += rest;
        longest = std::max(longest, rest);
    }
    return std::max(longest, Nanoseconds(left / static_cast<qint64>(m_mostAtOnce)));
}

RunBoard::Running *RunBoard::find(TaskId task)
{
    for (const auto &running : m_running) {
        if (running->task == task)
            return running.get();
    }
    return nullptr;
}

} // namespace prun
