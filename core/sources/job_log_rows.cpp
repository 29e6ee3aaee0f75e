// SPDX-License-Identifier: MIT
#include <core/sources/job_log_rows.h>

#include <QtCore/qbytearraylist.h>

namespace prun {

namespace {

enum Column {
    Number,
    Host,
    StartedAt,
    Seconds,
    Sent,
    Received,
    ExitCode,
    Signal,
    Command,
    Columns
};

} // namespace

std::optional<JobLogRow> parseJobLogLine(const QByteArray &line)
{
    const QByteArrayList cells = line.split('\t');
    if (cells.size() < Columns)
        return {};
    bool right[6] = {};
    JobLogRow row;
    row.number = cells[Number].toULongLong(&right[0]);
    row.startedAt = cells[StartedAt].trimmed().toDouble(&right[1]);
    row.seconds = cells[Seconds].trimmed().toDouble(&right[2]);
    row.received = cells[Received].toLongLong(&right[3]);
    row.exitCode = cells[ExitCode].toInt(&right[4]);
    row.signal = cells[Signal].toInt(&right[5]);
    for (const bool one : right) {
        if (!one)
            return {};
    }
    row.command = cells.mid(Command).join('\t').replace('\0', '\n');
    return row;
}

QByteArray jobLogHeader()
{
    return "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";
}

QByteArray jobLogLine(const JobLogRow &row)
{
    const QByteArray seconds = QByteArray::number(row.seconds, 'f', 3).rightJustified(10);
    return QByteArrayList{ QByteArray::number(row.number),
                           ":",
                           QByteArray::number(row.startedAt, 'f', 3),
                           seconds,
                           "0",
                           QByteArray::number(row.received),
                           QByteArray::number(row.exitCode),
                           QByteArray::number(row.signal),
                           QByteArray(row.command).replace('\n', '\0') }
               .join('\t')
        + '\n';
}

} // namespace prun
