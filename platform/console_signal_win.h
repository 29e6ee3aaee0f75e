// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <vector>

namespace prun {

/// Asks processes that share a console to end: SIGINT, SIGTERM and SIGHUP are Ctrl-C there, SIGQUIT
/// and SIGBREAK are Ctrl-Break; windows get WM_CLOSE. Returns at once: a helper does it, because
/// only who is attached to a console can send its keys, and prun stays attached to its own.
void askToEnd(const std::vector<qint64> &pids, int signal);

/// In the helper, which is prun under a hidden name of a call: sends the keys and ends the process.
/// Returns if this process is none.
void beConsoleHelper();

} // namespace prun
