// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

#include <optional>

namespace prun {

/// A row of a job log, as GNU parallel writes it: one line, in which a NUL stands for a line end in
/// the command. So no value can begin a row of its own.
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

/// The row that a line of a log is, which comes without its line end. Nothing for the header and
/// what else is none, as a line of which a crash left only the beginning.
std::optional<JobLogRow> parseJobLogLine(const QByteArray &line);

} // namespace prun
