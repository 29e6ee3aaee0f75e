// SPDX-License-Identifier: MIT
#pragma once

#include <prun/event.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <variant>

namespace prun {

/// May this attempt start?
struct StartQuestion
{
    TaskId task;
    int attempt = 1;
};

/// Between prun's main thread, which puts facts and questions on it and never waits, and the thread
/// of one hook, which takes them off in the same order. Bounded for facts; questions are few.
class HookDesk
{
public:
    using Item = std::variant<Event, StartQuestion>;

    explicit HookDesk(std::size_t capacity) : m_capacity(capacity) { }

    /// Main thread. False if too many facts wait already and this one was left out. RunFinished is
    /// never left out.
    bool put(const Event &event);
    void put(StartQuestion question); ///< main thread
    /// Main thread: nothing more will come; take() ends when all is taken.
    void close();
    /// Main thread: as close(), and what waits is thrown away.
    void abandon();
    /// How long the hook has been working on the item taken last; 0 if it waits for one.
    std::chrono::nanoseconds busyFor() const;
    bool isIdle() const; ///< nothing waits, nothing is worked on

    /// The hook's thread: the next item, waiting for it; nothing at the end.
    std::optional<Item> take();

private:
    using Time = std::chrono::steady_clock;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Item> m_items;
    std::size_t m_capacity;
    std::optional<Time::time_point> m_busySince;
    bool m_closed = false;
};

} // namespace prun
