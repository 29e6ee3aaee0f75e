// SPDX-License-Identifier: MIT
#pragma once

#include <core/exec/clock.h>

#include <QtCore/qtimer.h>

namespace prun {

/// The real time. Starts at 0 when it is made. Main thread only; needs an event loop for alarms.
class QtClock final : public Clock
{
public:
    QtClock();

    Instant now() const override;
    void setAlarm(std::optional<Instant> when) override;
    void setListener(Listener *listener) override { m_listener = listener; }

    /// `pause` of the time since the last call did not count: prun was stopped meanwhile.
    void excludePause(std::chrono::nanoseconds pause) { m_excluded += pause; }

private:
    void start(Instant when);
    void timerFired();

    QTimer m_timer;
    Listener *m_listener = nullptr;
    std::chrono::steady_clock::time_point m_start;
    std::chrono::nanoseconds m_excluded{};
    std::optional<Instant> m_alarm;
    Instant m_timerDue{}; ///< meaningless while the timer is not active
};

} // namespace prun
