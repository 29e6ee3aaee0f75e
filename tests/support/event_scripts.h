// SPDX-License-Identifier: MIT
#pragma once

#include <prun/formatter.h>

#include <deque>
#include <memory>
#include <vector>

namespace prun::test {

/// A run as its events tell it, made by hand: what every formatter is tried on. Times are
/// milliseconds since the start; each call adds one event.
class EventScript
{
public:
    explicit EventScript(QByteArray name) : m_name(std::move(name)) { }
    Q_DISABLE_COPY_MOVE(EventScript)

    FormatterContext context;

    EventScript &task(QByteArray command, QByteArray name = {},
                      TaskSpec::Role role = TaskSpec::Role::Command);
    EventScript &at(int milliseconds);
    EventScript &queue(int task);
    EventScript &start(int task, int attempt = 1);
    EventScript &out(int task, QByteArray bytes) { return output(task, Stream::Out, bytes); }
    EventScript &err(int task, QByteArray bytes) { return output(task, Stream::Err, bytes); }
    EventScript &output(int task, Stream stream, const QByteArray &bytes);
    EventScript &alert(int task, QByteArray text);
    /// The end of the process; its duration is the time since its last start.
    EventScript &exit(int task, Outcome outcome, QByteArray reason = {}, bool willRetry = false);
    EventScript &outputEnd(int task, bool leaky = false);
    /// exit() and outputEnd() of a command that ended by itself.
    EventScript &end(int task, int exitCode = 0);
    EventScript &neverStarted(int task, Outcome outcome, QByteArray reason);
    EventScript &retry(int task, int nextAttempt, int delay = 0);
    EventScript &stopping(RunStopping::Why why, int signal, int commands, bool forced = false);
    EventScript &halted(int cause, int running, bool stops = false);
    EventScript &notice(Notice::Level level, QByteArray text);
    EventScript &finish(int exitStatus = 0, int signal = 0);

    const QByteArray &name() const { return m_name; }
    const std::vector<TaskSpec> &tasks() const { return m_tasks; }
    const std::vector<Event> &events() const { return m_events; } ///< without RunStarted
    Event beginning() const; ///< RunStarted

    /// What a formatter makes of the run, to be read and compared: a line per line written, with
    /// the stream before it (`out|`, `err|`, or `tty|` if both are the same terminal); control
    /// characters escaped; a backslash at the end of a piece without a line end. Ticks come as the
    /// formatter asks for them.
    QByteArray play(Formatter &formatter) const { return play(formatter, context); }
    QByteArray play(Formatter &formatter, const FormatterContext &places) const;

private:
    template<typename What>
    EventScript &add(What what);

    QByteArray m_name;
    std::vector<TaskSpec> m_tasks;
    std::vector<Event> m_events;
    std::deque<QByteArray> m_texts; // that the events' views refer to
    std::vector<Nanoseconds> m_startedAt;
    std::vector<int> m_attempts;
    Nanoseconds m_now{};
};

/// The runs that every formatter is compared on, each with a name of its own.
std::vector<std::unique_ptr<EventScript>> eventScripts();

} // namespace prun::test
