// SPDX-License-Identifier: MIT
#include "concurrently_formatter.h"

#include "common/duration_text.h"
#include "common/escaped_text.h"
#include "common/outcome_text.h"
#include "common/signal_name.h"
#include "common/text_table.h"

#include <algorithm>

namespace prun {

namespace {

constexpr int kInterrupt = 2;
constexpr int kKill = 9;

qint64 millisecondsOf(WallTime time)
{
    return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

int measure(const QByteArray &text)
{
    return static_cast<int>(lengthInUtf16(text));
}

} // namespace

Result<std::unique_ptr<Formatter>> ConcurrentlyFormatter::create(const FormatterContext &context)
{
    Result<ConcurrentlyPrefix> prefix = ConcurrentlyPrefix::create(context);
    if (!prefix)
        return prefix.error();
    return std::unique_ptr<Formatter>(new ConcurrentlyFormatter(context, std::move(*prefix)));
}

ConcurrentlyFormatter::ConcurrentlyFormatter(const FormatterContext &context,
                                             ConcurrentlyPrefix prefix)
    : m_presentation(context.presentation),
      m_prefix(std::move(prefix)),
      m_reset(ChalkStyle::reset(context.colorDepth[static_cast<int>(Stream::Out)])),
      m_terminal{ context.terminal[0], context.terminal[1] },
      m_grouped(context.options.contains(QStringLiteral("order")))
{ }

void ConcurrentlyFormatter::consume(const Event &event, Output &out)
{
    QByteArray &buffer = out.buffer(Stream::Out);
    std::visit(Overloaded{
                   [&](const TaskOutput &what) { output(what, event.at, out); },
                   [&](const RunStarted &what) { on(what, event.at, buffer); },
                   [&](const TaskStarted &what) { on(what, event.at, buffer); },
                   [&](const TaskFinished &what) { on(what, event.at, buffer); },
                   [&](const TaskOutputEnded &what) { on(what, event.at, buffer); },
                   [&](const RunStopping &what) { on(what, event.at, buffer); },
                   [&](const RunFinished &what) { on(what, event.at, buffer); },
                   [&](const TaskAlert &what) {
                       const auto index = static_cast<quint32>(what.task);
                       ownMessage("warning: command " + QByteArray::number(index) + ' ' + what.text,
                                  out);
                   },
                   [&](const Notice &what) {
                       if (what.level == Notice::Level::Error)
                           ownMessage("error: " + what.text, out);
                       else if (what.level == Notice::Level::Warning)
                           ownMessage("warning: " + what.text, out);
                   },
                   [](const auto &) {},
               },
               event.what);
}

void ConcurrentlyFormatter::on(const RunStarted &run, Nanoseconds, QByteArray &)
{
    m_tasks = run.tasks;
    m_lives.resize(run.tasks.size());
    m_commands = static_cast<std::size_t>(std::ranges::count_if(
        run.tasks, [](const TaskSpec &task) { return task.role == TaskSpec::Role::Command; }));
    m_prefix.begin(run, m_commands);
}

void ConcurrentlyFormatter::on(const TaskStarted &start, Nanoseconds at, QByteArray &out)
{
    Life &life = m_lives[indexOf(start.task)];
    life = { .running = true, .startedAt = start.at, .began = at };
    if (isTeardown(start.task)) {
        tellTimings(out);
        tellRun("Running teardown command \"" + m_prefix.commandOf(start.task) + '"', out);
        return;
    }
    if (start.attempt > 1)
        tellCommand(start.task, "restarted", at, out);
    m_prefix.started(start.task, start.pid, at);
    if (m_presentation.timings)
        tellCommand(start.task, "started at " + m_prefix.timeText(start.at), at, out);
}

void ConcurrentlyFormatter::output(const TaskOutput &output, Nanoseconds at, Output &out)
{
    if (isHidden(output.task))
        return;
    QByteArrayView bytes = output.bytes;
    QByteArray filtered;
    if (m_terminal[static_cast<int>(isTeardown(output.task) ? output.stream : Stream::Out)]) {
        auto &filter = m_lives[indexOf(output.task)].filters[static_cast<int>(output.stream)];
        if (!filter)
            filter = std::make_unique<TerminalText>();
        filtered = filter->of(bytes);
        bytes = filtered;
    }
    if (bytes.isEmpty())
        return;
    if (isTeardown(output.task))
        out.append(output.stream, bytes);
    else
        m_log.write(output.task, m_prefix.of(output.task, at), bytes, out.buffer(Stream::Out));
}

void ConcurrentlyFormatter::on(const TaskFinished &end, Nanoseconds at, QByteArray &out)
{
    Life &life = m_lives[indexOf(end.task)];
    if (!life.running) {
        if (end.outcome.kind == Outcome::Kind::NoStart)
            tellNoStart(end, at, out);
        return;
    }
    life.end = end;
    life.endedAt = at;
    const bool killedAfterAll = m_stopping && end.outcome.forced
        && end.outcome.kind == Outcome::Kind::Canceled && m_stopping->signal != kKill;
    if (killedAfterAll && !m_grouped)
        tellKill(out);
}

void ConcurrentlyFormatter::on(const TaskOutputEnded &ended, Nanoseconds at, QByteArray &out)
{
    Life &life = m_lives[indexOf(ended.task)];
    if (!life.running || !life.end)
        return;
    life.running = false;
    const TaskFinished &end = *life.end;
    if (isTeardown(ended.task)) {
        tellRun("Teardown command \"" + m_prefix.commandOf(ended.task) + "\" exited with code "
                    + exitText(end.outcome),
                out);
        return;
    }
    life.stoppedAt = life.startedAt + std::chrono::round<WallTime::duration>(at - life.began);
    if (m_presentation.timings)
        tellCommand(ended.task,
                    "stopped at " + m_prefix.timeText(life.stoppedAt) + " after "
                        + groupedNumber(durationOf(life)) + "ms",
                    at, out);
    tellCommand(ended.task, "exited with code " + exitText(end.outcome), at, out);
    if (end.willRetry)
        return;
    m_rows.push_back(rowFor(ended.task, life));
    followEnd(end.outcome, out);
}

/// Why the others are stopped is told after the end of the one that it is for.
void ConcurrentlyFormatter::on(const RunStopping &stopping, Nanoseconds at, QByteArray &out)
{
    using enum RunStopping::Why;
    if (stopping.why == Signal) {
        if (!m_signalAt)
            m_signalAt = at;
        m_interrupted |= stopping.received == kInterrupt;
        m_stopping.reset();
        return;
    }
    if ((stopping.why != OtherEnded && stopping.why != OtherFailed) || m_signalAt)
        return;
    m_stopping = stopping;
    m_stopIsToBeTold =
        std::ranges::any_of(m_lives, [](const Life &life) { return life.running && life.end; });
    if (!m_stopIsToBeTold)
        tellStop(out);
}

void ConcurrentlyFormatter::on(const RunFinished &, Nanoseconds, QByteArray &out)
{
    tellTimings(out);
}

void ConcurrentlyFormatter::ownMessage(const QByteArray &text, Output &out)
{
    if (&out.buffer(Stream::Out) == &out.buffer(Stream::Err))
        m_log.finishLine(out.buffer(Stream::Err));
    out.append(Stream::Err, "prun: " + escaped(text) + '\n');
}

bool ConcurrentlyFormatter::isTeardown(TaskId task) const
{
    return m_tasks[indexOf(task)].role == TaskSpec::Role::Teardown;
}

bool ConcurrentlyFormatter::isHidden(TaskId task) const
{
    return std::ranges::binary_search(m_presentation.hidden, task);
}

void ConcurrentlyFormatter::tellCommand(TaskId task, const QByteArray &text, Nanoseconds at,
                                        QByteArray &out)
{
    if (isHidden(task))
        return;
    QByteArray line = m_reset.paint(m_prefix.commandOf(task) + ' ' + text) + '\n';
    if (m_log.isUnfinishedOf(task))
        line.prepend('\n');
    m_log.write(task, m_prefix.of(task, at), line, out);
}

void ConcurrentlyFormatter::tellRun(const QByteArray &text, QByteArray &out)
{
    m_log.write(std::nullopt, m_reset.paint("-->") + ' ', m_reset.paint(text) + '\n', out);
}

/// concurrently shows the stack of its own error here.
void ConcurrentlyFormatter::tellNoStart(const TaskFinished &end, Nanoseconds at, QByteArray &out)
{
    const TaskId task = end.task;
    if (isTeardown(task)) {
        tellTimings(out);
        tellRun("Running teardown command \"" + m_prefix.commandOf(task) + '"', out);
        tellRun("Teardown command \"" + m_prefix.commandOf(task) + "\" errored:", out);
        tellRun(end.reason, out);
        return;
    }
    if (!isHidden(task)) {
        const QByteArray error =
            "Error occurred when executing command: " + m_prefix.commandOf(task);
        for (const QByteArray &text : { error, end.reason })
            m_log.write(task, m_prefix.of(task, at), m_reset.paint(text) + '\n', out);
    }
    tellCommand(task, "exited with code " + exitText(end.outcome), at, out);
    m_rows.push_back({ task, 0, exitText(end.outcome), false });
    followEnd(end.outcome, out);
}

/// concurrently says it again for each that ends while there are others. Who of them runs is not
/// known where what they do waits for its turn.
void ConcurrentlyFormatter::followEnd(const Outcome &outcome, QByteArray &out)
{
    if (!m_stopping)
        return;
    const bool stopsOthers = m_stopping->why == RunStopping::Why::OtherEnded
        || outcome.exitCode != 0 || outcome.signal != 0;
    if (m_grouped ? m_stopIsToBeTold : stopsOthers && countRunning() > 0)
        tellStop(out);
    m_stopIsToBeTold = false;
}

void ConcurrentlyFormatter::tellStop(QByteArray &out)
{
    tellRun("Sending " + nameOfSignal(m_stopping->signal) + " to other processes..", out);
}

void ConcurrentlyFormatter::tellKill(QByteArray &out)
{
    if (std::exchange(m_killTold, true))
        return;
    tellRun("Sending SIGKILL to " + QByteArray::number(countRunning()) + " processes..", out);
}

int ConcurrentlyFormatter::countRunning() const
{
    return static_cast<int>(std::count_if(m_lives.begin(), m_lives.end(),
                                          [](const Life &life) { return life.running; }));
}

/// The difference of the two times that are shown.
qint64 ConcurrentlyFormatter::durationOf(const Life &life)
{
    return millisecondsOf(life.stoppedAt) - millisecondsOf(life.startedAt);
}

ConcurrentlyFormatter::Row ConcurrentlyFormatter::rowFor(TaskId task, const Life &life) const
{
    const bool signaled = m_signalAt && life.endedAt >= *m_signalAt;
    const Outcome &outcome = life.end->outcome;
    Row row{ task, durationOf(life), exitText(outcome), signaled };
    row.killed = signaled || outcome.kind == Outcome::Kind::Canceled;
    if (signaled && m_interrupted)
        row.exit = "0";
    return row;
}

/// Only if all commands have run: so does concurrently.
void ConcurrentlyFormatter::tellTimings(QByteArray &out)
{
    if (!m_presentation.timings || m_rows.size() != m_commands
        || std::exchange(m_timingsTold, true))
        return;
    std::stable_sort(m_rows.begin(), m_rows.end(),
                     [](const Row &a, const Row &b) { return a.milliseconds > b.milliseconds; });
    TextTable table(&measure);
    for (const char *title : { "name", "duration", "exit code", "killed", "command" })
        table.addColumn(title);
    for (const Row &row : m_rows) {
        table.addCell(0, m_prefix.nameOf(row.task));
        table.addCell(1, groupedNumber(row.milliseconds));
        table.addCell(2, row.exit);
        table.addCell(3, row.killed ? "true" : "false");
        table.addCell(4, m_prefix.commandOf(row.task));
    }
    tellRun("Timings:", out);
    for (const QByteArray &line : table.lines(true))
        tellRun(line, out);
}

} // namespace prun
