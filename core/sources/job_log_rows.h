// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <optional>
#include <utility>

namespace prun {

/// A row of a job log, as GNU parallel writes it.
struct JobLogRow
{
    quint64 number = 1; ///< of the job, from 1
    double startedAt = 0; ///< seconds since 1970
    double seconds = 0; ///< that it took
    qint64 received = 0; ///< bytes of its standard output
    int exitCode = 0; ///< -1 if it was stopped for its time limit
    int signal = 0; ///< that it died of
    QByteArray command;

    bool succeeded() const { return exitCode == 0 && signal == 0; }
};

/// With its line end.
QByteArray jobLogHeader();
QByteArray jobLogLine(const JobLogRow &row);

/// Makes rows of the lines of a log, in its order. A line that is no row goes on with the command
/// of the row before it; the header is left out.
class JobLogParser
{
public:
    /// A row that is whole now: the one before `line`, which is without its line end.
    std::optional<JobLogRow> feed(QByteArrayView line);
    /// The last one.
    std::optional<JobLogRow> finish() { return std::exchange(m_row, std::nullopt); }

private:
    std::optional<JobLogRow> m_row;
};

} // namespace prun
