// SPDX-License-Identifier: MIT
#include "view.h"

#include "common/duration_text.h"
#include "common/outcome_text.h"
#include "common/text_width.h"
#include "common/visible_text.h"

#include <algorithm>
#include <iterator>

namespace prun {

namespace {

using Line = LiveRegion::Line;

constexpr int widestBar = 30;
constexpr int narrowestBar = 6;

int widthOf(const QByteArray &text)
{
    return columnsOf(QByteArrayView(text));
}

// A frame every tenth of a second.
QByteArray spinner(Nanoseconds now, bool unicode)
{
    static constexpr const char *dots[] = { "⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏" };
    static constexpr const char *strokes[] = { "|", "/", "-", "\\" };
    const auto frame = static_cast<std::size_t>(now / std::chrono::milliseconds(100));
    return unicode ? dots[frame % std::size(dots)] : strokes[frame % std::size(strokes)];
}

// For what goes on: whole seconds, so that the text is calm.
QByteArray clockText(Nanoseconds time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return seconds.count() == 0 ? "0s" : durationText(seconds);
}

// Adds `text` if all of it fits into `width`.
void append(Line &line, const QByteArray &text, const Style &style, int width)
{
    const int columns = widthOf(text);
    if (line.columns + columns > width)
        return;
    line.text += style.paint(text);
    line.columns += columns;
}

// Adds as much of the beginning of `text` as fits.
void appendClipped(Line &line, const QByteArray &text, const Style &style, int width)
{
    append(line, clipped(text, width - line.columns).toByteArray(), style, width);
}

QByteArray lastLine(const OutputTail &tail)
{
    constexpr int enough = 5;
    const QByteArrayList lines = tail.lines(enough);
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        QByteArray text = visibleText(*line).trimmed();
        if (!text.isEmpty())
            return text;
    }
    return {};
}

} // namespace

std::vector<Line> View::lines(Nanoseconds now) const
{
    const int width = columns - 1; // a line that fills the last column makes some terminals wrap
    if (width < 1 || rows < 2)
        return {};
    std::vector<const RunBoard::Running *> shown;
    for (const auto &running : board.running()) {
        if (!std::binary_search(hidden.begin(), hidden.end(), running->task))
            shown.push_back(running.get());
    }
    const auto room = static_cast<std::size_t>(rows - 2); // one for the status, one left free
    const bool tooMany = shown.size() > room;
    const std::size_t count = tooMany ? room - std::min<std::size_t>(room, 1) : shown.size();
    std::vector<Line> result;
    for (std::size_t i = 0; i < count; ++i)
        result.push_back(runningLine(*shown[i], now, width));
    if (tooMany && room > 0) {
        const auto more = static_cast<qulonglong>(shown.size() - count);
        Line line;
        appendClipped(line, "and " + QByteArray::number(more) + " more running", palette.quiet,
                      width);
        result.push_back(line);
    }
    result.push_back(status(now, width));
    return result;
}

Line View::status(Nanoseconds now, int width) const
{
    Line line;
    if (board.active() > 0)
        append(line, spinner(now, unicode) + ' ', Style(), width);
    append(line, QByteArray::number(board.done()) + '/' + QByteArray::number(board.total()),
           palette.strong, width);
    const Line more = details(now, width - line.columns);
    addBar(line, std::min(widestBar, width - line.columns - more.columns - 1));
    line.text += more.text;
    line.columns += more.columns;
    return line;
}

// What stands behind the bar, the most important first: what does not fit is left out.
Line View::details(Nanoseconds now, int width) const
{
    const QByteArray dot = unicode ? " · " : "  ";
    Line line;
    const auto add = [&](const QByteArray &text, const Style &style) {
        if (line.columns + widthOf(dot) + widthOf(text) > width)
            return;
        append(line, dot, palette.quiet, width);
        append(line, text, style, width);
    };
    if (board.failed() > 0)
        add(QByteArray::number(board.failed()) + " failed", palette.failure);
    add(QByteArray::number(board.active()) + " running", Style());
    add(clockText(now), Style());
    if (const std::optional<Nanoseconds> left = board.remaining(now))
        add("about " + clockText(*left + std::chrono::milliseconds(999)) + " left", palette.quiet);
    return line;
}

void View::addBar(Line &line, int width) const
{
    if (width < narrowestBar || board.total() == 0)
        return;
    const int filled = static_cast<int>(qint64(width) * board.done() / board.total());
    const QByteArray full = QByteArray(unicode ? "━" : "#").repeated(filled);
    const QByteArray empty = QByteArray(unicode ? "─" : ".").repeated(width - filled);
    const Style &color = board.failed() > 0 ? palette.failure : palette.success;
    line.text += ' ' + color.paint(full) + palette.quiet.paint(empty);
    line.columns += width + 1;
}

Line View::runningLine(const RunBoard::Running &running, Nanoseconds now, int width) const
{
    const QByteArray label = labels.label(running.task, Stream::Err, now).toByteArray();
    const QByteArray plainLabel = visibleText(label);
    Line line;
    if (widthOf(plainLabel) > width) {
        appendClipped(line, plainLabel, palette.quiet, width);
        return line;
    }
    line.text = label;
    line.columns = widthOf(plainLabel);
    append(line, clockText(now - running.since) + ' ', palette.quiet, width);
    const QByteArray last = lastLine(running.tail);
    const QByteArray &command = labels.spec(running.task).command;
    const int room = std::max(1, width - line.columns);
    if (last.isEmpty())
        appendClipped(line, commandText(command, room), palette.quiet, width);
    else
        appendClipped(line, last, Style(), width);
    return line;
}

} // namespace prun
