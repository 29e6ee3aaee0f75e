// SPDX-License-Identifier: MIT
#include <core/events/event_bus.h>

namespace prun {

void EventBus::tell(const Event &event)
{
    if (m_telling) {
        Q_ASSERT(!std::holds_alternative<TaskOutput>(event.what));
        m_waiting.push_back(event);
        return;
    }
    m_telling = true;
    for (EventSink *sink : m_sinks)
        sink->consume(event);
    while (!m_waiting.empty()) {
        const Event next = std::move(m_waiting.front());
        m_waiting.pop_front();
        for (EventSink *sink : m_sinks)
            sink->consume(next);
    }
    m_telling = false;
}

} // namespace prun
