// SPDX-License-Identifier: MIT
#include "timings_table.h"

#include "duration_text.h"
#include "escaped_text.h"
#include "labels.h"
#include "outcome_text.h"
#include "text_table.h"
#include "text_width.h"

#include <algorithm>

namespace prun {

namespace {

int columnsOfText(const QByteArray &text)
{
    return columnsOf(QByteArrayView(text));
}

// What is left for the last column when the others have their widths.
int roomForLast(const TextTable &table, const TimingsTable::Look &look)
{
    constexpr int narrowest = 7; // "command"
    if (look.columns == 0)
        return 1000;
    const int used = static_cast<int>(look.linePrefix.size()) + table.usedWidth() + 3;
    return std::max(narrowest, look.columns - used);
}

bool wasEndedByPrun(const Outcome &outcome)
{
    return outcome.kind == Outcome::Kind::Canceled || outcome.kind == Outcome::Kind::TimedOut;
}

TextTable tableOf(const std::vector<TaskFinished> &rows, const Labels &labels,
                  const TimingsTable::Look &look)
{
    using std::chrono::milliseconds;
    constexpr int longestName = 30;
    TextTable table(&columnsOfText);
    for (const char *title : { "name", "duration", "exit code", "killed" })
        table.addColumn(title);
    const bool retried = std::any_of(rows.begin(), rows.end(),
                                     [](const TaskFinished &end) { return end.attempt > 1; });
    if (retried)
        table.addColumn("attempts");
    for (const TaskFinished &end : rows) {
        const qint64 duration = std::chrono::round<milliseconds>(end.duration).count();
        table.addCell(0, shortened(labels.plainName(end.task), longestName));
        table.addCell(1, groupedNumber(duration));
        table.addCell(2, exitText(end.outcome));
        table.addCell(3, wasEndedByPrun(end.outcome) ? "true" : "false");
        if (retried)
            table.addCell(4, QByteArray::number(end.attempt));
    }
    const int room = roomForLast(table, look);
    table.addColumn("command");
    for (const TaskFinished &end : rows)
        table.addCell(table.columnCount() - 1, commandText(labels.spec(end.task).command, room));
    return table;
}

} // namespace

QByteArray TimingsTable::text(const Labels &labels, const Look &look) const
{
    std::vector<TaskFinished> rows = m_rows;
    std::stable_sort(rows.begin(), rows.end(), [](const TaskFinished &a, const TaskFinished &b) {
        return a.duration > b.duration;
    });
    QByteArray text;
    for (const QByteArray &line : tableOf(rows, labels, look).lines(look.unicode))
        text += look.linePrefix + line + '\n';
    return text;
}

} // namespace prun
