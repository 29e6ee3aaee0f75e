// SPDX-License-Identifier: MIT
#pragma once

namespace prun {

// Called in a new process before its program: async-signal-safe, no memory, no Qt.

/// The calling process gets SIGKILL when its parent dies. Where the system cannot do that, nothing.
void dieWithParent() noexcept;
/// Every descriptor from `first` on closes itself when the program starts.
void closeOnExecFrom(int first) noexcept;

} // namespace prun
