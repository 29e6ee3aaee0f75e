// SPDX-License-Identifier: MIT
#include "labelled_formatter.h"

#include "duration_text.h"
#include "escaped_text.h"
#include "outcome_text.h"
#include "text_width.h"
#include "visible_text.h"

#include <algorithm>
#include <utility>

namespace prun {

namespace {

// How long the line about a command's end waits for the rest of its output. Almost always that is
// there at once; but a process left behind may hold it for seconds.
constexpr std::chrono::milliseconds patience{ 200 };
constexpr std::chrono::milliseconds redrawInterval{ 50 };
constexpr int longestCommand = 1000;
constexpr int shortestCommand = 8; // when a narrow terminal has no room for it

} // namespace

Result<std::unique_ptr<Formatter>> LabelledFormatter::create(const FormatterContext &context,
                                                             Order order)
{
    Result<Labels> labels = Labels::create(context);
    if (!labels)
        return labels.error();
    return std::unique_ptr<Formatter>(new LabelledFormatter(context, order, std::move(*labels)));
}

LabelledFormatter::LabelledFormatter(const FormatterContext &context, Order order, Labels labels)
    : m_order(order),
      m_presentation(context.presentation),
      m_writer(context, std::move(labels)),
      m_palette(Palette::forDepth(context.colorDepth[static_cast<int>(Stream::Err)])),
      m_terminal(context.terminal[static_cast<int>(Stream::Err)]),
      m_unicode(context.unicode),
      m_columns(m_terminal ? context.columns : 0)
{ }

void LabelledFormatter::consume(const Event &event, Output &out)
{
    if (!m_ending.empty() && m_order == Order::Live)
        flushOverdue(event.at, out);
    std::visit(Overloaded{ [&](const auto &what) { on(what, event.at, out); } }, event.what);
}

std::chrono::milliseconds LabelledFormatter::tickInterval() const
{
    if (m_writer.holdsBack())
        return redrawInterval;
    return m_ending.empty() || m_order == Order::Grouped ? std::chrono::milliseconds() : patience;
}

void LabelledFormatter::tick(Nanoseconds now, Output &out)
{
    m_writer.redraw(now, out);
    if (m_order == Order::Live)
        flushOverdue(now, out);
}

void LabelledFormatter::resized(int columns, int)
{
    m_columns = m_terminal ? columns : 0;
}

void LabelledFormatter::on(const RunStarted &run, Nanoseconds, Output &)
{
    m_writer.begin(run);
    m_startedAt = run.at;
    m_lives.resize(run.tasks.size());
}

void LabelledFormatter::on(const TaskStarted &start, Nanoseconds at, Output &out)
{
    m_writer.labels().started(start);
    Life &life = lifeOf(start.task);
    life = {};
    life.startedAt = start.at;
    if (isHidden(start.task) || m_presentation.quiet)
        return;
    if (m_presentation.timings)
        life.before = line(start.task, at, m_palette.quiet,
                           "started at " + m_writer.labels().timeText(start.at));
    else if (m_presentation.verbose)
        life.before = line(start.task, at, m_palette.quiet,
                           "started (pid " + QByteArray::number(start.pid) + ')');
    if (m_order == Order::Live)
        flush(life.before, out);
}

void LabelledFormatter::on(const TaskOutput &output, Nanoseconds at, Output &out)
{
    if (isHidden(output.task))
        return;
    Life &life = lifeOf(output.task);
    life.tail.append(output.bytes);
    if (!life.before.isEmpty())
        flush(life.before, out);
    m_writer.output(output, at, out);
}

void LabelledFormatter::on(const TaskAlert &alert, Nanoseconds at, Output &out)
{
    if (!isHidden(alert.task))
        m_writer.ownLines(Stream::Err, line(alert.task, at, m_palette.warning, escaped(alert.text)),
                          out);
}

void LabelledFormatter::on(const TaskFinished &end, Nanoseconds at, Output &out)
{
    const bool neverStarted = end.attempt == 0 || !m_lives[indexOf(end.task)];
    if (neverStarted) {
        if (end.outcome.kind == Outcome::Kind::Canceled) {
            m_digest.addNotStarted();
            return;
        }
        if (isTold(end))
            m_writer.ownLines(Stream::Err, endLines(end, at), out);
        conclude(end, {});
        return;
    }
    Life &life = lifeOf(end.task);
    life.end = end;
    life.endedAt = at;
    if (isTold(end))
        life.after += endLines(end, at);
    m_ending.push_back(end.task);
}

void LabelledFormatter::on(const TaskRetrying &retry, Nanoseconds at, Output &out)
{
    if (isHidden(retry.task) || m_presentation.quiet)
        return;
    QByteArray text = line(retry.task, at, m_palette.quiet, retryText(retry));
    Life *life = m_lives[indexOf(retry.task)].get();
    if (!life) {
        flush(text, out);
        return;
    }
    life->after += text;
    if (m_order == Order::Live)
        flush(life->after, out);
}

void LabelledFormatter::on(const TaskOutputEnded &ended, Nanoseconds at, Output &out)
{
    std::unique_ptr<Life> life = std::move(m_lives[indexOf(ended.task)]);
    std::erase(m_ending, ended.task);
    if (!life)
        return;
    flush(life->before, out);
    m_writer.end(ended.task, at, out);
    flush(life->after, out);
    if (life->end && !life->end->willRetry)
        conclude(*life->end, life->tail);
}

void LabelledFormatter::on(const RunHalted &halted, Nanoseconds, Output &out)
{
    const QByteArray text = haltedText(halted);
    if (!m_presentation.quiet && !text.isEmpty())
        m_writer.ownLines(Stream::Err, m_palette.quiet.paint("--> " + text) + '\n', out);
}

void LabelledFormatter::on(const RunStopping &stopping, Nanoseconds, Output &out)
{
    using enum RunStopping::Why;
    m_stoppedByUser |= stopping.why == Signal || stopping.why == ReaderGone;
    if (m_presentation.quiet)
        return;
    // The terminal has echoed ^C at the beginning of the line: this takes its place.
    const bool echoed = m_terminal && stopping.why == Signal;
    const QByteArray text = m_palette.quiet.paint("--> " + stoppingText(stopping));
    m_writer.ownLines(Stream::Err, (echoed ? "\r" : "") + text + '\n', out);
}

void LabelledFormatter::on(const Notice &notice, Nanoseconds, Output &out)
{
    using enum Notice::Level;
    const QByteArray text = escaped(notice.text);
    switch (notice.level) {
    case Error:
        return m_writer.ownLines(Stream::Err,
                                 "prun: " + m_palette.failure.paint("error: ") + text + '\n', out);
    case Warning:
        if (!m_presentation.quiet)
            m_writer.ownLines(Stream::Err,
                              "prun: " + m_palette.warning.paint("warning: ") + text + '\n', out);
        return;
    case Information:
    case Detail:
        if (!m_presentation.quiet && (notice.level == Information || m_presentation.verbose))
            m_writer.ownLines(Stream::Err, m_palette.quiet.paint("--> " + text) + '\n', out);
        return;
    }
}

void LabelledFormatter::on(const RunFinished &run, Nanoseconds at, Output &out)
{
    for (const TaskId task : std::exchange(m_ending, {}))
        on(TaskOutputEnded{ task, 1, false }, at, out);
    m_writer.endRun(out);
    if (m_presentation.timings && !m_timings.isEmpty()) {
        const QByteArray table =
            m_timings.text(m_writer.labels(), { "--> ", m_columns, m_unicode });
        m_writer.ownLines(Stream::Err, "--> Timings:\n" + table, out);
    }
    const bool failed = run.exitStatus != 0 || run.signal != 0;
    const bool toldAlready = m_lives.size() < 2 && m_presentation.hidden.empty();
    if (!failed || m_presentation.quiet || m_digest.isEmpty() || toldAlready)
        return;
    m_writer.ownLines(Stream::Err, m_digest.text(m_writer.labels(), m_palette, m_columns), out);
    if (!m_presentation.logDirectory.isEmpty())
        m_writer.ownLines(
            Stream::Err,
            "--> Their whole output is in " + escaped(m_presentation.logDirectory) + '\n', out);
}

bool LabelledFormatter::isHidden(TaskId task) const
{
    const std::vector<TaskId> &hidden = m_presentation.hidden;
    return !hidden.empty() && std::binary_search(hidden.begin(), hidden.end(), task);
}

bool LabelledFormatter::isTold(const TaskFinished &end) const
{
    if (isHidden(end.task))
        return false;
    if (m_presentation.quiet)
        return isFailure(end.outcome) && !end.willRetry;
    return !m_presentation.quietSuccess || end.outcome.kind != Outcome::Kind::Succeeded;
}

LabelledFormatter::Life &LabelledFormatter::lifeOf(TaskId task)
{
    std::unique_ptr<Life> &life = m_lives[indexOf(task)];
    if (!life)
        life = std::make_unique<Life>();
    return *life;
}

// `[0] npm start exited with code 1`: the command quietly, what is new about it in `style`.
QByteArray LabelledFormatter::line(TaskId task, Nanoseconds at, const Style &style,
                                   const QByteArray &text)
{
    const QByteArrayView label = m_writer.labels().label(task, Stream::Err, at);
    int room = longestCommand;
    if (m_columns > 0) {
        const int labelColumns = columnsOf(QByteArrayView(visibleText(label)));
        room = std::max(shortestCommand,
                        m_columns - labelColumns - columnsOf(QByteArrayView(text)) - 2);
    }
    const QByteArray command = commandText(m_writer.labels().spec(task).command, room);
    if (&style == &m_palette.quiet)
        return label.toByteArray() + style.paint(command + ' ' + text) + '\n';
    return label.toByteArray() + m_palette.quiet.paint(command) + ' ' + style.paint(text) + '\n';
}

QByteArray LabelledFormatter::endLines(const TaskFinished &end, Nanoseconds at)
{
    const bool bad = isFailure(end.outcome) && !m_stoppedByUser;
    QByteArray lines =
        line(end.task, at, bad ? m_palette.failure : m_palette.quiet, endingText(end));
    if (m_presentation.timings && !m_presentation.quiet && end.attempt > 0) {
        using namespace std::chrono;
        const WallTime stopped = m_startedAt + floor<WallTime::duration>(at);
        lines += line(end.task, at, m_palette.quiet,
                      "stopped at " + m_writer.labels().timeText(stopped) + " after "
                          + groupedNumber(round<milliseconds>(end.duration).count()) + "ms");
    }
    return lines;
}

// The task is over: for the lists at the end of the run.
void LabelledFormatter::conclude(const TaskFinished &end, const OutputTail &tail)
{
    const bool counts = m_writer.labels().spec(end.task).role == TaskSpec::Role::Command;
    if (isFailure(end.outcome) && counts && !m_stoppedByUser)
        m_digest.add(end, tail);
    if (m_presentation.timings && end.attempt > 0 && !isHidden(end.task))
        m_timings.add(end);
}

void LabelledFormatter::flush(QByteArray &lines, Output &out)
{
    if (!lines.isEmpty())
        m_writer.ownLines(Stream::Err, std::exchange(lines, {}), out);
}

void LabelledFormatter::flushOverdue(Nanoseconds now, Output &out)
{
    std::erase_if(m_ending, [&](TaskId task) {
        Life *life = m_lives[indexOf(task)].get();
        if (life && now - life->endedAt < patience)
            return false;
        if (life)
            flush(life->after, out);
        return true;
    });
}

} // namespace prun
