// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

namespace prun {

/// How many processes the kernel has killed for lack of memory in prun's control group, and in the
/// groups below it, so far. Only Linux tells; always 0 where it cannot be read.
class MemoryKills
{
public:
    /// Of the group that this process is in now.
    MemoryKills();
    /// `counters`: a file like memory.events or memory.oom_control, with a line `oom_kill NUMBER`.
    explicit MemoryKills(QByteArray counters);

    /// Whether one more was killed than this was asked about before: true once for each of them.
    bool takeOne();

private:
    qint64 count() const;

    QByteArray m_counters;
    qint64 m_known = 0;
};

/// Where `cgroups`, the text of /proc/self/cgroup, says that the counters of the memory controller
/// are, below `root`, usually /sys/fs/cgroup. Empty if it names no such group. For both versions of
/// control groups (Linux, Documentation/admin-guide: cgroup-v1/memory, cgroup-v2).
QByteArray memoryCountersPath(const QByteArray &cgroups, const QByteArray &root);

} // namespace prun
