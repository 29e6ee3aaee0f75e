// SPDX-License-Identifier: MIT
#include <core/sources/map_batches.h>

#include <algorithm>

namespace prun {

namespace {

constexpr qsizetype kQuotes = 3; // and the blank

qsizetype lengthOf(const QByteArrayList &record)
{
    qsizetype length = 0;
    for (const QByteArray &value : record)
        length += value.size() + kQuotes;
    return length;
}

/// How many of the records from `first` on fit.
std::size_t fitting(const std::vector<QByteArrayList> &records, std::size_t first,
                    qsizetype longest)
{
    qsizetype length = 0;
    std::size_t count = 0;
    while (first + count < records.size()) {
        length += lengthOf(records[first + count]);
        if (count > 0 && length > longest)
            break;
        ++count;
    }
    return count;
}

} // namespace

std::vector<MapJob> makeJobs(const std::vector<QByteArrayList> &records,
                             const MapBatching &batching)
{
    std::vector<MapJob> jobs;
    std::size_t share = 0; // of the last records, when they are spread
    for (std::size_t at = 0; at < records.size();) {
        std::size_t count = static_cast<std::size_t>(std::max(1, batching.perJob));
        if (batching.fills) {
            const std::size_t most =
                batching.perJob > 1 ? static_cast<std::size_t>(batching.perJob) : records.size();
            const std::size_t left = records.size() - at;
            count = fitting(records, at, batching.longest);
            if (count == left && share == 0) {
                const auto over = static_cast<std::size_t>(std::max(1, batching.spread));
                share = (left + over - 1) / over;
            }
            count = std::min({ count, most, share == 0 ? count : share });
        }
        count = std::min(count, records.size() - at);
        MapJob job;
        job.number = jobs.size() + 1;
        if (batching.perJob == 0)
            job.records = { QByteArrayList() };
        else
            job.records.assign(records.begin() + static_cast<std::ptrdiff_t>(at),
                               records.begin() + static_cast<std::ptrdiff_t>(at + count));
        jobs.push_back(std::move(job));
        at += count;
    }
    return jobs;
}

} // namespace prun
