// SPDX-License-Identifier: MIT
#pragma once

#include <span>

namespace prun {

struct NamedSignal
{
    int number = 0;
    const char *name = nullptr; ///< with `SIG`
};

/// The signals of this system. Where two names mean one number the usual one comes first.
std::span<const NamedSignal> namedSignals() noexcept;

/// First and last real-time signal; 0 and -1 where there are none.
struct RealTimeSignals
{
    int first = 0;
    int last = -1;
};
RealTimeSignals realTimeSignals() noexcept;

/// The largest number that a signal can have.
int largestSignal() noexcept;

} // namespace prun
