// SPDX-License-Identifier: MIT
#pragma once

#include "chalk.h"
#include "common/timestamp_format.h"

#include <prun/formatter.h>

#include <vector>

namespace prun {

/// What stands before the lines of each command: concurrently's prefixes.
class ConcurrentlyPrefix
{
public:
    static Result<ConcurrentlyPrefix> create(const FormatterContext &context);

    void begin(const RunStarted &run, std::size_t commands);
    /// It has another process now, and its prefix perhaps another width.
    void started(TaskId task, qint64 pid, Nanoseconds now);
    /// Valid until the next call; empty if there is none, else with a space at its end.
    QByteArrayView of(TaskId task, Nanoseconds now);
    QByteArray timeText(WallTime time) const { return m_timestamps.format(time); }
    /// As concurrently has them; escaped if they go to a terminal.
    QByteArray nameOf(TaskId task) const;
    QByteArray commandOf(TaskId task) const;

private:
    struct Content
    {
        bool brackets = false;
        QByteArray text;
    };

    ConcurrentlyPrefix() = default;
    Content content(TaskId task, Nanoseconds now) const;
    QByteArray valueOf(QByteArrayView word, TaskId task, Nanoseconds now) const;
    QByteArray filledIn(QByteArray text, TaskId task, Nanoseconds now) const;
    QByteArray shortened(const QByteArray &command) const;
    QByteArray painted(const QByteArray &prefix, TaskId task) const;
    void widen(const Content &content);

    Presentation m_presentation;
    TimestampFormat m_timestamps;
    std::span<const TaskSpec> m_tasks;
    WallTime m_startedAt;
    std::vector<ChalkStyle> m_styles; // by command
    std::vector<qint64> m_pids; // 0: not started
    std::vector<QByteArray> m_made; // by command; null: not made yet
    int m_level = 0;
    qsizetype m_width = 0;
    bool m_terminal = false;
};

/// In UTF-16 code units, as JavaScript counts.
qsizetype lengthInUtf16(const QByteArray &text);

} // namespace prun
