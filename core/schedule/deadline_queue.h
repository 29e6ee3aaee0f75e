// SPDX-License-Identifier: MIT
#pragma once

#include <prun/task.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace prun {

using Instant = std::chrono::nanoseconds;

/// What happens at an instant.
struct Deadline
{
    enum class Kind : quint8 {
        Timeout, ///< the attempt runs too long
        Idle, ///< it may have been silent for too long
        Grace, ///< it was asked to end, and had its time
        GiveUp, ///< it was killed, and had its time
        TreeCheck, ///< look again whether something of it is alive
        Leak, ///< what it left behind holds its output, and had its time
        Retry, ///< its next attempt may start
        Start, ///< the next start is allowed; of no task
        Run, ///< the deadline of the run; of no task
    };
    Instant when{};
    TaskId task{};
    Kind kind = Kind::Timeout;
    qint32 attempt = 0; ///< the attempt that it was armed for
};

/// All deadlines of a run as one heap, so that one timer serves them. A deadline is not taken
/// back: whoever pops it checks whether it still means something.
class DeadlineQueue
{
public:
    void arm(const Deadline &deadline);
    /// The earliest deadline that is due at `now`, removed; nothing if none is.
    std::optional<Deadline> popDue(Instant now);
    std::optional<Instant> next() const;
    std::size_t size() const { return m_heap.size(); }

    /// Drops every deadline for which `stale(deadline)` holds, if there are so many that it pays.
    template<typename Stale>
    void compact(Stale &&stale)
    {
        if (m_heap.size() < m_compactAt)
            return;
        std::erase_if(m_heap, stale);
        restoreHeap();
    }

private:
    void restoreHeap();

    std::vector<Deadline> m_heap; // the earliest in front
    std::size_t m_compactAt = 1024;
};

} // namespace prun
