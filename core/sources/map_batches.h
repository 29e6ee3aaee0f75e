// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/map_template.h>

namespace prun {

struct MapBatching
{
    int perJob = 1; ///< records; 0: one, but without its values
    bool fills = false; ///< as many as fit into a command line, `perJob` of them if that is not 1
    int spread = 1; ///< fills: the last ones are spread over so many jobs
    qsizetype longest = 128 * 1024; ///< bytes of values in a command line that is filled
};

/// The jobs for records, numbered from 1.
std::vector<MapJob> makeJobs(const std::vector<QByteArrayList> &records,
                             const MapBatching &batching);

} // namespace prun
