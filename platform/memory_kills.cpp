// SPDX-License-Identifier: MIT
#include <platform/memory_kills.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qfile.h>

#include <algorithm>

namespace prun {
namespace {

QByteArray readAll(const QByteArray &path)
{
    QFile file(QFile::decodeName(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The place of a process in a tree of groups is told as seen from outside, but in a container the
/// tree is often mounted from that place on.
QByteArray existing(const QByteArray &root, const QByteArray &group, const char *name)
{
    const QByteArray whole = root + group + '/' + name;
    return QFile::exists(QFile::decodeName(whole)) ? whole : root + '/' + name;
}

} // namespace

QByteArray memoryCountersPath(const QByteArray &cgroups, const QByteArray &root)
{
    QByteArray unified;
    for (const QByteArray &line : cgroups.split('\n')) {
        // hierarchy-ID:controllers:path, where version 2 has no controllers
        const qsizetype first = line.indexOf(':');
        const qsizetype second = line.indexOf(':', first + 1);
        if (first < 0 || second < 0)
            continue;
        const QByteArrayList controllers = line.mid(first + 1, second - first - 1).split(',');
        const QByteArray group = line.mid(second + 1) == "/" ? QByteArray() : line.mid(second + 1);
        if (controllers.contains("memory"))
            return existing(root + "/memory", group, "memory.oom_control");
        if (controllers == QByteArrayList{ QByteArray() })
            unified = existing(root, group, "memory.events");
    }
    return unified;
}

MemoryKills::MemoryKills()
    : MemoryKills(memoryCountersPath(readAll("/proc/self/cgroup"), "/sys/fs/cgroup"))
{ }

MemoryKills::MemoryKills(QByteArray counters)
    : m_counters(std::move(counters)), m_known(count()) { }

bool MemoryKills::takeOne()
{
    const bool more = count() > m_known;
    m_known += more ? 1 : 0;
    return more;
}

qint64 MemoryKills::count() const
{
    if (m_counters.isEmpty())
        return 0;
    for (const QByteArray &line : readAll(m_counters).split('\n')) {
        if (line.startsWith("oom_kill "))
            return line.mid(int(sizeof "oom_kill")).trimmed().toLongLong();
    }
    return 0;
}

} // namespace prun
