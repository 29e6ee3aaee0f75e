// SPDX-License-Identifier: MIT
#pragma once

#include <core/exec/clock.h>

#include <functional>
#include <queue>
#include <vector>

namespace prun {

/// Time that passes only when runNext() says so, and what happens in it.
class FakeClock final : public Clock
{
public:
    Instant now() const override { return m_now; }
    void setAlarm(std::optional<Instant> when) override
    {
        m_alarm = when;
        m_alarmIsLast = when && *when <= m_now;
    }
    void setListener(Listener *listener) override { m_listener = listener; }

    void at(Instant when, std::function<void()> what)
    {
        m_future.push({ std::max(when, m_now), m_sequence++, std::move(what) });
    }
    void after(Instant wait, std::function<void()> what) { at(m_now + wait, std::move(what)); }

    /// Time passes without anything being done: the program does not get the processor.
    void stall(Instant wait) { m_now += wait; }

    /// Goes to the next thing that happens; false if nothing ever will.
    bool runNext()
    {
        if (m_alarm && alarmIsNext()) {
            m_now = std::max(m_now, *m_alarm);
            m_alarm.reset();
            m_listener->alarm();
            return true;
        }
        if (m_future.empty())
            return false;
        const Event next = m_future.top();
        m_future.pop();
        m_now = std::max(m_now, next.when);
        next.what();
        return true;
    }

private:
    bool alarmIsNext() const
    {
        if (m_future.empty())
            return true;
        const Instant other = m_future.top().when;
        return m_alarmIsLast ? other > m_now : other >= *m_alarm;
    }

    struct Event
    {
        Instant when;
        quint64 sequence; // keeps the order of what happens at the same instant
        std::function<void()> what;
        bool operator<(const Event &other) const
        {
            return when != other.when ? when > other.when : sequence > other.sequence;
        }
    };
    std::priority_queue<Event> m_future;
    std::optional<Instant> m_alarm;
    bool m_alarmIsLast = false; // of what happens now
    Listener *m_listener = nullptr;
    Instant m_now{};
    quint64 m_sequence = 0;
};

} // namespace prun
