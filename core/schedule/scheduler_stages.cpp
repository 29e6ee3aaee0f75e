// SPDX-License-Identifier: MIT
// What the scheduler does about Plan::stages.
#include <core/schedule/scheduler.h>

namespace prun {

/// Its commands wait for slots, and for each other, from now on.
void Scheduler::beginStage(std::size_t stage)
{
    const std::vector<Stage> &stages = m_plan.stages;
    m_stage = stage;
    m_stageBegin = m_stageEnd;
    m_stageEnd = stages.empty() ? m_commands : stages[stage].end;
    m_stageLeft = m_stageEnd - m_stageBegin;
    for (std::size_t i = m_stageBegin; i < m_stageEnd; ++i) {
        if (m_jobs.waitsFor(TaskId(i)) == 0)
            m_ready.push(TaskId(i));
    }
}

/// A command is final. What is left of the plan if the stage went badly will not start.
void Scheduler::endOfStageTask(TaskId task)
{
    if (!isInStage(task) || --m_stageLeft > 0 || m_stageEnd == m_commands)
        return;
    if (m_stop.active || m_noNew)
        return; // the others were canceled then
    if (m_stageFailed && !m_plan.stages[m_stage].goesOn)
        cancelQueued(m_stageEnd, m_commands);
    else
        beginStage(m_stage + 1);
}

/// A command has ended by itself.
void Scheduler::followEndInStage(TaskId task, bool failed)
{
    if (m_plan.stages.empty() || !isInStage(task))
        return;
    m_stageFailed |= failed;
    if (!failed && m_plan.stages[m_stage].race)
        stopStage();
}

/// Somebody has won.
void Scheduler::stopStage()
{
    for (std::size_t i = m_stageBegin; i < m_stageEnd; ++i) {
        const TaskId task = TaskId(i);
        if (!attempt::isAlive(m_jobs.state(task)) || m_jobs.cause(task) != StopCause::None)
            continue;
        m_jobs.cause(task) = StopCause::Canceled;
        advance(task, attempt::Input::Stop);
    }
    cancelQueued(m_stageBegin, m_stageEnd);
}

} // namespace prun
