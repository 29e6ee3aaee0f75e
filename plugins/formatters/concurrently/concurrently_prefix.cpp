// SPDX-License-Identifier: MIT
#include "concurrently_prefix.h"

#include "common/escaped_text.h"

#include <algorithm>
#include <array>

namespace prun {

namespace {

// In the order in which a template is filled in.
constexpr std::array words{ "pid", "index", "name", "command", "time" };
constexpr const char *colorBegins = "{color}";
constexpr const char *colorEnds = "{/color}";

QByteArray withoutMarkers(QByteArray text)
{
    return text.replace(colorBegins, "").replace(colorEnds, "");
}

int levelOf(int colorDepth)
{
    if (colorDepth < 4)
        return 0;
    return colorDepth >= 24 ? 3 : colorDepth >= 8 ? 2 : 1;
}

// JavaScript's String.slice().
QString slice(const QString &text, qsizetype begin, qsizetype end)
{
    const auto within = [&](qsizetype at) {
        return std::clamp<qsizetype>(at < 0 ? text.size() + at : at, 0, text.size());
    };
    begin = within(begin);
    return text.mid(begin, std::max<qsizetype>(0, within(end) - begin));
}

// Half a surrogate pair, which slicing may leave, is written as node writes it.
QByteArray toUtf8(QString text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (text[i].isSurrogate())
            text[i] = QChar::ReplacementCharacter;
    }
    return text.toUtf8();
}

// What JavaScript's String.replace() puts in place of `word`, with which `rest` begins: in it, $$
// is a $, $& the word, $` what stands before it, and $' what stands behind.
QByteArray replacementIn(const QByteArray &value, const QByteArray &before, QByteArrayView word,
                         QByteArrayView rest)
{
    QByteArray result;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const char next = value[i] == '$' && i + 1 < value.size() ? value[i + 1] : '\0';
        switch (next) {
        case '$':
            result += '$';
            break;
        case '&':
            result += word;
            break;
        case '`':
            result += before;
            break;
        case '\'':
            result += rest.sliced(word.size());
            break;
        default:
            result += value[i];
            continue;
        }
        ++i;
    }
    return result;
}

qsizetype halfRoundedDown(qsizetype value)
{
    return value >= 0 ? value / 2 : -((1 - value) / 2);
}

} // namespace

qsizetype lengthInUtf16(const QByteArray &text)
{
    return QString::fromUtf8(text).size();
}

Result<ConcurrentlyPrefix> ConcurrentlyPrefix::create(const FormatterContext &context)
{
    ConcurrentlyPrefix prefix;
    prefix.m_presentation = context.presentation;
    Result<TimestampFormat> timestamps =
        TimestampFormat::parse(context.presentation.timestampFormat);
    if (!timestamps)
        return timestamps.error();
    prefix.m_timestamps = std::move(*timestamps);
    prefix.m_level = levelOf(context.colorDepth[static_cast<int>(Stream::Out)]);
    prefix.m_terminal = context.terminal[static_cast<int>(Stream::Out)];
    return prefix;
}

void ConcurrentlyPrefix::begin(const RunStarted &run, std::size_t commands)
{
    m_tasks = run.tasks;
    m_startedAt = run.at;
    m_pids.resize(commands);
    m_made.resize(commands);
    // One value may hold several, as concurrently takes them.
    const QByteArrayList colors = m_presentation.prefixColors.isEmpty()
        ? QByteArrayList{ "auto" }
        : splitOutsideParentheses(m_presentation.prefixColors.join(','), ',');
    for (const QByteArray &color : chosenColors(colors, commands))
        m_styles.push_back(ChalkStyle::parse(color, m_level).value_or(ChalkStyle::reset(m_level)));
    for (std::size_t i = 0; i < commands; ++i)
        widen(content(TaskId(i), {}));
}

void ConcurrentlyPrefix::started(TaskId task, qint64 pid, Nanoseconds now)
{
    m_pids[indexOf(task)] = pid;
    m_made[indexOf(task)] = {};
    widen(content(task, now));
}

void ConcurrentlyPrefix::widen(const Content &content)
{
    const qsizetype width = lengthInUtf16(withoutMarkers(content.text));
    if (!m_presentation.padPrefix || width <= m_width)
        return;
    m_width = width;
    std::ranges::fill(m_made, QByteArray());
}

