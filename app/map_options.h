// SPDX-License-Identifier: MIT
#pragma once

#include <app/option_table.h>

namespace prun {

/// The options of `prun map`, in the order of its --help.
OptionTable mapOptionTable();
/// Those of `prun map --dialect xargs`.
OptionTable xargsOptionTable();

} // namespace prun
