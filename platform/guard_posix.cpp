// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/entry_state.h>
#include <platform/guard.h>

// Without subreapers and a parent-death signal a guard could promise nothing, so there is none.
namespace prun {

GuardOutcome enterGuard()
{
    captureEntryState();
    rememberTerminal();
    return {};
}

void markCleanEnd() noexcept { }

void announceDeath(int) noexcept { }

void announceHandlers(bool) noexcept { }

int guardPid() noexcept
{
    return 0;
}

} // namespace prun
