// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/map_inputs.h>
#include <core/sources/map_template.h>

#include <deque>

namespace prun {

struct MapBatching
{
    int perJob = 1; ///< records; 0: one, but without its values
    bool fills = false; ///< as many as fit into a command line, `perJob` of them if that is not 1
    int spread = 1; ///< fills: the last ones are spread over so many jobs
    qsizetype longest = 0; ///< fills: bytes of a command line
};

/// Makes jobs of records, numbered from 1.
class MapBatches
{
public:
    MapBatches(MapRecords records, const MapBatching &batching)
        : m_records(std::move(records)), m_batching(batching)
    { }

    /// `job` is set only if one was got. `line` is what it is for, which says how much fits.
    Result<Pull> next(MapJob &job, const MapTemplate &line);
    const QByteArrayList &columns() const { return m_records.columns(); }

private:
    struct Waiting
    {
        MapRecord record;
        qsizetype size = 0; ///< that it adds to a command line that is filled
    };

    bool hasEnough(qsizetype room) const;
    std::size_t nextCount(qsizetype room);
    std::size_t fitting(qsizetype room) const;

    MapRecords m_records;
    MapBatching m_batching;
    std::deque<Waiting> m_waiting;
    qsizetype m_size = 0; // of all that wait
    quint64 m_made = 0;
    std::size_t m_share = 0; // of the last records, when they are spread
    bool m_ended = false;
};

} // namespace prun
