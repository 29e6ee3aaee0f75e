// SPDX-License-Identifier: MIT
#pragma once

#include <prun/task.h>

#include <algorithm>
#include <functional>
#include <vector>

namespace prun {

/// Tasks that only wait for a slot; the one that stands first on the command line goes first.
class ReadyQueue
{
public:
    bool isEmpty() const { return m_heap.empty(); }

    void push(TaskId task)
    {
        m_heap.push_back(task);
        std::ranges::push_heap(m_heap, std::greater{});
    }
    TaskId pop() ///< only if not empty
    {
        std::ranges::pop_heap(m_heap, std::greater{});
        const TaskId task = m_heap.back();
        m_heap.pop_back();
        return task;
    }

private:
    std::vector<TaskId> m_heap; // the lowest index in front
};

} // namespace prun