QByteArrayView ConcurrentlyPrefix::of(TaskId task, Nanoseconds now)
{
    QByteArray &made = m_made[indexOf(task)];
    const bool changes = m_presentation.prefix.contains("time");
    if (!made.isNull() && !changes)
        return made;
    const Content content = this->content(task, now);
    const qsizetype missing = m_width - lengthInUtf16(withoutMarkers(content.text));
    QByteArray text = content.text + QByteArray(std::max<qsizetype>(0, missing), ' ');
    if (content.brackets)
        text = '[' + text + ']';
    made = text.isEmpty() ? QByteArray("") : painted(text, task);
    if (!made.isEmpty())
        made += ' ';
    return made;
}

QByteArray ConcurrentlyPrefix::nameOf(TaskId task) const
{
    const QByteArray &name = m_tasks[indexOf(task)].name;
    return m_terminal ? escaped(name) : name;
}

QByteArray ConcurrentlyPrefix::commandOf(TaskId task) const
{
    const QByteArray &command = m_tasks[indexOf(task)].command;
    return m_terminal ? escaped(command) : command;
}

ConcurrentlyPrefix::Content ConcurrentlyPrefix::content(TaskId task, Nanoseconds now) const
{
    QByteArray prefix = m_presentation.prefix;
    if (prefix.isEmpty())
        prefix = m_tasks[indexOf(task)].name.isEmpty() ? "index" : "name";
    if (prefix == "none")
        return {};
    if (std::ranges::find(words, QByteArrayView(prefix)) != words.end())
        return { true, valueOf(prefix, task, now) };
    return { false, filledIn(prefix, task, now) };
}

QByteArray ConcurrentlyPrefix::filledIn(QByteArray text, TaskId task, Nanoseconds now) const
{
    for (const QByteArrayView word : words) {
        const QByteArray placeholder = '{' + word.toByteArray() + '}';
        if (!text.contains(placeholder))
            continue;
        const QByteArray value = valueOf(word, task, now);
        QByteArray filled;
        qsizetype done = 0;
        for (qsizetype at = text.indexOf(placeholder); at >= 0;
             at = text.indexOf(placeholder, done)) {
            filled += text.sliced(done, at - done)
                + replacementIn(value, text.first(at), placeholder,
                                QByteArrayView(text).sliced(at));
            done = at + placeholder.size();
        }
        text = filled + text.sliced(done);
    }
    return text;
}

QByteArray ConcurrentlyPrefix::valueOf(QByteArrayView word, TaskId task, Nanoseconds now) const
{
    if (word == "pid") {
        const qint64 pid = m_pids[indexOf(task)];
        return pid == 0 ? QByteArray() : QByteArray::number(pid);
    }
    if (word == "index")
        return QByteArray::number(static_cast<qulonglong>(indexOf(task)));
    if (word == "name")
        return nameOf(task);
    if (word == "command")
        return shortened(commandOf(task));
    return timeText(m_startedAt + std::chrono::floor<WallTime::duration>(now));
}

QByteArray ConcurrentlyPrefix::shortened(const QByteArray &command) const
{
    const int most = m_presentation.prefixLength;
    const QString text = QString::fromUtf8(command);
    if (text.size() <= most)
        return command;
    const qsizetype kept = most - 2;
    const qsizetype atEnd = halfRoundedDown(kept);
    const QString end = slice(text, text.size() - atEnd, text.size());
    return toUtf8(slice(text, 0, kept - atEnd) + QStringLiteral("..") + end);
}

/// All of it, or what stands between the markers of colour.
QByteArray ConcurrentlyPrefix::painted(const QByteArray &prefix, TaskId task) const
{
    QByteArray rest = prefix;
    if (!rest.contains(colorBegins))
        rest.prepend(colorBegins);
    if (!rest.contains(colorEnds))
        rest.append(colorEnds);
    QByteArray result;
    for (bool inside = false; !rest.isEmpty(); inside = !inside) {
        const QByteArray marker = inside ? colorEnds : colorBegins;
        const qsizetype at = rest.indexOf(marker);
        if (at < 0)
            return result + rest;
        const QByteArray piece = rest.first(at);
        result += inside ? m_styles[indexOf(task)].paint(piece) : piece;
        rest.remove(0, at + marker.size());
    }
    return result;
}

} // namespace prun
