// SPDX-License-Identifier: MIT
#include <platform/signal_blocker.h>

namespace prun {

// Console control handlers run on a thread of the system's: there is nothing to block.
struct SignalBlocker::Before
{
};

SignalBlocker::SignalBlocker() = default;
SignalBlocker::~SignalBlocker() = default;

} // namespace prun
