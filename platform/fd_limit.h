// SPDX-License-Identifier: MIT
#pragma once

namespace prun {

/// Raises the soft limit of open files to the hard one, at most 1,048,576; returns what it is now.
/// Commands get the limit back that prun was started with (entry_state.h).
int raiseOpenFileLimit();

/// The soft limit of open files now.
int openFileLimit();

/// How many descriptors are open in this process.
int openFileCount();

} // namespace prun
