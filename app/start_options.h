// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_table.h>

namespace prun {

/// The options of `prun start`, in the order of its --help: those of foreman under foreman's names,
/// and those of the native command line that make sense there, as long options.
OptionTable startOptionTable();

} // namespace prun
