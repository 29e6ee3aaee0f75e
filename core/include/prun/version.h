// SPDX-License-Identifier: MIT
#pragma once

/// The number after the slash is the binary interface: it changes when a layout, a vtable or the
/// list of event alternatives does. prun refuses a plugin with another number before it loads it.
#define PRUN_FORMATTER_IID "org.prun.Formatter/5"
#define PRUN_HOOK_IID "org.prun.Hook/4"
