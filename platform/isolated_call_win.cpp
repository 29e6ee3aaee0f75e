// SPDX-License-Identifier: MIT
#include <platform/isolated_call.h>

namespace prun {

// Unfinished: Windows cannot copy a process; prun will have to start itself again for this.
IsolatedEnd callIsolated(const std::function<void()> &, std::chrono::milliseconds)
{
    return { IsolatedEnd::Kind::NotTried, 0, {}, std::make_error_code(std::errc::not_supported) };
}

} // namespace prun
