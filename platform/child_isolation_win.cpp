// SPDX-License-Identifier: MIT
#include <platform/child_isolation.h>

namespace prun {

// The job object of a command does what these do elsewhere.
void dieWithParent() noexcept { }

void closeOnExecFrom(int) noexcept { }

} // namespace prun
