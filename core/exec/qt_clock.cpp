// SPDX-License-Identifier: MIT
#include <core/exec/qt_clock.h>

#include <algorithm>

namespace prun {

using std::chrono::milliseconds;

QtClock::QtClock() : m_start(std::chrono::steady_clock::now())
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { timerFired(); });
}

Instant QtClock::now() const
{
    return std::chrono::steady_clock::now() - m_start - m_excluded;
}

void QtClock::setAlarm(std::optional<Instant> when)
{
    m_alarm = when;
    // Alarms move to a later time far more often than to an earlier one. A timer that fires too
    // early is set again then, which costs less than to set it at every move.
    if (when && (!m_timer.isActive() || *when < m_timerDue))
        start(*when);
}

void QtClock::start(Instant when)
{
    // A timer of Qt counts at most 2^31 ms; a longer wait is done in parts.
    constexpr milliseconds longest = std::chrono::hours(24 * 20);
    const auto wait =
        std::clamp(std::chrono::ceil<milliseconds>(when - now()), milliseconds(0), longest);
    m_timerDue = when;
    m_timer.start(wait);
}

void QtClock::timerFired()
{
    if (!m_alarm)
        return;
    if (now() < *m_alarm)
        return start(*m_alarm);
    m_alarm.reset();
    if (m_listener)
        m_listener->alarm();
}

} // namespace prun
