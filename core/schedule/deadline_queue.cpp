// SPDX-License-Identifier: MIT
#include <core/schedule/deadline_queue.h>

#include <algorithm>

namespace prun {

static bool isLater(const Deadline &a, const Deadline &b)
{
    return a.when > b.when;
}

void DeadlineQueue::arm(const Deadline &deadline)
{
    m_heap.push_back(deadline);
    std::ranges::push_heap(m_heap, isLater);
}

std::optional<Deadline> DeadlineQueue::popDue(Instant now)
{
    if (m_heap.empty() || m_heap.front().when > now)
        return {};
    std::ranges::pop_heap(m_heap, isLater);
    const Deadline due = m_heap.back();
    m_heap.pop_back();
    return due;
}

std::optional<Instant> DeadlineQueue::next() const
{
    if (m_heap.empty())
        return {};
    return m_heap.front().when;
}

void DeadlineQueue::restoreHeap()
{
    std::ranges::make_heap(m_heap, isLater);
    m_compactAt = std::max<std::size_t>(1024, 2 * m_heap.size());
}

} // namespace prun
