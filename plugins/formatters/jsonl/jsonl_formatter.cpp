// SPDX-License-Identifier: MIT
#include "jsonl_formatter.h"

#include "json_line.h"

#include "common/signal_name.h"

#include <QtCore/qdatetime.h>

namespace prun {

namespace {

qint64 number(TaskId task)
{
    return static_cast<qint64>(indexOf(task));
}

QByteArray utcText(WallTime time)
{
    using namespace std::chrono;
    const qint64 ms = floor<milliseconds>(time.time_since_epoch()).count();
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
}

const char *nameOf(RunStopping::Why why)
{
    switch (why) {
    case RunStopping::Why::OtherEnded:
        return "other-ended";
    case RunStopping::Why::OtherFailed:
        return "other-failed";
    case RunStopping::Why::Signal:
        return "signal";
    case RunStopping::Why::Deadline:
        return "deadline";
    case RunStopping::Why::ReaderGone:
        return "reader-gone";
    case RunStopping::Why::OutputLost:
        break;
    }
    return "output-lost";
}

const char *nameOf(Notice::Level level)
{
    switch (level) {
    case Notice::Level::Detail:
        return "detail";
    case Notice::Level::Information:
        return "information";
    case Notice::Level::Warning:
        return "warning";
    case Notice::Level::Error:
        break;
    }
    return "error";
}

void addSignal(JsonLine &line, int signal, const char *key = "signal",
               const char *nameKey = "signalName")
{
    if (signal == 0)
        line.null(key).null(nameKey);
    else
        line.number(key, signal).bytes(nameKey, nameOfSignal(signal));
}

void addTask(JsonLine &line, const TaskSpec &task)
{
    line.bytes("name", task.name).bytes("command", task.command);
    line.word("role", task.role == TaskSpec::Role::Teardown ? "teardown" : "command");
}

/// Writes one event as one line.
class Writer
{
public:
    Writer(QByteArray &buffer, Nanoseconds at) : m_buffer(buffer), m_at(at) { }

    void operator()(const RunStarted &run)
    {
        JsonLine line(m_buffer, m_at, "run-started");
        line.bytes("at", utcText(run.at)).bytes("runId", run.runId).number("slots", run.slots);
        line.beginArray("tasks");
        for (std::size_t i = 0; i < run.tasks.size(); ++i) {
            line.beginObject().number("task", static_cast<qint64>(i));
            addTask(line, run.tasks[i]);
            line.endObject();
        }
        line.endArray();
    }

    void operator()(const TaskAdded &added)
    {
        JsonLine line(m_buffer, m_at, "task-added");
        line.number("task", number(added.task));
        addTask(line, *added.spec);
    }

    void operator()(const TaskQueued &queued)
    {
        JsonLine(m_buffer, m_at, "task-queued").number("task", number(queued.task));
    }

    void operator()(const TaskStarted &start)
    {
        JsonLine(m_buffer, m_at, "task-started")
            .number("task", number(start.task))
            .number("attempt", start.attempt)
            .number("pid", start.pid)
            .number("slot", start.slot)
            .bytes("at", utcText(start.at));
    }

    void operator()(const TaskOutput &output)
    {
        JsonLine(m_buffer, m_at, "task-output")
            .number("task", number(output.task))
            .word("stream", output.stream == Stream::Out ? "out" : "err")
            .boolean("partial", output.partial)
            .bytes("data", output.bytes);
    }

    void operator()(const TaskAlert &alert)
    {
        JsonLine(m_buffer, m_at, "task-alert")
            .number("task", number(alert.task))
            .bytes("text", alert.text);
    }

    void operator()(const TaskFinished &end)
    {
        JsonLine line(m_buffer, m_at, "task-finished");
        line.number("task", number(end.task)).number("attempt", end.attempt);
        line.word("outcome", prun::nameOf(end.outcome.kind));
        if (end.outcome.signal != 0)
            line.null("exitCode");
        else
            line.number("exitCode", end.outcome.exitCode);
        addSignal(line, end.outcome.signal);
        line.boolean("coreDumped", end.outcome.coreDumped)
            .boolean("forced", end.outcome.forced)
            .duration("duration", end.duration)
            .bytes("reason", end.reason)
            .boolean("willRetry", end.willRetry);
    }

    void operator()(const TaskRetrying &retry)
    {
        JsonLine(m_buffer, m_at, "task-retrying")
            .number("task", number(retry.task))
            .number("nextAttempt", retry.nextAttempt)
            .duration("delay", retry.delay);
    }

    void operator()(const TaskOutputEnded &ended)
    {
        JsonLine(m_buffer, m_at, "task-output-ended")
            .number("task", number(ended.task))
            .number("attempt", ended.attempt)
            .boolean("leaky", ended.leaky);
    }

    void operator()(const RunHalted &halted)
    {
        JsonLine(m_buffer, m_at, "run-halted")
            .number("task", number(halted.task))
            .number("failures", halted.failures)
            .number("running", halted.running)
            .boolean("stops", halted.stops);
    }

    void operator()(const RunStopping &stopping)
    {
        JsonLine line(m_buffer, m_at, "run-stopping");
        line.word("why", nameOf(stopping.why));
        addSignal(line, stopping.signal);
        line.number("commands", stopping.commands).boolean("forced", stopping.forced);
        addSignal(line, stopping.received, "received", "receivedName");
    }

    void operator()(const Notice &notice)
    {
        JsonLine(m_buffer, m_at, "notice")
            .word("level", nameOf(notice.level))
            .bytes("text", notice.text);
    }

    void operator()(const RunFinished &run)
    {
        JsonLine line(m_buffer, m_at, "run-finished");
        line.number("exitStatus", run.exitStatus);
        addSignal(line, run.signal);
        line.duration("duration", run.duration);
    }

private:
    QByteArray &m_buffer;
    Nanoseconds m_at;
};

} // namespace

void JsonlFormatter::consume(const Event &event, Output &out)
{
    std::visit(Writer(out.buffer(Stream::Out), event.at), event.what);
}

} // namespace prun
