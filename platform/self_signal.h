// SPDX-License-Identifier: MIT
#pragma once

namespace prun {

/// SIGPIPE, which Windows does not know, but what runs there ends as if by it.
inline constexpr int kBrokenPipe = 13;

/// Ends this process by `signal`, so that its parent sees a death by that signal: default action,
/// no core dump. As PID 1 of a container, which cannot die so: exit status 128 + signal. Tells the
/// guard that it is meant. Everything else must be cleaned up already. Windows: sets the console up
/// as it was and exits with STATUS_CONTROL_C_EXIT, or with 141 where it would be SIGPIPE.
/// Async-signal-safe.
[[noreturn]] void dieOf(int signal) noexcept;

/// Stops this process, as Ctrl-Z does, and the guard with it, so that a shell sees one stopped
/// program. Returns when it is continued. Windows: returns at once.
void stopSelf() noexcept;

} // namespace prun
