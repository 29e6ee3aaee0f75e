// SPDX-License-Identifier: MIT
#include <core/exec/process_forest.h>

#include <algorithm>

namespace prun {

ProcessForest::ProcessForest(std::vector<ProcessInfo> processes, qint64 self)
    : m_processes(std::move(processes)), m_self(self)
{
    for (std::size_t i = 0; i < m_processes.size(); ++i) {
        const ProcessInfo &process = m_processes[i];
        const auto place = static_cast<quint32>(i);
        m_byParent.emplace_back(process.parent, place);
        m_byGroup.emplace_back(process.group, place);
        m_bySession.emplace_back(process.session, place);
    }
    for (Index *index : { &m_byParent, &m_byGroup, &m_bySession })
        std::sort(index->begin(), index->end());
    if (const ProcessInfo *own = find(self)) {
        m_ownGroup = own->group;
        m_ownSession = own->session;
    }
}

const ProcessInfo *ProcessForest::find(qint64 pid) const
{
    const auto found = std::lower_bound(
        m_processes.begin(), m_processes.end(), pid,
        [](const ProcessInfo &process, qint64 wanted) { return process.pid < wanted; });
    return found != m_processes.end() && found->pid == pid ? &*found : nullptr;
}

std::span<const ProcessForest::Index::value_type> ProcessForest::range(const Index &index,
                                                                       qint64 key)
{
    const auto first = std::lower_bound(index.begin(), index.end(), Index::value_type(key, 0));
    const auto last = std::lower_bound(first, index.end(), Index::value_type(key + 1, 0));
    return { first, last };
}

std::vector<const ProcessInfo *> ProcessForest::childrenOf(qint64 pid) const
{
    std::vector<const ProcessInfo *> children;
    for (const auto &[parent, place] : range(m_byParent, pid))
        children.push_back(&m_processes[place]);
    return children;
}

std::vector<ProcessInfo> ProcessForest::belongingTo(const ForestSeed &seed) const
{
    std::vector<quint32> found;
    std::vector<bool> isFound(m_processes.size());
    std::vector<qint64> usedGroups;
    std::vector<qint64> usedSessions;
    const auto add = [&](quint32 place) {
        if (m_processes[place].pid == m_self || isFound[place])
            return;
        isFound[place] = true;
        found.push_back(place);
    };
    const auto addAll = [&](const Index &index, std::vector<qint64> &used, qint64 own, qint64 key) {
        if (key == own || key == 0 || std::find(used.begin(), used.end(), key) != used.end())
            return;
        used.push_back(key);
        for (const auto &[unused, place] : range(index, key)) {
            if (m_processes[place].startTime >= seed.notBefore)
                add(place);
        }
    };
    for (const qint64 pid : seed.processes) {
        if (const ProcessInfo *process = find(pid))
            add(static_cast<quint32>(process - m_processes.data()));
    }
    for (const qint64 group : seed.groups)
        addAll(m_byGroup, usedGroups, m_ownGroup, group);
    for (const qint64 session : seed.sessions)
        addAll(m_bySession, usedSessions, m_ownSession, session);
    for (std::size_t i = 0; i < found.size(); ++i) {
        const ProcessInfo &process = m_processes[found[i]];
        for (const auto &[parent, place] : range(m_byParent, process.pid))
            add(place);
        addAll(m_byGroup, usedGroups, m_ownGroup, process.group);
        addAll(m_bySession, usedSessions, m_ownSession, process.session);
    }
    std::vector<ProcessInfo> alive;
    for (const quint32 place : found) {
        if (!m_processes[place].dead)
            alive.push_back(m_processes[place]);
    }
    return alive;
}

std::vector<ProcessInfo> ProcessForest::descendantsOf(qint64 root) const
{
    std::vector<ProcessInfo> alive;
    std::vector<qint64> parents = { root };
    for (std::size_t i = 0; i < parents.size(); ++i) {
        for (const auto &[parent, place] : range(m_byParent, parents[i])) {
            parents.push_back(m_processes[place].pid);
            if (!m_processes[place].dead)
                alive.push_back(m_processes[place]);
        }
    }
    return alive;
}

} // namespace prun
