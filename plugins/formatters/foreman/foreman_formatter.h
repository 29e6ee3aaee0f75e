// SPDX-License-Identifier: MIT
#pragma once

#include "common/labelled_writer.h"

#include <prun/formatter.h>

#include <vector>

namespace prun {

/// What foreman shows of a run, line for line, all of it on standard output: the commands' output
/// and what becomes of them behind time and name, what prun does behind the name `system`. Messages
/// that foreman does not have go to standard error.
class ForemanFormatter final : public Formatter
{
public:
    static Result<std::unique_ptr<Formatter>> create(const FormatterContext &context);

    void consume(const Event &event, Output &out) override;
    std::chrono::milliseconds tickInterval() const override;
    void tick(Nanoseconds now, Output &out) override;

private:
    struct Look
    {
        int width = 6; // of the names
        bool time = true;
        bool stops = false; // told at the end, if not before
    };

    ForemanFormatter(const FormatterContext &context, Look look, Labels labels);

    static Result<Look> lookOf(const QMap<QString, QString> &options);

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
    void tell(TaskId task, const QByteArray &text, Nanoseconds at, Output &out);
    void tellSystem(const QByteArray &text, Nanoseconds at, Output &out);
    void tellStop(int signal, Nanoseconds at, Output &out);
    QByteArray endText(const TaskFinished &end) const;

    const Look m_look;
    const Presentation m_presentation;
    LabelledWriter m_writer;
    Style m_systemStyle;
    WallTime m_startedAt;
    std::vector<bool> m_alive; // by task
    bool m_stopTold = false;
    bool m_killTold = false;
};

} // namespace prun
