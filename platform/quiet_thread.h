// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <system_error>

namespace prun {

/// Starts a thread in which no signal handler ever runs, so that handlers interrupt the main
/// thread only. Nobody waits for it: it must own, or share, all that it uses, and a process that
/// ends by _exit() ends it wherever it stands. SIGTTOU stays as it is: a terminal may stop prun
/// for writing from the background.
std::error_code startQuietThread(std::function<void()> body);

} // namespace prun
