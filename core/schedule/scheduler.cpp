// SPDX-License-Identifier: MIT
#include <core/schedule/scheduler.h>

#include <core/schedule/retry_policy.h>

#include <limits>

using namespace std::chrono_literals;

namespace prun {

namespace {

constexpr Nanoseconds kFirstShortageDelay = 100ms;
constexpr Nanoseconds kLongestShortageDelay = 5s;
constexpr Nanoseconds kShortagePatience = 60s;

} // namespace

Scheduler::Scheduler(const Plan &plan, Options options)
    : m_plan(plan),
      m_options(std::move(options)),
      m_jobs(plan.tasks.size()),
      m_random(m_options.seed)
{
    for (const TaskSpec &task : plan.tasks)
        m_commands += task.role == TaskSpec::Role::Command ? 1 : 0;
    m_left = m_commands;
    m_open = plan.grows;
    m_halt.emplace(plan.run.halt, m_commands);
    if (plan.edgesOf.empty())
        return;

    m_dependentsOf.assign(plan.tasks.size() + 1, 0);
    for (const TaskId needed : plan.edges)
        ++m_dependentsOf[indexOf(needed) + 1];
    for (std::size_t i = 1; i < m_dependentsOf.size(); ++i)
        m_dependentsOf[i] += m_dependentsOf[i - 1];
    m_dependents.resize(plan.edges.size());
    std::vector<quint32> next(m_dependentsOf.begin(), m_dependentsOf.end() - 1);
    for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
        for (quint32 edge = plan.edgesOf[i]; edge < plan.edgesOf[i + 1]; ++edge)
            m_dependents[next[indexOf(plan.edges[edge])]++] = TaskId(i);
        m_jobs.waitsFor(TaskId(i)) = plan.edgesOf[i + 1] - plan.edgesOf[i];
    }
}

const Actions &Scheduler::apply(const Input &input, Instant now)
{
    m_actions.clear();
    m_now = now;
    std::visit(
        [this](const auto &what) {
            if constexpr (requires { what.task; }) {
                if (!m_jobs.knows(what.task))
                    return; // late news of what is over
            }
            handle(what);
        },
        input);
    if (m_stop.active || m_noNew)
        m_open = false;
    if (m_begun) {
        startWhatMay();
        while (m_left == 0 && !m_open && m_phase != Phase::Over)
            enterNextPhase();
    }
    if (m_plan.grows)
        m_jobs.forgetFinal();
    return m_actions;
}

int Scheduler::slots() const
{
    if (m_capacity == 0 || m_plan.run.slots == 0)
        return std::max(m_capacity, m_plan.run.slots);
    return std::min(m_capacity, m_plan.run.slots);
}

void Scheduler::handle(const input::Begin &begin)
{
    m_begun = true;
    m_nextStart = m_now;
    tell(RunStarted{ m_plan.tasks, begin.runId, slots(), begin.at });
    for (std::size_t i = 0; i < m_commands; ++i)
        tell(TaskQueued{ TaskId(i) });
    if (m_plan.run.deadline > 0ns)
        arm(Deadline::Kind::Run, m_now + m_plan.run.deadline);
    if (m_stop.active) { // a signal came before anything could start
        tell(RunStopping{ m_stop.why, m_stop.signal, 0, false, m_stop.signal });
        cancelQueued();
    } else {
        beginStage(0);
    }
}

void Scheduler::startWhatMay()
{
    while (!m_ready.isEmpty() && mayStart())
        start(m_ready.pop());
    if (m_ready.isEmpty() && m_open && !m_asked && mayStart()) {
        m_asked = true;
        m_actions.emplace_back(std::in_place_type<action::AskTask>);
    }
}

void Scheduler::handle(const input::TaskCame &came)
{
    m_asked = false;
    if (!m_open)
        return; // it came too late
    const TaskId task = m_jobs.add();
    m_added.emplace(task, came.spec);
    ++m_commands;
    ++m_left;
    m_stageEnd = m_commands;
    ++m_stageLeft;
    tell(TaskAdded{ task, came.spec });
    tell(TaskQueued{ task });
    m_ready.push(task);
}

void Scheduler::handle(const input::NoMoreTasks &)
{
    m_asked = false;
    m_open = false;
}

bool Scheduler::mayStart()
{
    if (m_phase == Phase::Over || (m_phase == Phase::Commands && (m_stop.active || m_noNew)))
        return false;
    if (m_now < m_nextStart || m_now < m_shortage.holdUntil)
        return false; // a deadline is armed for each
    const int limit = slots();
    if (limit == 0 || m_running + heldSlots() < limit)
        return true;
    if (limit != m_plan.run.slots && !m_capacityTold) {
        m_capacityTold = true;
        warn("only " + QByteArray::number(limit) + (limit == 1 ? " command runs" : " commands run")
             + " at once: the limit of open files (ulimit -n) allows no more");
    }
    return false;
}

