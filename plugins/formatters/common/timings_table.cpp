// SPDX-License-Identifier: MIT
#include "timings_table.h"

#include "duration_text.h"
#include "escaped_text.h"
#include "labels.h"
#include "outcome_text.h"
#include "text_width.h"

#include <algorithm>

namespace prun {

namespace {

struct Column
{
    QByteArray title;
    QByteArrayList cells;
    int width = 0;

    Column(QByteArray name) : title(std::move(name)), width(columnsOf(QByteArrayView(title))) { }
    void add(const QByteArray &cell)
    {
        cells << cell;
        width = std::max(width, columnsOf(QByteArrayView(cell)));
    }
};

/// The strokes of a frame: horizontal, vertical, and where they meet.
struct Strokes
{
    const char *horizontal;
    const char *vertical;
    const char *corners[3][3]; // top, middle, bottom × left, between, right
};

constexpr Strokes boxStrokes = { "─",
                                 "│",
                                 { { "┌", "┬", "┐" }, { "├", "┼", "┤" }, { "└", "┴", "┘" } } };
constexpr Strokes asciiStrokes = { "-",
                                   "|",
                                   { { "+", "+", "+" }, { "+", "+", "+" }, { "+", "+", "+" } } };

QByteArray ruler(const std::vector<Column> &columns, const Strokes &strokes, int row)
{
    QByteArray line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        line += strokes.corners[row][i == 0 ? 0 : 1];
        line += QByteArray(strokes.horizontal).repeated(columns[i].width + 2);
    }
    return line + strokes.corners[row][2] + '\n';
}

QByteArray row(const std::vector<Column> &columns, const Strokes &strokes, qsizetype index)
{
    QByteArray line;
    for (const Column &column : columns) {
        const QByteArray &cell = index < 0 ? column.title : column.cells[index];
        line += strokes.vertical + (' ' + padded(cell, column.width)) + ' ';
    }
    return line + strokes.vertical + '\n';
}

// What is left for the last column when the others have their widths.
int roomForLast(const std::vector<Column> &columns, const TimingsTable::Look &look)
{
    constexpr int narrowest = 7; // "command"
    if (look.columns == 0)
        return 1000;
    int used = static_cast<int>(look.linePrefix.size()) + 5;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i)
        used += columns[i].width + 3;
    return std::max(narrowest, look.columns - used);
}

bool wasEndedByPrun(const Outcome &outcome)
{
    return outcome.kind == Outcome::Kind::Canceled || outcome.kind == Outcome::Kind::TimedOut;
}

std::vector<Column> columnsFor(const std::vector<TaskFinished> &rows, const Labels &labels,
                               const TimingsTable::Look &look)
{
    using std::chrono::milliseconds;
    constexpr int longestName = 30;
    std::vector<Column> table = { { "name" }, { "duration" }, { "exit code" }, { "killed" } };
    const bool retried = std::any_of(rows.begin(), rows.end(),
                                     [](const TaskFinished &end) { return end.attempt > 1; });
    if (retried)
        table.push_back({ "attempts" });
    for (const TaskFinished &end : rows) {
        const qint64 duration = std::chrono::round<milliseconds>(end.duration).count();
        table[0].add(shortened(labels.plainName(end.task), longestName));
        table[1].add(groupedNumber(duration));
        table[2].add(exitText(end.outcome));
        table[3].add(wasEndedByPrun(end.outcome) ? "true" : "false");
        if (retried)
            table[4].add(QByteArray::number(end.attempt));
    }
    table.push_back({ "command" });
    const int room = roomForLast(table, look);
    for (const TaskFinished &end : rows)
        table.back().add(commandText(labels.spec(end.task).command, room));
    return table;
}

} // namespace

QByteArray TimingsTable::text(const Labels &labels, const Look &look) const
{
    std::vector<TaskFinished> rows = m_rows;
    std::stable_sort(rows.begin(), rows.end(), [](const TaskFinished &a, const TaskFinished &b) {
        return a.duration > b.duration;
    });
    const std::vector<Column> table = columnsFor(rows, labels, look);
    const Strokes &strokes = look.unicode ? boxStrokes : asciiStrokes;
    QByteArray text = look.linePrefix + ruler(table, strokes, 0);
    text += look.linePrefix + row(table, strokes, -1);
    text += look.linePrefix + ruler(table, strokes, 1);
    for (qsizetype i = 0; i < table[0].cells.size(); ++i)
        text += look.linePrefix + row(table, strokes, i);
    return text + look.linePrefix + ruler(table, strokes, 2);
}

} // namespace prun
