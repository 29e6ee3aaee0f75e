// SPDX-License-Identifier: MIT
#pragma once

#include <app/run_request.h>

#include <core/events/event_sink.h>
#include <core/exec/process_runner.h>

#include <platform/input_source.h>

#include <unordered_map>

namespace prun {

/// Sends the lines of prun's standard input to commands (--handle-input). `name:text` or `1:text`
/// goes to the command of that name or index, any other line to the default target. What comes for
/// a command before it runs waits for it; the end of input is passed on to all. While a megabyte
/// waits for commands that do not take it, no more is read.
class InputRouter final : public EventSink
{
public:
    /// `tasks` and `runner` must outlive it. `complain` gets one line about input for nobody.
    InputRouter(std::span<const TaskSpec> tasks, TaskId defaultTarget, ProcessRunner *runner,
                std::function<void(const QByteArray &)> complain);

    void start();
    void consume(const Event &event) override;

    /// The command that a line is for, and what of the line is for it.
    struct Addressed
    {
        TaskId task;
        QByteArrayView text;
    };
    Addressed address(QByteArrayView line) const;

    /// As read: whole and unfinished lines.
    void take(QByteArrayView bytes);

private:
    enum class State : quint8 { Waiting, Running, Over };

    void takeLine(QByteArrayView line);
    void send(Addressed addressed);
    void ended(std::error_code reason);
    void begin(TaskId task);
    void finish(TaskId task, bool willRetry);
    QByteArray takeWaiting(TaskId task);
    void pauseIfMuchWaits();

    std::span<const TaskSpec> m_tasks;
    TaskId m_defaultTarget;
    ProcessRunner *m_runner;
    std::function<void(const QByteArray &)> m_complain;
    std::unique_ptr<InputSource> m_source;
    QByteArray m_unfinished; // a line without its end
    std::optional<TaskId> m_longLine; // whose beginning was sent already
    std::unordered_map<TaskId, QByteArray> m_waiting; // for commands that do not run yet
    qint64 m_waitingBytes = 0; // of them
    std::vector<State> m_states;
    bool m_ended = false;
};

} // namespace prun
