// SPDX-License-Identifier: MIT
#pragma once

#include <prun/event.h>

#include <unordered_map>

namespace prun {

/// The tasks of a run by their number, also those that are added while it is on. Show it every
/// event, and say when a task is of no interest any more: there may be millions.
class TaskSpecs
{
public:
    void consume(const Event &event)
    {
        if (const auto *run = std::get_if<RunStarted>(&event.what))
            m_known = run->tasks;
        else if (const auto *added = std::get_if<TaskAdded>(&event.what))
            m_added.emplace(added->task, added->spec);
    }

    /// Of a task that was not forgotten.
    const TaskSpec &operator[](TaskId task) const
    {
        return indexOf(task) < m_known.size() ? m_known[indexOf(task)] : *m_added.at(task);
    }
    void forget(TaskId task) { m_added.erase(task); }

private:
    std::span<const TaskSpec> m_known;
    std::unordered_map<TaskId, std::shared_ptr<const TaskSpec>> m_added;
};

} // namespace prun
