// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>

namespace prun {

/// What the worker tells the guard, in memory that both see.
struct GuardPage
{
    std::atomic<bool> cleanEnd = false;
    std::atomic<bool> handlesSignals = false;
    std::atomic<int> announcedSignal = 0;
};

/// The real-time signal by which the worker learns that the guard is dead.
int guardDeathSignal() noexcept;

/// The life of the guard, with all signals blocked: passes signals on to `worker`, follows its
/// stops, and when it has ended ends what it left behind, then itself in the same way. Uses no Qt.
[[noreturn]] void runGuard(int worker, const GuardPage &page);

} // namespace prun
