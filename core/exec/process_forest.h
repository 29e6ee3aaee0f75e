// SPDX-License-Identifier: MIT
#pragma once

#include <platform/process_table.h>

#include <span>
#include <vector>

namespace prun {

/// Where the search for everything that belongs to a command begins.
struct ForestSeed
{
    std::vector<qint64> processes; ///< pids
    std::vector<qint64> groups;
    std::vector<qint64> sessions;
    quint64 notBefore = 0; ///< groups and sessions: what started earlier is not the command's
};

/// All processes at one moment, with the ways from one to those that belong to it.
class ProcessForest
{
public:
    /// `processes` in order of their pids. `self` (prun) never belongs to anything, nor do its own
    /// group and session connect anything.
    ProcessForest(std::vector<ProcessInfo> processes, qint64 self);
    ProcessForest() = default;

    const ProcessInfo *find(qint64 pid) const;
    std::vector<const ProcessInfo *> childrenOf(qint64 pid) const;

    /// The seed and all that descends from it or shares a group or session with a part of it, and
    /// so on. Zombies are left out, though what they lead is not.
    std::vector<ProcessInfo> belongingTo(const ForestSeed &seed) const;
    /// What descends from `root`, itself not included, zombies left out.
    std::vector<ProcessInfo> descendantsOf(qint64 root) const;

    bool empty() const { return m_processes.empty(); }
    qint64 ownGroup() const { return m_ownGroup; }

private:
    using Index = std::vector<std::pair<qint64, quint32>>; // key and place, in order
    static std::span<const Index::value_type> range(const Index &index, qint64 key);

    std::vector<ProcessInfo> m_processes;
    Index m_byParent;
    Index m_byGroup;
    Index m_bySession;
    qint64 m_self = 0;
    qint64 m_ownGroup = 0;
    qint64 m_ownSession = 0;
};

} // namespace prun
