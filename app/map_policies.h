// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_values.h>
#include <app/run_request.h>

#include <core/sources/map_batches.h>

#include <functional>

namespace prun {

/// `never`, `soon`, `now`, with `,fail=1`, `,success=50%`, `,done=2`; also 0, 1, 2 as of old.
Result<HaltPolicy> parseHalt(QByteArrayView text);

/// What is written for the values (-I): any text but none.
Result<QByteArray> parseMark(QByteArrayView text);

/// What of --jobs, --halt, --timeout, --retries and --joblog belongs to plan and request.
Result<void> addMapPolicies(const OptionValues &options, const std::function<int()> &cores,
                            RunRequest &request);

/// How many values go into one command: --max-args, -X.
/// `longest` bytes are a command line that is filled.
Result<MapBatching> mapBatching(const OptionValues &options, int slotCount, qsizetype longest);

/// How the run is shown.
void addMapLook(const OptionValues &options, RunRequest &request);

} // namespace prun
