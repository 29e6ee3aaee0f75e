// SPDX-License-Identifier: MIT
#pragma once

#include <prun/event.h>

#include <QtCore/qbytearray.h>

namespace prun {

/// A failure that people must hear of: everything but success, cancellation and skipping.
bool isFailure(const Outcome &outcome);

/// The exit code, or the name of the signal: `1`, `SIGTERM`.
QByteArray exitText(const Outcome &outcome);

/// How an attempt ended, to follow the command: `exited with code 1`, `timed out after 30s`.
QByteArray endingText(const TaskFinished &end);

/// The next attempt: `restarted (attempt 2)`, `restarts in 2s (attempt 3)`.
QByteArray retryText(const TaskRetrying &retry);

/// What prun does to end commands: `Sending SIGTERM to 3 other commands..`.
QByteArray stoppingText(const RunStopping &stopping);

/// What --halt does: `Starting no more commands, waiting for 3..`. Empty if RunStopping tells it.
QByteArray haltedText(const RunHalted &halted);

/// `1 command`, `3 commands`.
QByteArray counted(qint64 count, const char *noun);

/// Valid UTF-8 without control characters, on one line, at most `columns` wide; what is too much
/// is cut from the middle.
QByteArray commandText(const QByteArray &command, int columns);

} // namespace prun
