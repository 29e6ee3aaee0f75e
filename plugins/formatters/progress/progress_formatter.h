// SPDX-License-Identifier: MIT
#pragma once

#include "live_region.h"
#include "run_board.h"

#include "common/labels.h"
#include "common/style.h"
#include "common/timings_table.h"

#include <prun/formatter.h>

namespace prun {

/// A live view at the bottom of the terminal that standard error is; failures scroll above it and
/// stay. Without a terminal a line per command that has ended.
class ProgressFormatter final : public Formatter
{
public:
    ProgressFormatter(const FormatterContext &context, Labels labels);

    void consume(const Event &event, Output &out) override;
    std::chrono::milliseconds tickInterval() const override;
    void tick(Nanoseconds now, Output &out) override;
    void resized(int columns, int rows) override;
    void suspend(Output &out) override;

private:
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
    void conclude(const TaskFinished &end, const OutputTail &tail, Nanoseconds at, Output &out);
    QByteArray endLine(const TaskFinished &end, Nanoseconds at);
    QByteArray summary(const RunFinished &run) const;
    QByteArray mark(bool good) const;
    /// Lines that stay, above the live view.
    void print(const QByteArray &lines, Nanoseconds now, Output &out);
    void draw(Nanoseconds now, Output &out);

    Presentation m_presentation;
    Labels m_labels;
    Palette m_palette;
    RunBoard m_board;
    LiveRegion m_region;
    TimingsTable m_timings;
    std::vector<TaskFinished> m_failures; // the first ones, for the summary
    bool m_terminal;
    bool m_live; // there is a live view, and the run is not over
    bool m_unicode;
    int m_columns;
    int m_rows;
};

} // namespace prun
