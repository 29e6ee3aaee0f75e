// SPDX-License-Identifier: MIT
#pragma once

#include <core/events/event_sink.h>

#include <deque>
#include <vector>

namespace prun {

/// Tells every event to every sink, in the order in which the sinks were added. An event that a
/// sink causes while it is told another one waits until all have heard that one, so that all see
/// the same order. Main thread only; does not own the sinks.
class EventBus
{
public:
    void add(EventSink *sink) { m_sinks.push_back(sink); }

    /// Must not be a TaskOutput while another event is being told: its bytes would dangle.
    void tell(const Event &event);

private:
    std::vector<EventSink *> m_sinks;
    std::deque<Event> m_waiting;
    bool m_telling = false;
};

} // namespace prun
