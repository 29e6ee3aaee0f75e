// SPDX-License-Identifier: MIT
#include <core/sources/map_batches.h>

#include <algorithm>

namespace prun {

namespace {

constexpr qsizetype kQuotes = 3; // and the blank

qsizetype lengthOf(const MapRecord &record)
{
    qsizetype length = 0;
    for (const QByteArray &value : record)
        length += value.size() + kQuotes;
    return length;
}

} // namespace

Result<Pull> MapBatches::next(MapJob &job)
{
    while (!m_ended && !hasEnough()) {
        MapRecord record;
        Result<Pull> got = m_records.next(record);
        if (!got || *got == Pull::NotYet)
            return got;
        m_ended = *got == Pull::End;
        if (m_ended)
            break;
        m_length += lengthOf(record);
        m_waiting.push_back(std::move(record));
    }
    if (m_waiting.empty())
        return Pull::End;
    const std::size_t count = nextCount();
    job = {};
    job.number = ++m_made;
    for (std::size_t i = 0; i < count; ++i) {
        m_length -= lengthOf(m_waiting.front());
        job.records.push_back(m_batching.perJob == 0 ? MapRecord() : std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    return Pull::Got;
}

/// A job can be made of the records that wait, whatever follows.
bool MapBatches::hasEnough() const
{
    const auto perJob = static_cast<std::size_t>(std::max(1, m_batching.perJob));
    if (!m_batching.fills)
        return m_waiting.size() >= perJob;
    return m_waiting.size() > 1
        && (m_length > m_batching.longest || (perJob > 1 && m_waiting.size() > perJob));
}

std::size_t MapBatches::nextCount()
{
    std::size_t count = static_cast<std::size_t>(std::max(1, m_batching.perJob));
    if (m_batching.fills) {
        const std::size_t most = m_batching.perJob > 1 ? count : m_waiting.size();
        count = fitting();
        if (m_ended && count == m_waiting.size() && m_share == 0) {
            const auto over = static_cast<std::size_t>(std::max(1, m_batching.spread));
            m_share = (count + over - 1) / over;
        }
        count = std::min({ count, most, m_share == 0 ? count : m_share });
    }
    return std::min(count, m_waiting.size());
}

/// How many of those that wait fit into one command line, one at least.
std::size_t MapBatches::fitting() const
{
    qsizetype length = 0;
    std::size_t count = 0;
    while (count < m_waiting.size()) {
        length += lengthOf(m_waiting[count]);
        if (count > 0 && length > m_batching.longest)
            break;
        ++count;
    }
    return count;
}

} // namespace prun
