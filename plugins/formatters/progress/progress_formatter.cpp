// SPDX-License-Identifier: MIT
#include "progress_formatter.h"

#include "view.h"

#include "common/duration_text.h"
#include "common/escaped_text.h"
#include "common/outcome_text.h"
#include "common/text_width.h"
#include "common/visible_text.h"

#include <algorithm>
#include <utility>

namespace prun {

namespace {

constexpr std::chrono::milliseconds frameInterval{ 100 };
constexpr int tailLines = 10;
constexpr int longestTailLine = 400;
constexpr int longestCommand = 1000;
constexpr int shortestCommand = 8;
constexpr std::size_t mostInSummary = 20;

} // namespace

ProgressFormatter::ProgressFormatter(const FormatterContext &context, Labels labels)
    : m_presentation(context.presentation),
      m_labels(std::move(labels)),
      m_palette(Palette::forDepth(context.colorDepth[static_cast<int>(Stream::Err)])),
      m_terminal(context.terminal[static_cast<int>(Stream::Err)]),
      m_live(m_terminal && !context.presentation.quiet),
      m_unicode(context.unicode),
      m_columns(context.columns),
      m_rows(context.rows)
{ }

void ProgressFormatter::consume(const Event &event, Output &out)
{
    std::visit(Overloaded{ [&](const auto &what) { on(what, event.at, out); } }, event.what);
}

std::chrono::milliseconds ProgressFormatter::tickInterval() const
{
    return m_live ? frameInterval : std::chrono::milliseconds();
}

void ProgressFormatter::tick(Nanoseconds now, Output &out)
{
    if (m_live)
        draw(now, out);
}

void ProgressFormatter::resized(int columns, int rows)
{
    m_columns = columns;
    m_rows = rows;
    m_region.resized(columns);
}

void ProgressFormatter::suspend(Output &out)
{
    m_region.end(out.buffer(Stream::Err)); // the next tick draws it again
}

void ProgressFormatter::on(const RunStarted &run, Nanoseconds, Output &)
{
    m_labels.begin(run);
    m_board.begin(run);
}

void ProgressFormatter::on(const TaskStarted &start, Nanoseconds at, Output &)
{
    m_labels.started(start);
    m_board.start(start, at);
}

void ProgressFormatter::on(const TaskOutput &output, Nanoseconds, Output &)
{
    m_board.output(output);
}

void ProgressFormatter::on(const TaskAlert &alert, Nanoseconds at, Output &out)
{
    if (isHidden(alert.task))
        return;
    const QByteArray label = m_labels.label(alert.task, Stream::Err, at).toByteArray();
    print(label + m_palette.warning.paint(escaped(alert.text)) + '\n', at, out);
}

void ProgressFormatter::on(const TaskFinished &end, Nanoseconds at, Output &out)
{
    m_board.finish(end);
    if (end.attempt == 0)
        conclude(end, {}, at, out);
}

void ProgressFormatter::on(const TaskRetrying &retry, Nanoseconds at, Output &out)
{
    if (isHidden(retry.task) || !m_presentation.verbose)
        return;
    const QByteArray label = m_labels.label(retry.task, Stream::Err, at).toByteArray();
    print(label + m_palette.quiet.paint(retryText(retry)) + '\n', at, out);
}

void ProgressFormatter::on(const TaskOutputEnded &ended, Nanoseconds at, Output &out)
{
    const std::unique_ptr<RunBoard::Running> running = m_board.outputEnded(ended.task);
    if (running && running->end && !running->end->willRetry)
        conclude(*running->end, running->tail, at, out);
    m_labels.forget(ended.task);
}

void ProgressFormatter::on(const RunHalted &halted, Nanoseconds at, Output &out)
{
    const QByteArray text = haltedText(halted);
    if (!m_presentation.quiet && !text.isEmpty())
        print(m_palette.quiet.paint("--> " + text) + '\n', at, out);
}

void ProgressFormatter::on(const RunStopping &stopping, Nanoseconds at, Output &out)
{
    using enum RunStopping::Why;
    if (stopping.why == Signal || stopping.why == ReaderGone)
        m_board.stoppedByUser();
    if (!m_presentation.quiet)
        print(m_palette.quiet.paint("--> " + stoppingText(stopping)) + '\n', at, out);
}

void ProgressFormatter::on(const Notice &notice, Nanoseconds at, Output &out)
{
    using enum Notice::Level;
    const QByteArray text = escaped(notice.text) + '\n';
    if (notice.level == Error)
        print("prun: " + m_palette.failure.paint("error: ") + text, at, out);
    else if (m_presentation.quiet)
        return;
    else if (notice.level == Warning)
        print("prun: " + m_palette.warning.paint("warning: ") + text, at, out);
    else if (notice.level == Information || m_presentation.verbose)
        print("--> " + text, at, out);
}

void ProgressFormatter::on(const RunFinished &run, Nanoseconds at, Output &out)
{
    m_live = false;
    m_region.end(out.buffer(Stream::Err));
    if (m_presentation.timings && !m_timings.isEmpty())
        print(m_timings.text(m_labels, { {}, m_terminal ? m_columns : 0, m_unicode }), at, out);
    if (!m_presentation.quiet)
        print(summary(run), at, out);
}

bool ProgressFormatter::isHidden(TaskId task) const
{
    const std::vector<TaskId> &hidden = m_presentation.hidden;
    return std::binary_search(hidden.begin(), hidden.end(), task);
}

// Whether the end of a command is worth a line that stays: on a terminal only if it went wrong.
bool ProgressFormatter::isTold(const TaskFinished &end) const
{
    using enum Outcome::Kind;
    if (isHidden(end.task))
        return false;
    if (m_board.isFailed(end))
        return true;
    if (m_presentation.quiet)
        return false;
    switch (end.outcome.kind) {
    case Skipped:
        return true;
    case Canceled:
        return !m_terminal && end.attempt > 0;
    case Succeeded:
        return !m_terminal && !m_presentation.quietSuccess;
    default: // interrupted by the user, who knows
        return !m_terminal;
    }
}

void ProgressFormatter::conclude(const TaskFinished &end, const OutputTail &tail, Nanoseconds at,
                                 Output &out)
{
    const bool bad = m_board.isFailed(end);
    if (bad && m_failures.size() < mostInSummary)
        m_failures.push_back(end);
    if (m_presentation.timings && end.attempt > 0 && !isHidden(end.task))
        m_timings.add(end);
    if (!isTold(end))
        return;
    QByteArray text = endLine(end, at);
    const QByteArrayList lines = bad ? tail.lines(tailLines) : QByteArrayList();
    for (const QByteArray &line : lines) {
        const QByteArray visible = visibleText(line);
        if (!visible.isEmpty())
            text += m_palette.quiet.paint("    | ")
                + clipped(visible, longestTailLine).toByteArray() + '\n';
    }
    print(text, at, out);
}

QByteArray ProgressFormatter::endLine(const TaskFinished &end, Nanoseconds at)
{
    const bool bad = m_board.isFailed(end);
    QByteArray ending = endingText(end);
    if (end.attempt > 0 && end.outcome.kind != Outcome::Kind::TimedOut)
        ending += " after " + durationText(end.duration);
    const QByteArray count =
        QByteArray::number(m_board.done()) + '/' + QByteArray::number(m_board.total());
    const QByteArray head = (m_terminal ? mark(!bad) : count) + ' '
        + m_labels.label(end.task, Stream::Err, at).toByteArray();
    int room = longestCommand;
    if (m_terminal)
        room = std::max(shortestCommand,
                        m_columns - columnsOf(QByteArrayView(visibleText(head) + ending)) - 2);
    return head + commandText(m_labels.spec(end.task).command, room) + ' '
        + (bad ? m_palette.failure : m_palette.quiet).paint(ending) + '\n';
}

QByteArray ProgressFormatter::summary(const RunFinished &run) const
{
    const int bad = m_board.failed();
    const int succeeded = m_board.done() - bad - m_board.canceled();
    QByteArrayList parts;
    if (bad > 0)
        parts << m_palette.failure.paint(QByteArray::number(bad) + " failed");
    parts << QByteArray::number(succeeded) + " succeeded";
    if (m_board.canceled() > 0)
        parts << QByteArray::number(m_board.canceled()) + " canceled";
    QByteArray text = mark(run.exitStatus == 0) + ' ' + counted(m_board.total(), "command") + " in "
        + durationText(run.duration) + ": " + parts.join(", ") + '\n';
    if (m_board.total() < 2)
        return text;
    for (const TaskFinished &end : m_failures)
        text += "    [" + m_labels.plainName(end.task) + "] " + endingText(end) + '\n';
    const int more = bad - static_cast<int>(m_failures.size());
    if (more > 0)
        text += "    and " + QByteArray::number(more) + " more\n";
    if (bad > 0 && !m_presentation.logDirectory.isEmpty())
        text += "    Their whole output is in " + escaped(m_presentation.logDirectory) + '\n';
    return text;
}

QByteArray ProgressFormatter::mark(bool good) const
{
    if (!m_unicode)
        return good ? m_palette.success.paint("ok") : m_palette.failure.paint("FAILED");
    return good ? m_palette.success.paint("✓") : m_palette.failure.paint("✗");
}

void ProgressFormatter::print(const QByteArray &lines, Nanoseconds now, Output &out)
{
    const bool viewIsShown = m_region.isShown();
    m_region.erase(out.buffer(Stream::Err));
    out.append(Stream::Err, lines);
    if (viewIsShown)
        draw(now, out);
}

void ProgressFormatter::draw(Nanoseconds now, Output &out)
{
    const View view = { m_board,   m_labels, m_palette, m_presentation.hidden,
                        m_columns, m_rows,   m_unicode };
    m_region.show(view.lines(now), out.buffer(Stream::Err));
}

} // namespace prun
