// SPDX-License-Identifier: MIT
#pragma once

#include "failure_digest.h"
#include "labelled_writer.h"
#include "style.h"
#include "timings_table.h"

#include <prun/formatter.h>

#include <memory>
#include <optional>
#include <vector>

namespace prun {

/// The commands' output, each line behind the label of its command, and what prun has to say about
/// them in lines of the same kind on standard error.
class LabelledFormatter final : public Formatter
{
public:
    /// Live: output comes as it is written. Grouped: the output of a command comes in one piece,
    /// and what is said about the command waits for it.
    enum class Order : quint8 { Live, Grouped };

    static Result<std::unique_ptr<Formatter>> create(const FormatterContext &context, Order order);

    void consume(const Event &event, Output &out) override;
    std::chrono::milliseconds tickInterval() const override;
    void tick(Nanoseconds now, Output &out) override;
    void resized(int columns, int rows) override;

private:
    /// What is remembered of a command from its start to the end of its output.
    struct Life
    {
        WallTime startedAt;
        OutputTail tail;
        QByteArray before; // lines to show before its output
        QByteArray after; // lines to show after it
        std::optional<TaskFinished> end;
        Nanoseconds endedAt{};
    };

    LabelledFormatter(const FormatterContext &context, Order order, Labels labels);

    void on(const RunStarted &run, Nanoseconds at, Output &out);
    void on(const TaskStarted &start, Nanoseconds at, Output &out);
    void on(const TaskOutput &output, Nanoseconds at, Output &out);
    void on(const TaskAlert &alert, Nanoseconds at, Output &out);
    void on(const TaskFinished &end, Nanoseconds at, Output &out);
    void on(const TaskRetrying &retry, Nanoseconds at, Output &out);
    void on(const TaskOutputEnded &ended, Nanoseconds at, Output &out);
    void on(const RunHalted &halted, Nanoseconds at, Output &out);
    void on(const RunStopping &stopping, Nanoseconds at, Output &out);
    void on(const Notice &notice, Nanoseconds at, Output &out);
    void on(const RunFinished &run, Nanoseconds at, Output &out);
    void on(const TaskQueued &, Nanoseconds, Output &) { }
    void on(const TaskAdded &, Nanoseconds, Output &) { } // it is not used where tasks are added

    bool isHidden(TaskId task) const;
    bool isTold(const TaskFinished &end) const;
    Life &lifeOf(TaskId task);
    QByteArray line(TaskId task, Nanoseconds at, const Style &style, const QByteArray &text);
    QByteArray endLines(const TaskFinished &end, Nanoseconds at);
    void conclude(const TaskFinished &end, const OutputTail &tail);
    void flush(QByteArray &lines, Output &out);
    void flushOverdue(Nanoseconds now, Output &out);

    Order m_order;
    Presentation m_presentation;
    LabelledWriter m_writer;
    Palette m_palette;
    FailureDigest m_digest;
    TimingsTable m_timings;
    WallTime m_startedAt;
    bool m_terminal;
    bool m_unicode;
    int m_columns; // of the terminal that standard error is, or 0
    bool m_stoppedByUser = false; // what ends from now on has not failed by itself
    std::vector<std::unique_ptr<Life>> m_lives; // by task; null when it does not run
    std::vector<TaskId> m_ending; // their processes have ended, their output has not
};

} // namespace prun
