// SPDX-License-Identifier: MIT
#include "failure_digest.h"

#include "duration_text.h"
#include "labels.h"
#include "outcome_text.h"
#include "text_width.h"
#include "visible_text.h"

#include <algorithm>

namespace prun {

namespace {

constexpr int longestLine = 400;
constexpr int shortestCommand = 8;

qint64 commandsIn(const Labels &labels)
{
    qint64 count = 0;
    for (std::size_t i = 0; i < labels.taskCount(); ++i)
        count += labels.spec(TaskId(i)).role == TaskSpec::Role::Command ? 1 : 0;
    return count;
}

QByteArray endingWithTime(const TaskFinished &end)
{
    if (end.outcome.kind == Outcome::Kind::NoStart)
        return "could not be started"; // the reason was told at once, and may be long
    const bool timeIsKnown = end.attempt == 0 || end.outcome.kind == Outcome::Kind::TimedOut;
    return timeIsKnown ? endingText(end) : endingText(end) + " after " + durationText(end.duration);
}

} // namespace

void FailureDigest::add(const TaskFinished &end, const OutputTail &tail)
{
    ++m_count;
    if (m_entries.size() < mostDetailed)
        m_entries.push_back({ end, tail.lines(mostLines) });
}

QByteArray FailureDigest::text(const Labels &labels, const Palette &palette, int columns) const
{
    QByteArray text;
    const qint64 all = commandsIn(labels);
    if (m_count > 0) {
        const QByteArray head =
            QByteArray::number(m_count) + " of " + counted(all, "command") + " failed:";
        text += "--> " + palette.failure.paint(head) + '\n';
    }
    const int width = columns > 0 ? columns : 1000;
    for (const Entry &entry : m_entries) {
        const QByteArray ending = endingWithTime(entry.end);
        const QByteArray name = '[' + labels.plainName(entry.end.task) + ']';
        const int room = width - columnsOf(QByteArrayView(name + ending)) - 7;
        text += "--> " + palette.strong.paint(name) + ' '
            + commandText(labels.spec(entry.end.task).command, std::max(shortestCommand, room))
            + ' ' + palette.failure.paint(ending) + '\n';
        for (const QByteArray &line : entry.lastLines) {
            const QByteArray visible = visibleText(line);
            if (!visible.isEmpty())
                text += palette.quiet.paint("    | ") + clipped(visible, longestLine).toByteArray()
                    + '\n';
        }
    }
    const qint64 more = m_count - static_cast<qint64>(m_entries.size());
    if (more > 0)
        text += "--> and " + counted(more, "more failed command") + '\n';
    if (m_notStarted > 0)
        text += "--> " + counted(m_notStarted, "command") + (m_notStarted == 1 ? " was" : " were")
            + " never started\n";
    return text;
}

} // namespace prun
