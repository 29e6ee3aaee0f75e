// SPDX-License-Identifier: MIT
#include <platform/signal_filter.h>

#include <cstdlib>

namespace prun {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTwinWindow{ 50 };
constexpr milliseconds kSameSenderWindow{ 1000 };

milliseconds distance(quint32 a, quint32 b)
{
    return milliseconds(std::abs(qint64(qint32(a - b))));
}

bool areTwins(const SignalStamp &a, const SignalStamp &b)
{
    const milliseconds gap = distance(a.atMs, b.atMs);
    return gap <= kTwinWindow
        || (gap <= kSameSenderWindow && a.sender != 0 && a.sender == b.sender);
}

} // namespace

bool SignalFilter::accept(int signal, SignalRoute route, SignalStamp stamp,
                          milliseconds repeatWindow) noexcept
{
    if (signal <= 0 || signal >= int(m_histories.size()))
        return true;
    History &history = m_histories[size_t(signal)];
    Sighting &other = history.last[route == SignalRoute::Direct ? 1 : 0];
    const bool twin = other.unpaired && areTwins(stamp, other.stamp);
    if (twin)
        other.unpaired = false;
    history.last[size_t(route)] = { stamp, !twin };
    const bool repeated = history.accepted && repeatWindow.count() > 0
        && distance(stamp.atMs, history.acceptedAtMs) <= repeatWindow;
    if (twin || repeated)
        return false;
    history.accepted = true;
    history.acceptedAtMs = stamp.atMs;
    return true;
}

} // namespace prun
