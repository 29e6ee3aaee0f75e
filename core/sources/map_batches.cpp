// SPDX-License-Identifier: MIT
#include <core/sources/map_batches.h>

#include <algorithm>

namespace prun {

Result<Pull> MapBatches::next(MapJob &job, const MapTemplate &line)
{
    const qsizetype room = m_batching.longest - line.fixedSize();
    while (!m_ended && !hasEnough(room)) {
        MapRecord record;
        Result<Pull> got = m_records.next(record);
        if (!got || *got == Pull::NotYet)
            return got;
        m_ended = *got == Pull::End;
        if (m_ended)
            break;
        const qsizetype size = m_batching.fills ? line.addedSize(record) : 0;
        m_size += size;
        m_waiting.push_back({ std::move(record), size });
    }
    if (m_waiting.empty())
        return Pull::End;
    const std::size_t count = nextCount(room);
    job = {};
    job.number = ++m_made;
    for (std::size_t i = 0; i < count; ++i) {
        Waiting &first = m_waiting.front();
        m_size -= first.size;
        job.records.push_back(m_batching.perJob == 0 ? MapRecord() : std::move(first.record));
        m_waiting.pop_front();
    }
    return Pull::Got;
}

/// A job can be made of the records that wait, whatever follows.
bool MapBatches::hasEnough(qsizetype room) const
{
    const auto perJob = static_cast<std::size_t>(std::max(1, m_batching.perJob));
    if (!m_batching.fills)
        return m_waiting.size() >= perJob;
    return m_waiting.size() > 1 && (m_size > room || (perJob > 1 && m_waiting.size() > perJob));
}

std::size_t MapBatches::nextCount(qsizetype room)
{
    std::size_t count = static_cast<std::size_t>(std::max(1, m_batching.perJob));
    if (m_batching.fills) {
        const std::size_t most = m_batching.perJob > 1 ? count : m_waiting.size();
        count = fitting(room);
        if (m_ended && count == m_waiting.size() && m_share == 0) {
            const auto over = static_cast<std::size_t>(std::max(1, m_batching.spread));
            m_share = (count + over - 1) / over;
        }
        count = std::min({ count, most, m_share == 0 ? count : m_share });
    }
    return std::min(count, m_waiting.size());
}

/// How many of those that wait fit into one command line, one at least.
std::size_t MapBatches::fitting(qsizetype room) const
{
    qsizetype size = 0;
    std::size_t count = 0;
    while (count < m_waiting.size()) {
        size += m_waiting[count].size;
        if (count > 0 && size > room)
            break;
        ++count;
    }
    return count;
}

} // namespace prun
