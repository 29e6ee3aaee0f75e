// SPDX-License-Identifier: MIT
#include <platform/self_signal.h>

#include <windows.h>

namespace prun {

void dieOf(int) noexcept
{
    ExitProcess(0xC000013AU); // STATUS_CONTROL_C_EXIT
}

void stopSelf() noexcept { }

} // namespace prun
