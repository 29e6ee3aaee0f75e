// SPDX-License-Identifier: MIT
#pragma once

#include <prun/event.h>

namespace prun {

/// Something that is told every fact about the run, in order, on the main thread. What an event
/// points to is valid only until consume() returns.
class EventSink
{
public:
    EventSink() = default;
    virtual ~EventSink() = default;
    Q_DISABLE_COPY_MOVE(EventSink)

    virtual void consume(const Event &event) = 0;
};

} // namespace prun
