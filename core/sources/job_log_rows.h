// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <vector>

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

/// The rows of a log, in its order. A line that is no row goes on with the command of the row
/// before it.
std::vector<JobLogRow> parseJobLog(QByteArrayView text);

} // namespace prun
