// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_values.h>
#include <app/run_request.h>

namespace prun {

/// What a variable such as NO_COLOR says; null if it is not set.
using Variables = QMap<QByteArray, QByteArray>;

/// Fills what concerns the look of the run: presentation, formatter, reports, hooks, plugin paths,
/// colour, log folder, dry run. The tasks must be there already, for --hide.
Result<void> addOutput(const OptionValues &options, const Variables &variables,
                       RunRequest &request);

/// The values of --plugin-path.
Result<QStringList> pluginPathsOf(const OptionValues &options);

} // namespace prun
