// SPDX-License-Identifier: MIT
#pragma once

#include <platform/signal_source.h>

#include <array>
#include <span>

namespace prun {

/// The half of SignalSource that runs inside signal handlers, and how the other half asks it.
namespace signal_inbox {

struct HandledSignal
{
    int number = 0;
    SignalKind kind = SignalKind::Interrupt;
    bool stopsPrun = false; ///< one of those of which the third ends prun at once
};
std::span<const HandledSignal> handledSignals() noexcept;

/// Installs the handlers; each wakes up by writing a byte to `wakeFd`, which must not block.
void open(int wakeFd);
/// Default actions again.
void close();

/// What arrived since the last call.
struct Batch
{
    std::array<ReceivedSignal, 16> signals;
    size_t count = 0;
};
Batch take() noexcept;

} // namespace signal_inbox
} // namespace prun
