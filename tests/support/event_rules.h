// SPDX-License-Identifier: MIT
#pragma once

#include <core/events/event_sink.h>

#include <QtCore/qstringlist.h>

#include <map>

namespace prun {

/// Checks that a stream of events is one that a run may tell. What is wrong with it is collected
/// in `complaints`.
class EventRules final : public EventSink
{
public:
    QStringList complaints;

    struct Task
    {
        int starts = 0;
        int ends = 0; ///< of attempts that had started
        int outputEnds = 0;
        int finals = 0; ///< ends without another attempt to come
        int lastAttempt = 0;
        int announced = 0; ///< number of the attempt that TaskRetrying promised
        bool queued = false;
        bool running = false;
        bool draining = false; ///< ended, output still open
        Outcome outcome;
    };
    std::map<TaskId, Task> tasks;
    std::span<const TaskSpec> specs;
    std::size_t added = 0; ///< tasks that were not known when the run began
    int slots = 0;
    int running = 0;
    int mostRunning = 0;
    bool started = false;
    bool halted = false; ///< no command is started after that
    bool stopping = false;
    bool forced = false;
    bool over = false;

    void consume(const Event &event) override
    {
        require(!over, "something after RunFinished");
        require(started == !std::holds_alternative<RunStarted>(event.what),
                "RunStarted comes first");
        require(event.at >= m_last, "time goes back");
        m_last = event.at;
        std::visit([this](const auto &what) { see(what); }, event.what);
    }

private:
    void require(bool holds, const char *rule)
    {
        if (!holds)
            complaints << QString::fromLatin1(rule);
    }
    bool isCommand(TaskId task) const
    {
        return indexOf(task) < added || specs[indexOf(task)].role == TaskSpec::Role::Command;
    }
    void see(const RunStarted &run)
    {
        started = true;
        specs = run.tasks;
        slots = run.slots;
    }
    void see(const TaskAdded &news)
    {
        require(specs.empty() && indexOf(news.task) == added, "tasks are added in order");
        require(news.spec != nullptr, "a task without a description");
        ++added;
    }
    void see(const TaskQueued &queued)
    {
        require(!tasks[queued.task].queued, "queued twice");
        tasks[queued.task].queued = true;
    }
    void see(const TaskStarted &start)
    {
        Task &task = tasks[start.task];
        require(task.queued || !isCommand(start.task), "started before it was queued");
        require(!task.running, "started while it ran");
        require(!task.draining, "started before its last attempt was drained");
        require(task.finals == 0, "started after its end");
        require(start.attempt == task.lastAttempt + 1 || start.attempt > task.lastAttempt,
                "attempts count up");
        require(task.starts == 0 || task.announced == start.attempt, "unannounced attempt");
        require(!halted || !isCommand(start.task) || --m_starting >= 0, "started after the halt");
        task.running = true;
        task.lastAttempt = start.attempt;
        ++task.starts;
        mostRunning = std::max(mostRunning, ++running);
    }
    void see(const TaskOutput &output)
    {
        const Task &task = tasks[output.task];
        require(task.running || task.draining, "output of nobody");
        require(!output.bytes.isEmpty(), "empty output");
        require(output.partial || output.bytes.endsWith('\n'), "half a line as a whole one");
    }
    void see(const TaskAlert &) { }
    void see(const TaskFinished &end)
    {
        Task &task = tasks[end.task];
        require(end.duration >= Nanoseconds{}, "negative duration");
        require(task.finals == 0, "ended twice");
        if (task.running) {
            require(end.attempt == task.lastAttempt, "another attempt ended than ran");
            ++task.ends;
            task.running = false;
            task.draining = true;
            --running;
        } else {
            require(end.attempt != task.lastAttempt || end.attempt == 0, "an attempt ended twice");
        }
        task.lastAttempt = std::max(task.lastAttempt, end.attempt);
        task.outcome = end.outcome;
        if (!end.willRetry)
            ++task.finals;
    }
    void see(const TaskRetrying &retry)
    {
        Task &task = tasks[retry.task];
        require(task.finals == 0 && !task.running, "retry of nothing");
        require(retry.nextAttempt == task.lastAttempt + 1, "retry with the wrong number");
        require(!stopping, "retry after the stop");
        task.announced = retry.nextAttempt;
    }
    void see(const TaskOutputEnded &end)
    {
        Task &task = tasks[end.task];
        require(task.draining, "output ended before its attempt");
        task.draining = false;
        ++task.outputEnds;
    }
    void see(const RunHalted &halt)
    {
        require(!halted, "halted twice");
        require(tasks[halt.task].finals == 1, "halted before the end of the cause");
        require(halt.running >= running, "more run than was told");
        halted = true;
        m_starting = halt.running - running;
    }
    void see(const RunStopping &stop)
    {
        stopping = true;
        forced = forced || stop.forced;
    }
    void see(const Notice &notice) { require(!notice.text.contains('\n'), "notice of two lines"); }
    void see(const RunFinished &)
    {
        over = true;
        for (const auto &[id, task] : tasks) {
            require(!task.running, "ran beyond the end");
            require(!task.draining, "drained beyond the end");
            require(task.finals == 1, "did not end exactly once");
            require(task.starts == task.ends && task.starts == task.outputEnds, "uneven attempts");
        }
        require(tasks.size() >= added, "a command that was added is missing");
        if (!specs.empty())
            require(tasks.size() >= std::size_t(
                        std::ranges::count(specs, TaskSpec::Role::Command, &TaskSpec::role)),
                    "a command is missing");
    }

    Nanoseconds m_last{};
    int m_starting = 0; // at the halt
};

} // namespace prun
