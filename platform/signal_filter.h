// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <array>
#include <chrono>

namespace prun {

/// When a signal was received, and who sent it.
struct SignalStamp
{
    quint32 atMs = 0; ///< milliseconds of a monotonic clock; wraps around
    qint32 sender = 0; ///< process number, 0 if not known

    /// How a forwarded signal carries it.
    constexpr quint64 packed() const { return quint64(quint32(sender)) << 32 | atMs; }
    static constexpr SignalStamp unpacked(quint64 value)
    {
        return { quint32(value & 0xffffffffU), qint32(quint32(value >> 32)) };
    }
};

enum class SignalRoute : quint8 {
    Direct,
    Forwarded, ///< by the guard, which got it
};

/// Tells one signal that arrived twice from two signals. What is sent to the whole process group,
/// as a terminal, timeout(1) and service managers do, reaches the guard and the worker both, and
/// the guard cannot know: it passes it on, with the stamp of its own.
class SignalFilter
{
public:
    /// False if it repeats what was accepted already: the same signal came on the other route
    /// within 50 ms, or within 1 s from the same sender (the guard may have had to wait for the
    /// processor), or it was accepted within `repeatWindow`, whatever the route.
    bool accept(int signal, SignalRoute route, SignalStamp stamp,
                std::chrono::milliseconds repeatWindow) noexcept;

private:
    struct Sighting
    {
        SignalStamp stamp;
        bool unpaired = false; ///< seen, and its twin on the other route is not
    };
    struct History
    {
        std::array<Sighting, 2> last; ///< by route
        quint32 acceptedAtMs = 0;
        bool accepted = false;
    };
    std::array<History, 65> m_histories;
};

} // namespace prun
