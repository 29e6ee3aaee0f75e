// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace prun {

/// Makes this process the one to which its orphaned descendants fall, so that none of them can
/// get out of sight by detaching. False where the system cannot (anything but Linux) or refuses.
bool adoptOrphans() noexcept;

/// SIGKILL to everything that descends from this process, again and again until nothing is left
/// or `patience` is over; reaps what ended. Only for a process that is itself about to end: from
/// the first call on restoreEntryState() lets no new child start, and other users of waitpid()
/// lose their statuses. Async-signal-safe; any thread. False if something is left, or if the
/// system has no way to find out.
bool killDescendants(std::chrono::milliseconds patience) noexcept;

/// True once killDescendants() was called. Async-signal-safe.
bool descendantsDoomed() noexcept;

} // namespace prun
