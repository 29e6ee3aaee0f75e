// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <vector>

// The job object of a command is what the process group is on Unix, and more: nothing that descends
// from the command can leave it. Known by the number of the command's first process. All of these
// may be called from any thread.

namespace prun::job_objects {

/// The handle of a job that ends its members when prun is gone, however prun ends. Null after a
/// failure.
void *create();
/// `job` belongs to the registry from now on. `ownConsole`: it has not that of prun.
void add(qint64 root, void *job, bool ownConsole);
bool hasOwnConsole(qint64 root);
/// Numbers of its living processes; empty if there is no such job, which is forgotten if it has
/// none left.
std::vector<qint64> members(qint64 root);
struct Membership
{
    qint64 root = 0;
    qint64 pid = 0;
};
std::vector<Membership> allMembers();
void terminate(qint64 root);
void terminateAll();
/// What still runs is meant to live on when prun ends.
void releaseAll();

/// The exit code of what terminate() has ended.
constexpr quint32 kKilled = 0xF291; // that of QProcess::kill()

} // namespace prun::job_objects
