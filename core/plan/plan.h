// SPDX-License-Identifier: MIT
#pragma once

#include <core/plan/policy.h>

#include <prun/task.h>

#include <span>
#include <vector>

namespace prun {

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
    RunPolicy run;
    JudgementPolicy judgement;

    const TaskSpec &task(TaskId id) const { return tasks[indexOf(id)]; }
    const TaskPolicy &policy(TaskId id) const
    {
        return policies[policyOf.empty() ? 0 : policyOf[indexOf(id)]];
    }
};

} // namespace prun
