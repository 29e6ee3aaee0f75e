// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/console_signal_win.h>
#include <platform/entry_state.h>
#include <platform/guard.h>
#include <platform/job_objects_win.h>

// No guard: the job objects of the commands end their members when prun's handles to them are
// closed, which the system does however prun ends.
namespace prun {

GuardOutcome enterGuard()
{
    beConsoleHelper();
    captureEntryState();
    rememberTerminal();
    prepareTerminal();
    return {};
}

void markCleanEnd() noexcept
{
    job_objects::releaseAll();
}

void announceDeath(int) noexcept { }

void announceHandlers(bool) noexcept { }

int guardPid() noexcept
{
    return 0;
}

} // namespace prun
