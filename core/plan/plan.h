// SPDX-License-Identifier: MIT
#pragma once

#include <core/plan/policy.h>

#include <prun/task.h>

#include <span>
#include <vector>

namespace prun {

/// Commands that may run side by side. Stages come one after the other: the next begins when
/// everything of this one has ended, its output too.
struct Stage
{
    quint32 end = 0; ///< index of the command behind its last one; the stage before gives the first
    bool race = false; ///< as soon as one of its commands succeeds, its others are stopped
    /// The next one begins even if a command failed, which then counts at the end of that one.
    bool goesOn = false;
    bool operator==(const Stage &) const = default;
};

/// What to run: tasks, what each waits for, and what holds for them. Made once, then immutable.
/// Flat arrays: a task costs its strings and a few dozen bytes.
struct Plan
{
    std::vector<TaskSpec> tasks; ///< commands first, then the teardown commands
    std::vector<quint16> policyOf; ///< per task: index into `policies`
    std::vector<TaskPolicy> policies = { {} };
    /// The tasks that task i waits for are edges[edgesOf[i]] … edges[edgesOf[i + 1] - 1]. Empty if
    /// nothing waits for anything.
    std::vector<quint32> edgesOf;
    std::vector<TaskId> edges;
    /// All commands, in order; none is empty. Edges stay inside of one. No stages: one of all.
    std::vector<Stage> stages;
    /// Tasks come while the run is on, one when there is room for it. All of them are commands,
    /// wait for nothing and are under the first policy; `tasks`, edges and stages are empty.
    bool grows = false;
    bool marksSlots = false; ///< commands have slotMark where the number of the slot belongs
    RunPolicy run;
    JudgementPolicy judgement;

    const TaskSpec &task(TaskId id) const { return tasks[indexOf(id)]; }
    const TaskPolicy &policy(TaskId id) const
    {
        return policies[policyOf.empty() ? 0 : policyOf[indexOf(id)]];
    }
};

} // namespace prun
