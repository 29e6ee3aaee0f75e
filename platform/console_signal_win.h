// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <vector>

namespace prun {

/// Asks the windows of these processes to close.
void closeWindows(const std::vector<qint64> &pids);

/// Presses the keys of the console that these processes share, for all that have it: SIGINT,
/// SIGTERM and SIGHUP are Ctrl-C there, SIGQUIT and SIGBREAK are Ctrl-Break. Returns at once: a
/// helper does it, because only who is attached to a console can send its keys, and prun stays
/// attached to its own.
void pressKeys(const std::vector<qint64> &pids, int signal);

/// In the helper, which is prun under a hidden name of a call: sends the keys and ends the process.
/// Returns if this process is none.
void beConsoleHelper();

} // namespace prun
