// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <chrono>
#include <optional>

namespace prun {

/// Time since the run started, without the time that prun itself was stopped (Ctrl-Z): monotonic,
/// blind to changes of the wall clock.
using Instant = std::chrono::nanoseconds;

/// The seam to time. One alarm serves everything that waits.
class Clock
{
public:
    class Listener
    {
    public:
        virtual void alarm() = 0;

    protected:
        ~Listener() = default;
    };

    Clock() = default;
    virtual ~Clock() = default;
    Q_DISABLE_COPY_MOVE(Clock)

    virtual Instant now() const = 0;
    /// Calls alarm() once, from the event loop, at `when` or soon after; replaces the last wish.
    /// For a time that has passed it is called after what else has happened by now.
    virtual void setAlarm(std::optional<Instant> when) = 0;
    virtual void setListener(Listener *listener) = 0;
};

} // namespace prun
