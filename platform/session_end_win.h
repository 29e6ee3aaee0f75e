// SPDX-License-Identifier: MIT
#pragma once

namespace prun {

/// Calls `ended`, on a thread of its own, when the user logs off or the system shuts down; when it
/// returns, the system ends this process. Console handlers are not called for that in a program
/// that has loaded user32.dll, as every program of Qt has. Once per process.
void watchSessionEnd(void (*ended)());

} // namespace prun
