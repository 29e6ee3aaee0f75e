// SPDX-License-Identifier: MIT
#include "labels.h"

#include "escaped_text.h"
#include "text_width.h"

#include <algorithm>

namespace prun {

namespace {

using Field = LabelTemplate::Field;

QByteArray elapsedText(Nanoseconds elapsed)
{
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(elapsed).count();
    return QByteArray::number(static_cast<qint64>(ms / 1000)) + '.'
        + QByteArray::number(static_cast<qint64>(ms % 1000)).rightJustified(3, '0') + 's';
}

} // namespace

Result<Labels> Labels::create(const FormatterContext &context, LabelColumn column)
{
    Labels labels;
    labels.m_column = std::move(column);
    labels.m_presentation = context.presentation;
    for (const Stream stream : { Stream::Out, Stream::Err }) {
        const int depth = context.colorDepth[static_cast<int>(stream)];
        Result<PrefixColors> colors = PrefixColors::parse(context.presentation.prefixColors, depth);
        if (!colors)
            return colors.error();
        labels.m_colors.push_back(std::move(*colors));
    }
    Result<TimestampFormat> timestamps =
        TimestampFormat::parse(context.presentation.timestampFormat);
    if (!timestamps)
        return timestamps.error();
    labels.m_timestamps = std::move(*timestamps);
    return labels;
}

void Labels::begin(const RunStarted &run)
{
    m_tasks = run.tasks;
    m_startedAt = run.at;
    m_attempts.resize(m_tasks.size());
    QByteArray prefix = m_presentation.prefix;
    if (prefix.isEmpty()) {
        const bool named = std::any_of(m_tasks.begin(), m_tasks.end(),
                                       [](const TaskSpec &task) { return !task.name.isEmpty(); });
        prefix = named ? "name" : "index";
    }
    m_template = LabelTemplate::parse(prefix);
    if (m_presentation.padPrefix)
        m_width = widestContent();
    if (!m_column.end.isEmpty()) {
        for (std::size_t i = 0; i < m_tasks.size(); ++i)
            m_column.nameWidth =
                std::max(m_column.nameWidth, columnsOf(QByteArrayView(plainName(TaskId(i)))));
    }
}

void Labels::started(const TaskStarted &start)
{
    const bool needed = m_template.contains(Field::Pid) || m_template.contains(Field::Attempt);
    if (!needed)
        return;
    Attempt &attempt = attemptOf(start.task);
    attempt = {};
    attempt.pid = start.pid;
    attempt.number = start.attempt;
}

void Labels::forget(TaskId task)
{
    const bool unique = m_template.contains(Field::Pid) || m_template.contains(Field::Attempt);
    if (!unique) // a process id is known only once, and the digest at the end shows it again
        m_attempts[indexOf(task)].reset();
}

QByteArrayView Labels::label(TaskId task, Stream stream, Nanoseconds now)
{
    Attempt &attempt = attemptOf(task);
    const auto which = static_cast<std::size_t>(stream);
    if (!attempt.made[which] || m_template.changesWithTime()) {
        attempt.texts[which] = make(task, stream, attempt, now);
        attempt.made[which] = true;
    }
    return attempt.texts[which];
}

QByteArray Labels::plainName(TaskId task) const
{
    const QByteArray &name = spec(task).name;
    return name.isEmpty() ? indexText(task) : escaped(name);
}

Labels::Attempt &Labels::attemptOf(TaskId task)
{
    std::unique_ptr<Attempt> &attempt = m_attempts[indexOf(task)];
    if (!attempt)
        attempt = std::make_unique<Attempt>();
    return *attempt;
}

QByteArray Labels::content(TaskId task, const Attempt &attempt, Nanoseconds now) const
{
    QByteArray text;
    for (const LabelTemplate::Piece &piece : m_template.pieces())
        text +=
            piece.field == Field::Text ? piece.text : fieldText(piece.field, task, attempt, now);
    return text;
}

QByteArray Labels::fieldText(Field field, TaskId task, const Attempt &attempt,
                             Nanoseconds now) const
{
    const TaskSpec &task_ = spec(task);
    switch (field) {
    case Field::Index:
        return indexText(task);
    case Field::Name: // in a template, an unnamed command has no name; between brackets its index
        if (!m_column.end.isEmpty())
            return padded(plainName(task), m_column.nameWidth);
        return m_template.hasBrackets() ? plainName(task) : escaped(task_.name);
    case Field::Command:
        return shortened(escaped(task_.command), m_presentation.prefixLength);
    case Field::Pid:
        return attempt.pid == 0 ? QByteArray() : QByteArray::number(attempt.pid);
    case Field::Time:
        return m_timestamps.format(m_startedAt + std::chrono::floor<WallTime::duration>(now));
    case Field::Elapsed:
        return elapsedText(now);
    case Field::Attempt:
        return QByteArray::number(attempt.number);
    case Field::Text:
        break;
    }
    return {};
}

QByteArray Labels::make(TaskId task, Stream stream, const Attempt &attempt, Nanoseconds now)
{
    QByteArray text = content(task, attempt, now);
    if (text.isEmpty() && !m_template.hasBrackets())
        return {};
    if (!m_column.end.isEmpty())
        return m_colors[static_cast<std::size_t>(stream)]
            .styleOf(indexOf(task))
            .paint(text + m_column.end);
    if (m_presentation.padPrefix) {
        m_width = std::max(m_width, columnsOf(QByteArrayView(text)));
        text = padded(text, m_width);
    }
    if (m_template.hasBrackets())
        text = '[' + text + ']';
    return m_colors[static_cast<std::size_t>(stream)].styleOf(indexOf(task)).paint(text) + ' ';
}

QByteArray Labels::indexText(TaskId task) const
{
    if (spec(task).role == TaskSpec::Role::Teardown)
        return "teardown";
    return QByteArray::number(static_cast<qulonglong>(indexOf(task)));
}

int Labels::widestContent() const
{
    int widest = 0;
    for (std::size_t i = 0; i < m_tasks.size(); ++i)
        widest = std::max(widest, columnsOf(QByteArrayView(content(TaskId(i), {}, {}))));
    return widest;
}

} // namespace prun
