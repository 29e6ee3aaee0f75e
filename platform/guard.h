// SPDX-License-Identifier: MIT
#pragma once

#include <system_error>

namespace prun {

/// Whether a guard watches over this process.
struct GuardOutcome
{
    bool active = false;
    /// Set if a guard was wanted and could not be had, or only a weaker one: worth a warning.
    std::error_code failure;
};

/// Call it as the first thing in main(), before Qt is used and before there are threads. Records
/// the entry state (entry_state.h) and the terminal (console.h); then, on Linux, forks: the parent
/// stays behind as the guard, `prun-guard`, and ends as its child ends; the child, called the
/// worker, returns from here and is prun.
///
/// However the worker ends, the guard ends everything that descends from it, unless markCleanEnd()
/// was called; and if the guard is killed, the worker does the same and ends. Signals and job
/// control pass through, so that a shell sees one program. PRUN_NO_GUARD=1 in the environment is
/// for debuggers: no guard. Elsewhere than on Linux there is none either.
GuardOutcome enterGuard();

/// The worker is about to exit by itself, and what still runs is meant to live on.
void markCleanEnd() noexcept;

/// The worker is about to die of `signal` on purpose: no message about a crash. Async-signal-safe.
void announceDeath(int signal) noexcept;

/// Tells the guard whether the worker handles signals itself by now. Before, dying of one is what
/// any program does; after, it is unexpected unless announced.
void announceHandlers(bool installed) noexcept;

/// Process number of the guard, 0 without one. Async-signal-safe.
int guardPid() noexcept;

} // namespace prun
