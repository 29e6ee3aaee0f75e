// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/self_signal.h>

#include <windows.h>

namespace prun {

namespace {

constexpr int kSignalBase = 128;

} // namespace

void dieOf(int signal) noexcept
{
    restoreTerminal(); // no guard does it
    // Not as Ctrl-C ends a program: after that cmd.exe asks whether to end the batch file, too.
    if (signal == kBrokenPipe)
        ExitProcess(kSignalBase + kBrokenPipe);
    ExitProcess(0xC000013AU); // STATUS_CONTROL_C_EXIT
}

void stopSelf() noexcept { }

} // namespace prun
