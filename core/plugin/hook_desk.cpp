// SPDX-License-Identifier: MIT
#include <core/plugin/hook_desk.h>

namespace prun {

bool HookDesk::put(const Event &event)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return true; // the hook is finished or disabled, and that was told
        const bool last = std::holds_alternative<RunFinished>(event.what);
        if (m_items.size() >= m_capacity && !last)
            return false;
        m_items.emplace_back(event);
    }
    m_changed.notify_one();
    return true;
}

void HookDesk::put(StartQuestion question)
{
    {
        const std::lock_guard lock(m_mutex);
        m_items.emplace_back(question);
    }
    m_changed.notify_one();
}

void HookDesk::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
    }
    m_changed.notify_one();
}

void HookDesk::abandon()
{
    std::deque<Item> unused; // destroyed without the lock
    {
        const std::lock_guard lock(m_mutex);
        m_closed = true;
        unused.swap(m_items);
    }
    m_changed.notify_one();
}

std::chrono::nanoseconds HookDesk::busyFor() const
{
    const std::lock_guard lock(m_mutex);
    return m_busySince ? Time::now() - *m_busySince : std::chrono::nanoseconds{};
}

bool HookDesk::isIdle() const
{
    const std::lock_guard lock(m_mutex);
    return m_items.empty() && !m_busySince;
}

std::optional<HookDesk::Item> HookDesk::take()
{
    std::unique_lock lock(m_mutex);
    m_busySince.reset();
    m_changed.wait(lock, [this] { return m_closed || !m_items.empty(); });
    if (m_items.empty())
        return {};
    std::optional<Item> item = std::move(m_items.front());
    m_items.pop_front();
    m_busySince = Time::now();
    return item;
}

} // namespace prun
