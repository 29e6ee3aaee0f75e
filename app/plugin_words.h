// SPDX-License-Identifier: MIT
#pragma once

#include <app/run_request.h>

#include <prun/error.h>

namespace prun {

/// `ID` or `ID:key=value,key=value`. A value may be quoted with "…" (in which \" and \\ are
/// escapes) or '…'; outside of quotes `\,` is a comma. Keys are unique.
Result<PluginChoice> parsePluginChoice(QByteArrayView text);

/// The same followed by `=FILE`: here a bare value ends at an `=`, too.
Result<ReportChoice> parseReportChoice(QByteArrayView text);

} // namespace prun
