// SPDX-License-Identifier: MIT
#pragma once

#include "concurrently_log.h"
#include "concurrently_prefix.h"
#include "terminal_text.h"

#include <prun/formatter.h>

#include <memory>
#include <optional>
#include <vector>

namespace prun {

/// What concurrently would print. Everything goes to standard output; only prun's own warnings and
/// errors, for which concurrently has no words, go to standard error.
class ConcurrentlyFormatter final : public Formatter
{
public:
    static Result<std::unique_ptr<Formatter>> create(const FormatterContext &context);

    void consume(const Event &event, Output &out) override;

private:
    /// What is known of a command.
    struct Life
    {
        bool running = false; // from its start until all of its output is read
        WallTime startedAt{};
        WallTime stoppedAt{};
        Nanoseconds began{}; // at startedAt
        std::optional<TaskFinished> end = {}; // of the present attempt
        Nanoseconds endedAt{};
        std::unique_ptr<TerminalText> filters[2] = {}; // on terminals
    };
    /// A line of the table at the end.
    struct Row
    {
        TaskId task{};
        qint64 milliseconds = 0;
        QByteArray exit;
        bool killed = false;
    };

    ConcurrentlyFormatter(const FormatterContext &context, ConcurrentlyPrefix prefix);

    void on(const RunStarted &run, Nanoseconds at, QByteArray &out);
    void on(const TaskStarted &start, Nanoseconds at, QByteArray &out);
    void on(const TaskFinished &end, Nanoseconds at, QByteArray &out);
    void on(const TaskOutputEnded &ended, Nanoseconds at, QByteArray &out);
    void on(const RunStopping &stopping, Nanoseconds at, QByteArray &out);
    void on(const RunFinished &run, Nanoseconds at, QByteArray &out);
    void output(const TaskOutput &output, Nanoseconds at, Output &out);
    void ownMessage(const QByteArray &text, Output &out);

    bool isTeardown(TaskId task) const;
    bool isHidden(TaskId task) const;
    void tellCommand(TaskId task, const QByteArray &text, Nanoseconds at, QByteArray &out);
    void tellRun(const QByteArray &text, QByteArray &out);
    void ended(TaskId task, Nanoseconds at, QByteArray &out);
    void tellNoStart(const TaskFinished &end, Nanoseconds at, QByteArray &out);
    void followEnd(const Outcome &outcome, QByteArray &out);
    void tellStop(QByteArray &out);
    void tellKill(QByteArray &out);
    int countRunning() const;
    static qint64 durationOf(const Life &life);
    Row rowFor(TaskId task, const Life &life) const;
    void tellTimings(QByteArray &out);

    Presentation m_presentation;
    ConcurrentlyPrefix m_prefix;
    ConcurrentlyLog m_log;
    ChalkStyle m_reset;
    std::span<const TaskSpec> m_tasks;
    std::vector<Life> m_lives; // by task
    std::vector<Row> m_rows; // in the order of ends
    std::size_t m_commands = 0;
    std::optional<RunStopping> m_stopping; // of the others, because one has ended
    std::optional<Nanoseconds> m_signalAt; // when prun was asked to end
    bool m_interrupted = false; // by Ctrl-C
    bool m_terminal[2];
    bool m_grouped = false; // what commands do is told when it is their turn
    bool m_stopIsToBeTold = false; // as soon as the end is told that it is for
    bool m_killTold = false;
    bool m_timingsTold = false;
};

} // namespace prun
