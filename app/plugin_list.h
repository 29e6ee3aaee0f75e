// SPDX-License-Identifier: MIT
#pragma once

#include <app/run_request.h>

#include <prun/error.h>

namespace prun {

/// All plugins that there are, with their options, for `prun plugins`; text is wrapped to
/// `columns`.
Result<QByteArray> renderPluginList(const PluginListRequest &request, int columns);

} // namespace prun
