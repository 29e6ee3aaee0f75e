// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_parser.h>
#include <app/run_request.h>

namespace prun {

/// Fills a request as xargs would understand the arguments. Reads the whole input.
Result<RunRequest> makeXargsRequest(const ParsedArguments &parsed);

} // namespace prun
