// SPDX-License-Identifier: MIT
// What the scheduler does about the run as a whole: deadlines, stops, what follows from an end.
#include <core/config/printable.h>
#include <core/schedule/scheduler.h>

using namespace std::chrono_literals;

namespace prun {

namespace {

QByteArray abortText(const TaskSpec &spec, const Outcome &outcome)
{
    constexpr qsizetype longestName = 200;
    const QByteArray &name = spec.arguments.isEmpty() ? spec.command : spec.arguments.front();
    const QByteArray end = outcome.kind == Outcome::Kind::NoStart ? "could not be started"
        : outcome.signal != 0 ? "died of signal " + QByteArray::number(outcome.signal)
                              : "exited with code " + QByteArray::number(outcome.exitCode);
    return printable(name.left(longestName)).toUtf8() + ' ' + end
        + ": no more commands are started";
}

} // namespace

void Scheduler::onDeadline(const Deadline &deadline)
{
    using enum Deadline::Kind;
    const TaskId task = deadline.task;
    if (deadline.kind == Start)
        return; // startWhatMay() looks at the clock itself
    if (deadline.kind == Run) {
        m_stop.deadlinePassed = true;
        stopRun(RunStopping::Why::Deadline, 0, false);
        return;
    }
    if (!m_jobs.knows(task) || deadline.attempt != m_jobs.attempt(task))
        return;

    switch (deadline.kind) {
    case Timeout:
        if (m_jobs.state(task) == attempt::State::Running) {
            m_jobs.cause(task) = StopCause::TimedOut;
            advance(task, attempt::Input::Stop);
        }
        break;
    case Idle:
        onIdle(task);
        break;
    case Grace:
        advance(task, attempt::Input::GraceOver);
        break;
    case GiveUp:
        advance(task, attempt::Input::GiveUp,
                { { .kind = Outcome::Kind::Unknown, .forced = true }, "SIGKILL did not end it" });
        break;
    case TreeCheck:
        if (attempt::isSwept(m_jobs.state(task)))
            m_actions.push_back(action::CheckTree{ task });
        break;
    case Leak:
        onLeak(task);
        break;
    case Retry:
        m_jobs.set(task, JobTable::RetryDue);
        if (m_jobs.has(task, JobTable::RetryPending))
            retryIfDue(task);
        break;
    case Start:
    case Run:
        break;
    }
}

/// What an ended command left behind holds its output for too long. Time in which prun could not
/// read what was written there does not count, unless the run is being ended.
void Scheduler::onLeak(TaskId task)
{
    if (!m_jobs.has(task, JobTable::OutputOpen))
        return;
    if (m_readingPaused && !m_stop.everything) {
        arm(Deadline::Kind::Leak, m_now + m_plan.run.leakTimeout, task);
        return;
    }
    m_jobs.set(task, JobTable::Leaky, !m_stop.everything);
    const bool named = m_plan.run.leftovers != Leftovers::Ignore && !m_stop.everything;
    m_actions.push_back(action::EndLeak{ task, named });
}

/// It was armed for the earliest instant at which the silence could be long enough.
void Scheduler::onIdle(TaskId task)
{
    if (m_jobs.state(task) != attempt::State::Running)
        return;
    const Nanoseconds limit = m_plan.policy(task).idleTimeout;
    const Instant heard =
        m_readingPaused ? m_now : std::max(m_jobs.lastOutput(task), m_readingResumed);
    if (m_now - heard < limit) {
        arm(Deadline::Kind::Idle, heard + limit, task);
        return;
    }
    m_jobs.cause(task) = StopCause::Idle;
    advance(task, attempt::Input::Stop);
}

/// What one command's end means for the others. What prun stopped on purpose means nothing.
void Scheduler::followEndOf(TaskId task, const Outcome &outcome)
{
    using enum Outcome::Kind;
    const StopCause cause = m_jobs.cause(task);
    const bool byItself = outcome.kind != Canceled && outcome.kind != Skipped
        && cause != StopCause::Canceled && cause != StopCause::RunStopped;
    if (!isCommand(task) || !byItself || m_stop.active || m_plan.policy(task).mayEnd)
        return;
    const bool failed = outcome.kind != Succeeded;
    followEndInStage(task, failed);
    if (m_plan.run.killOthers)
        stopOthers(RunStopping::Why::OtherEnded);
    else if (failed && m_plan.run.onFailure == OnFailure::Kill)
        stopOthers(RunStopping::Why::OtherFailed);
    else if (failed && m_plan.run.onFailure == OnFailure::NoNew)
        startNoMore();
    else if (m_halt->count(outcome))
        halt(task, outcome);
}

void Scheduler::startNoMore()
{
    if (m_noNew)
        return;
    m_noNew = true;
    cancelQueued();
}

void Scheduler::halt(TaskId task, const Outcome &outcome)
{
    const bool stops = m_plan.run.halt.when == HaltPolicy::When::Now;
    tell(RunHalted{ task, outcome, m_halt->failed(), countAlive(), stops });
    if (m_plan.run.halt.on == HaltPolicy::On::Abort)
        tell(Notice{ Notice::Level::Error, abortText(spec(task), outcome) });
    if (stops)
        stopOthers(m_plan.run.halt.on == HaltPolicy::On::Failure ? RunStopping::Why::OtherFailed
                                                                 : RunStopping::Why::OtherEnded);
    else
        startNoMore();
}

void Scheduler::stopOthers(RunStopping::Why why)
{
    m_stop.active = true;
    m_stop.why = why;
    const int alive = countAlive();
    if (alive > 0)
        tell(RunStopping{ why, m_plan.policies.front().stopSignal, alive, false });
    for (const TaskId task : m_jobs.known()) {
        if (!isCommand(task) || !attempt::isAlive(m_jobs.state(task))
            || m_jobs.cause(task) != StopCause::None)
            continue;
        m_jobs.cause(task) = StopCause::Canceled;
        advance(task, attempt::Input::Stop);
    }
    cancelQueued();
}

void Scheduler::handle(const input::StopAsked &asked)
{
    if (m_stop.signal != 0) {
        forceRun(asked.signal);
        return;
    }
    m_stop.signal = asked.signal;
    m_stop.timeLeft = asked.timeLeft;
    stopRun(RunStopping::Why::Signal, asked.signal, asked.fromTerminal);
}

void Scheduler::handle(const input::ReaderGone &)
{
    if (m_stop.readerGone)
        return;
    m_stop.readerGone = true;
    stopRun(RunStopping::Why::ReaderGone, 0, false);
}

void Scheduler::handle(const input::OutputLost &)
{
    if (!m_stop.everything)
        stopRun(RunStopping::Why::OutputLost, 0, false);
}

/// Everything ends: by the signal that prun got, or else by each command's kill signal.
void Scheduler::stopRun(RunStopping::Why why, int signal, bool fromTerminal)
{
    if (!m_stop.active)
        m_stop.why = why;
    m_stop.active = true;
    m_stop.everything = true;
    if (!m_begun)
        return; // told when the run begins
    m_terminalSignal = fromTerminal;
    const int sent = signal != 0 && passesOn() ? signal : m_plan.policies.front().stopSignal;
    tell(RunStopping{ why, sent, countAlive(), false, signal });
    for (const TaskId task : m_jobs.known()) {
        const attempt::State state = m_jobs.state(task);
        if (!isCommand(task)) {
            boundTeardown(task);
        } else if (state == attempt::State::Ended) {
            endLeftovers(task);
        } else if (attempt::isAlive(state) || state == attempt::State::Sweeping) {
            if (m_jobs.cause(task) == StopCause::None)
                m_jobs.cause(task) = StopCause::RunStopped;
            advance(task, attempt::Input::Stop);
            // Who was asked to end before that was promised more time than there is now.
            if (state == attempt::State::Stopping && m_stop.timeLeft > 0ns)
                arm(Deadline::Kind::Grace, m_now + graceOf(task), task);
        }
    }
    m_terminalSignal = false;
    cancelQueued();
}

/// A second signal: no grace, no more teardown.
void Scheduler::forceRun(int signal)
{
    if (m_stop.forced)
        return;
    m_stop.forced = true;
    m_stop.signal = signal;
    if (!m_begun)
        return;
    tell(RunStopping{ RunStopping::Why::Signal, signal, countAlive(), true, signal });
    for (const TaskId task : m_jobs.known()) {
        const attempt::State state = m_jobs.state(task);
        const bool isBegunTeardown = !isCommand(task) && indexOf(task) < m_nextTeardown;
        if (state == attempt::State::Ended) {
            endLeftovers(task);
        } else if (state != attempt::State::Queued || isBegunTeardown) {
            m_jobs.cause(task) = StopCause::RunStopped;
            advance(task, attempt::Input::Force, { { .kind = Outcome::Kind::Canceled }, {} });
        }
    }
    cancelQueued();
}

/// What waits for its turn, for a hook's answer or for its next attempt will not start any more.
void Scheduler::cancelQueued(std::size_t begin, std::size_t end)
{
    using enum attempt::State;
    const Ending canceled{ { .kind = Outcome::Kind::Canceled }, {} };
    for (std::size_t i = begin; i < end; ++i) {
        const TaskId task = TaskId(i);
        if (!m_jobs.knows(task))
            continue;
        const attempt::State state = m_jobs.state(task);
        if (state == Queued || state == Asking) {
            if (m_jobs.cause(task) == StopCause::None)
                m_jobs.cause(task) = StopCause::Canceled;
            if (state == Queued && m_jobs.attempt(task) > 0)
                ++m_jobs.attempt(task); // it is the next one that does not come
            advance(task, attempt::Input::Stop, canceled);
        } else if (state == Ended && m_jobs.has(task, JobTable::RetryPending)) {
            --m_retrying;
            cancelRetry(task);
        }
    }
}

/// Processes that an ended command left, and that hold its output, end with the run.
void Scheduler::endLeftovers(TaskId task)
{
    if (!m_jobs.has(task, JobTable::HasProcess) || !m_jobs.has(task, JobTable::OutputOpen))
        return;
    if (m_stop.forced)
        m_actions.push_back(action::KillTree{ task });
    else
        m_actions.push_back(action::SignalTree{ task, m_plan.policy(task).stopSignal });
    arm(Deadline::Kind::Leak, m_now + (m_stop.forced ? 100ms : graceOf(task)), task);
}

/// Teardown still runs after a signal or the deadline, but not for ever.
void Scheduler::boundTeardown(TaskId task)
{
    if (m_stop.everything && m_jobs.state(task) == attempt::State::Running)
        arm(Deadline::Kind::Timeout, m_now + graceOf(task), task);
}

int Scheduler::countAlive() const
{
    int alive = 0;
    for (const TaskId task : m_jobs.known())
        alive += isCommand(task) && attempt::isAlive(m_jobs.state(task)) ? 1 : 0;
    return alive;
}

/// Commands, then the teardown commands one after another, then the end.
void Scheduler::enterNextPhase()
{
    if (m_phase == Phase::Commands) {
        m_phase = Phase::Teardown;
        m_nextTeardown = m_commands;
    }
    if (m_nextTeardown < m_jobs.size() && !m_stop.forced) {
        m_left = 1;
        start(TaskId(m_nextTeardown++));
        return;
    }
    m_phase = Phase::Over;
    m_actions.push_back(action::EndRun{ m_stop.everything });
}

} // namespace prun
