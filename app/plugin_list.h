// SPDX-License-Identifier: MIT
#pragma once

#include <app/run_request.h>

#include <prun/error.h>

namespace prun {

/// All plugins that there are, with their options, for `prun plugins`.
Result<QByteArray> renderPluginList(const PluginListRequest &request);

} // namespace prun
