// SPDX-License-Identifier: MIT
#pragma once

#include "label_template.h"
#include "prefix_colors.h"
#include "timestamp_format.h"

#include <prun/formatter.h>

#include <vector>

namespace prun {

/// Labels that make a column: names are padded, and the end is painted with them.
struct LabelColumn
{
    int nameWidth = 0; ///< at least; that of the widest name
    QByteArray end; ///< in place of the final space; empty: no such column
};

/// What stands before the lines of each command, with colour and a final space. Labels are made
/// when first needed and kept until the command is over.
class Labels
{
public:
    static Result<Labels> create(const FormatterContext &context, LabelColumn column = {});

    void begin(const RunStarted &run);
    void started(const TaskStarted &start);
    /// Nothing more is expected of the task: a label asked for later is made anew.
    void forget(TaskId task);

    /// Valid until the next call. `now` is Event::at.
    QByteArrayView label(TaskId task, Stream stream, Nanoseconds now);
    /// Without brackets, colour and padding; for lists of commands. Never empty.
    QByteArray plainName(TaskId task) const;
    const TaskSpec &spec(TaskId task) const { return m_tasks[indexOf(task)]; }
    std::size_t taskCount() const { return m_tasks.size(); }
    int nameWidth() const { return m_column.nameWidth; }
    QByteArray timeText(WallTime time) const { return m_timestamps.format(time); }

private:
    struct Attempt
    {
        qint64 pid = 0;
        int number = 1;
        bool made[2] = { false, false };
        QByteArray texts[2];
    };

    Labels() = default;
    Attempt &attemptOf(TaskId task);
    QByteArray content(TaskId task, const Attempt &attempt, Nanoseconds now) const;
    QByteArray fieldText(LabelTemplate::Field field, TaskId task, const Attempt &attempt,
                         Nanoseconds now) const;
    QByteArray make(TaskId task, Stream stream, const Attempt &attempt, Nanoseconds now);
    QByteArray indexText(TaskId task) const;
    int widestContent() const;

    Presentation m_presentation;
    LabelColumn m_column;
    LabelTemplate m_template;
    TimestampFormat m_timestamps;
    std::vector<PrefixColors> m_colors; // of Stream::Out and Stream::Err
    std::span<const TaskSpec> m_tasks;
    WallTime m_startedAt;
    std::vector<std::unique_ptr<Attempt>> m_attempts; // null for tasks without output so far
    int m_width = 0; // columns of the widest label, if they are padded
};

} // namespace prun
