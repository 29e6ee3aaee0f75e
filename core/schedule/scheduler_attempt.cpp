// SPDX-License-Identifier: MIT
// What the scheduler does about one attempt: the acts of the lifecycle table.
#include <core/schedule/retry_policy.h>
#include <core/schedule/scheduler.h>

#include <algorithm>

using namespace std::chrono_literals;

namespace prun {

namespace {

constexpr Nanoseconds kKillPatience =
    1s; // SIGKILL works at once, or the process hangs in the kernel
constexpr Nanoseconds kReaderGoneGrace = 250ms;
constexpr Nanoseconds kDrainAfterStop = 1s;
constexpr Nanoseconds kFirstTreeCheck = 1ms;
constexpr int kSlowestTreeCheck = 6; // doublings

Outcome outcomeOf(const input::Exited &exited, StopCause cause, bool forced)
{
    using enum Outcome::Kind;
    Outcome outcome;
    outcome.exitCode = exited.exitCode;
    outcome.signal = exited.signal;
    outcome.coreDumped = exited.coreDumped;
    outcome.forced = forced;
    const Outcome::Kind natural =
        exited.signal != 0 ? Signaled : (exited.exitCode != 0 ? Failed : Succeeded);
    if (!exited.known)
        outcome.kind = Unknown;
    else if (cause == StopCause::TimedOut || cause == StopCause::Idle)
        outcome.kind = TimedOut;
    else if (cause == StopCause::Canceled
             || (cause == StopCause::RunStopped && natural == Succeeded)) // polite, but not done
        outcome.kind = Canceled;
    else
        outcome.kind = natural;
    return outcome;
}

} // namespace

void Scheduler::handle(const input::Exited &exited)
{
    const TaskId task = exited.task;
    const StopCause cause = m_jobs.cause(task);
    Ending ending{ outcomeOf(exited, cause, m_jobs.has(task, JobTable::Forced)), {} };
    if (cause == StopCause::Idle)
        ending.reason = "no output";
    if (exited.memoryRanOut)
        ending.reason = "out of memory: the kernel has killed a process of this control group";
    advance(task, exitInput(task, ending.outcome), ending);
}

/// Nothing of a failed attempt may live on into the next one, whatever becomes of leftovers.
attempt::Input Scheduler::exitInput(TaskId task, const Outcome &outcome) const
{
    if (m_plan.run.leftovers == Leftovers::Kill || willRetry(task, outcome))
        return m_jobs.state(task) == attempt::State::Running ? attempt::Input::ExitedToSweep
                                                             : attempt::Input::Exited;
    if (m_plan.run.leftovers == Leftovers::Wait && m_jobs.state(task) == attempt::State::Running)
        return attempt::Input::ExitedToWait;
    return attempt::Input::Exited;
}

bool Scheduler::willRetry(TaskId task, const Outcome &outcome) const
{
    return isCommand(task) && !m_stop.active && !m_noNew
        && wantsRetry(m_plan.policy(task).retry, outcome, m_jobs.attempt(task));
}

void Scheduler::advance(TaskId task, attempt::Input input, const Ending &ending)
{
    const attempt::Edge edge = attempt::step(m_jobs.state(task), input);
    if (attempt::holdsSlot(edge.to) && !attempt::holdsSlot(edge.from))
        takeSlot(task);
    else if (attempt::holdsSlot(edge.from) && !attempt::holdsSlot(edge.to))
        freeSlot(task);
    m_jobs.state(task) = edge.to;
    perform(task, edge.acts, ending);
}

/// The lowest that is free.
void Scheduler::takeSlot(TaskId task)
{
    ++m_running;
    if (m_freeSlots.empty())
        m_freeSlots.push(++m_slotsMade);
    m_jobs.slot(task) = m_freeSlots.top();
    m_freeSlots.pop();
}

void Scheduler::freeSlot(TaskId task)
{
    --m_running;
    m_freeSlots.push(m_jobs.slot(task));
}

void Scheduler::perform(TaskId task, attempt::Acts acts, const Ending &ending)
{
    using enum attempt::Act;
    if (acts.testFlag(Requeue)) {
        --m_jobs.attempt(task);
        m_ready.push(task);
    }
    if (acts.testFlag(AskHooks))
        m_actions.push_back(action::AskHooks{ task, m_jobs.attempt(task) });
    if (acts.testFlag(Spawn))
        m_actions.push_back(
            action::Spawn{ task, m_jobs.attempt(task), static_cast<int>(m_jobs.slot(task)) });
    if (acts.testFlag(ArmLimits))
        armLimits(task);
    if (acts.testFlag(Report))
        report(task, ending);
    if (acts.testFlag(SendStop))
        m_actions.push_back(action::SignalTree{ task, stopSignalOf(task) });
    if (acts.testFlag(ArmGrace))
        arm(Deadline::Kind::Grace, m_now + graceOf(task), task);
    if (acts.testFlag(Kill)) {
        m_jobs.set(task, JobTable::Forced);
        m_actions.push_back(action::KillTree{ task });
    }
    if (acts.testFlag(ArmGiveUp))
        arm(Deadline::Kind::GiveUp, m_now + kKillPatience, task);
    if (acts.testFlag(CheckTree)) {
        m_jobs.treeChecks(task) = 0;
        m_actions.push_back(action::CheckTree{ task });
    }
    if (acts.testFlag(Survived)) {
        m_actions.push_back(action::NameSurvivors{ task });
        m_actions.push_back(action::EndLeak{ task, false });
    }
    if (acts.testFlag(Settle))
        settle(task);
}

void Scheduler::armLimits(TaskId task)
{
    const TaskPolicy &policy = m_plan.policy(task);
    if (policy.timeout > 0ns)
        arm(Deadline::Kind::Timeout, m_now + policy.timeout, task);
    if (policy.idleTimeout > 0ns)
        arm(Deadline::Kind::Idle, m_now + policy.idleTimeout, task);
    if (!isCommand(task) && m_stop.active)
        boundTeardown(task);
}

/// The kill signal, or in its place the signal that prun itself was asked to end by.
int Scheduler::stopSignalOf(TaskId task) const
{
    const bool passedOn = m_jobs.cause(task) == StopCause::RunStopped && m_stop.signal != 0;
    if (!passedOn || !passesOn())
        return m_plan.policy(task).stopSignal;
    // The terminal has sent it to the command that owns it already; SIGCONT alone does no harm.
    const bool ownsTerminal = std::ranges::binary_search(m_options.terminalTasks, task);
    return m_terminalSignal && ownsTerminal ? 0 : m_stop.signal;
}

Nanoseconds Scheduler::graceOf(TaskId task) const
{
    const bool asSigpipe = m_jobs.cause(task) == StopCause::RunStopped && m_stop.readerGone;
    const Nanoseconds grace = asSigpipe ? kReaderGoneGrace : m_plan.policy(task).grace;
    // A quarter of it is for what follows: SIGKILL, teardown, the last lines.
    return m_stop.timeLeft > 0ns ? std::min(grace, m_stop.timeLeft * 3 / 4) : grace;
}

void Scheduler::report(TaskId task, const Ending &ending)
{
    const bool started = m_jobs.has(task, JobTable::HasProcess);
    TaskFinished finished;
    finished.task = task;
    finished.outcome = ending.outcome;
    finished.reason = ending.reason;
    finished.attempt = m_jobs.attempt(task);
    if (started)
        finished.duration = m_now - m_jobs.startedAt(task);
    finished.willRetry = willRetry(task, ending.outcome);
    m_jobs.set(task, JobTable::RetryPending, finished.willRetry);
    tell(finished);
    const bool patient = m_plan.run.leftovers == Leftovers::Wait && !m_stop.everything;
    if (started && m_jobs.has(task, JobTable::OutputOpen) && !patient)
        arm(Deadline::Kind::Leak, m_now + drainTime(), task);
    if (!finished.willRetry)
        followEndOf(task, ending.outcome);
}

/// How long the output of an ended command is waited for.
Nanoseconds Scheduler::drainTime() const
{
    return m_stop.everything ? std::min(m_plan.run.leakTimeout, kDrainAfterStop)
                             : m_plan.run.leakTimeout;
}

void Scheduler::settle(TaskId task)
{
    m_shortage.holdUntil = m_now; // what it held is free again
    if (m_jobs.has(task, JobTable::RetryPending) && (m_stop.active || m_noNew)) {
        cancelRetry(task);
        return;
    }
    if (m_jobs.has(task, JobTable::RetryPending)) {
        const Nanoseconds delay =
            retryDelay(m_plan.policy(task).retry.backoff, m_jobs.attempt(task), random());
        tell(TaskRetrying{ task, m_jobs.attempt(task) + 1, delay });
        ++m_retrying;
        arm(Deadline::Kind::Retry, m_now + delay, task);
    } else {
        releaseDependents(task);
    }
    finishIfDrained(task);
}

void Scheduler::releaseDependents(TaskId task)
{
    if (m_dependentsOf.empty())
        return;
    for (quint32 i = m_dependentsOf[indexOf(task)]; i < m_dependentsOf[indexOf(task) + 1]; ++i) {
        const TaskId dependent = m_dependents[i];
        if (--m_jobs.waitsFor(dependent) == 0 && m_jobs.state(dependent) == attempt::State::Queued)
            m_ready.push(dependent);
    }
}

void Scheduler::handle(const input::OutputEnded &ended)
{
    if (!m_jobs.has(ended.task, JobTable::OutputOpen))
        return;
    m_jobs.set(ended.task, JobTable::OutputOpen, false);
    if (m_jobs.state(ended.task) == attempt::State::Ended)
        finishIfDrained(ended.task);
}

void Scheduler::finishIfDrained(TaskId task)
{
    if (m_jobs.has(task, JobTable::OutputOpen))
        return;
    if (m_jobs.has(task, JobTable::HasProcess)) {
        m_jobs.set(task, JobTable::HasProcess, false);
        tell(TaskOutputEnded{ task, m_jobs.attempt(task), m_jobs.has(task, JobTable::Leaky) });
        m_actions.push_back(action::Forget{ task });
    }
    if (m_jobs.has(task, JobTable::RetryPending)) {
        retryIfDue(task);
    } else if (!m_jobs.has(task, JobTable::Final)) {
        m_jobs.set(task, JobTable::Final);
        m_added.erase(task);
        --m_left;
        endOfStageTask(task);
    }
}

void Scheduler::retryIfDue(TaskId task)
{
    const bool drained = !m_jobs.has(task, JobTable::HasProcess);
    if (!drained || !m_jobs.has(task, JobTable::RetryDue))
        return;
    --m_retrying;
    m_jobs.clearFlags(task);
    m_jobs.cause(task) = StopCause::None;
    m_jobs.state(task) = attempt::State::Queued;
    m_ready.push(task);
}

/// Its next attempt was announced, and will not come.
void Scheduler::cancelRetry(TaskId task)
{
    m_jobs.set(task, JobTable::RetryPending, false);
    TaskFinished finished;
    finished.task = task;
    finished.attempt = m_jobs.attempt(task) + 1;
    finished.outcome.kind = Outcome::Kind::Canceled;
    finished.reason = "it was not tried again";
    tell(finished);
    releaseDependents(task);
    finishIfDrained(task);
}

void Scheduler::handle(const input::TreeChecked &checked)
{
    if (!attempt::isSwept(m_jobs.state(checked.task)))
        return;
    if (!checked.alive) {
        advance(checked.task, attempt::Input::TreeEmpty);
        return;
    }
    quint8 &checks = m_jobs.treeChecks(checked.task);
    arm(Deadline::Kind::TreeCheck, m_now + kFirstTreeCheck * (1 << checks), checked.task);
    if (checks < kSlowestTreeCheck)
        ++checks;
}

} // namespace prun
