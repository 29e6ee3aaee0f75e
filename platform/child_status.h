// SPDX-License-Identifier: MIT
#pragma once

#include <platform/exit_status.h>

#include <optional>
#include <vector>

namespace prun {

// Looks at children of prun without taking anything from QProcess, which waits for its own.

/// What QProcess tells of an ending, in words that mean the same everywhere.
ExitStatus exitStatusOf(int code, bool crashed);

/// How the child ended, if it has and the system tells. It stays to be waited for.
std::optional<ExitStatus> peekExit(qint64 pid);

/// A child that has ended and was not waited for yet; the same one again until it was. 0 if none.
qint64 anyEndedChild();
/// Waits for a child that has ended. Never for one of QProcess.
void reapChild(qint64 pid);
/// False only if prun certainly has no child at all.
bool haveChildren();

/// What this thread has started and, in the main thread, what prun has adopted; the dead too, until
/// they are waited for. None if the system does not tell (anything but Linux). Far cheaper than
/// listProcesses().
std::optional<std::vector<qint64>> childrenOfThisThread();

struct StoppedChild
{
    qint64 pid = 0; ///< 0: none
    int signal = 0; ///< SIGSTOP, SIGTSTP, SIGTTIN or SIGTTOU
};
/// A child that was stopped since the last call; each stop is told once.
StoppedChild nextStoppedChild();

} // namespace prun