void Scheduler::start(TaskId task)
{
    if (!m_jobs.knows(task) || m_jobs.state(task) != attempt::State::Queued)
        return; // canceled while it waited here
    ++m_jobs.attempt(task);
    if (m_plan.run.startDelay > 0ns) {
        m_nextStart = m_now + m_plan.run.startDelay;
        arm(Deadline::Kind::Start, m_nextStart);
    }
    advance(task, m_options.asksHooks ? attempt::Input::Ask : attempt::Input::Launch);
}

void Scheduler::handle(const input::HooksAnswered &answer)
{
    using enum StartDecision::Kind;
    if (answer.attempt != m_jobs.attempt(answer.task))
        return; // of an attempt that was canceled meanwhile
    if (answer.decision.kind == Go) {
        advance(answer.task, attempt::Input::Launch);
        return;
    }
    Ending ending;
    ending.outcome.kind =
        answer.decision.kind == Skip ? Outcome::Kind::Skipped : Outcome::Kind::NoStart;
    ending.outcome.exitCode = answer.decision.kind == Skip ? 0 : 126;
    ending.reason = answer.decision.reason;
    advance(answer.task, attempt::Input::Refuse, ending);
}

void Scheduler::handle(const input::Spawned &spawned)
{
    const attempt::Edge edge = attempt::step(m_jobs.state(spawned.task), attempt::Input::Spawned);
    if (!edge.acts.testFlag(attempt::Act::Announce))
        return;
    m_shortage = {};
    m_jobs.set(spawned.task, JobTable::HasProcess);
    m_jobs.set(spawned.task, JobTable::OutputOpen);
    m_jobs.startedAt(spawned.task) = m_now;
    m_jobs.lastOutput(spawned.task) = m_now;
    tell(TaskStarted{ spawned.task, m_jobs.attempt(spawned.task), spawned.pid, spawned.at,
                      static_cast<int>(m_jobs.slot(spawned.task)) });
    advance(spawned.task, attempt::Input::Spawned);
}

void Scheduler::handle(const input::SpawnFailed &failed)
{
    const bool unwanted = isCommand(failed.task) ? m_stop.active || m_noNew : m_stop.forced;
    if (failed.resources && !unwanted && postpone(failed))
        return;
    Ending ending;
    ending.outcome.kind =
        failed.resources && unwanted ? Outcome::Kind::Canceled : Outcome::Kind::NoStart;
    ending.outcome.exitCode = failed.exitCode;
    ending.reason = failed.reason;
    advance(failed.task, attempt::Input::SpawnFailed, ending);
}

/// Puts the task back and holds new starts for a while; false if that was tried for too long.
bool Scheduler::postpone(const input::SpawnFailed &failed)
{
    if (!m_shortage.since)
        m_shortage.since = m_now;
    if (m_now - *m_shortage.since >= kShortagePatience)
        return false;
    m_shortage.delay = std::clamp(2 * m_shortage.delay, kFirstShortageDelay, kLongestShortageDelay);
    m_shortage.holdUntil = m_now + m_shortage.delay;
    arm(Deadline::Kind::Start, m_shortage.holdUntil);
    if (!m_shortageTold) {
        m_shortageTold = true;
        warn("starting is held back, with " + QByteArray::number(m_running - 1)
             + " commands running: " + failed.reason);
    }
    Ending canceled;
    canceled.outcome.kind = Outcome::Kind::Canceled;
    advance(failed.task, attempt::Input::Postpone, canceled);
    return true;
}

void Scheduler::handle(const input::Capacity &capacity)
{
    m_capacity = capacity.processes;
}

void Scheduler::handle(const input::ReadingPaused &reading)
{
    m_readingPaused = reading.paused;
    if (!reading.paused)
        m_readingResumed = m_now; // silence while nobody listened does not count
}

void Scheduler::handle(const input::Tick &)
{
    while (const std::optional<Deadline> due = m_deadlines.popDue(m_now))
        onDeadline(*due);
    m_deadlines.compact([this](const Deadline &deadline) {
        return deadline.kind != Deadline::Kind::Run && deadline.kind != Deadline::Kind::Start
            && (!m_jobs.knows(deadline.task) || deadline.attempt != m_jobs.attempt(deadline.task)
                || m_jobs.has(deadline.task, JobTable::Final));
    });
}

void Scheduler::arm(Deadline::Kind kind, Instant when, TaskId task)
{
    const bool ofRun = kind == Deadline::Kind::Run || kind == Deadline::Kind::Start;
    m_deadlines.arm({ when, task, kind, ofRun ? 0 : m_jobs.attempt(task) });
}

/// SplitMix64: small, good enough for jitter, and the same on every system.
double Scheduler::random()
{
    m_random += 0x9e3779b97f4a7c15;
    quint64 mixed = m_random;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    mixed ^= mixed >> 31;
    return static_cast<double>(mixed >> 11) / static_cast<double>(quint64(1) << 53);
}

} // namespace prun
