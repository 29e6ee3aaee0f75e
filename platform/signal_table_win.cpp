// SPDX-License-Identifier: MIT
#include <platform/signal_table.h>

#include <array>

namespace prun {

// The numbers that Unix gives them, so that options and reports say the same everywhere.
std::span<const NamedSignal> namedSignals() noexcept
{
    static constexpr std::array table = std::to_array<NamedSignal>({
        { 1, "SIGHUP" },
        { 2, "SIGINT" },
        { 3, "SIGQUIT" },
        { 9, "SIGKILL" },
        { 15, "SIGTERM" },
        { 21, "SIGBREAK" },
    });
    return table;
}

RealTimeSignals realTimeSignals() noexcept
{
    return {};
}

int largestSignal() noexcept
{
    return 31;
}

} // namespace prun
