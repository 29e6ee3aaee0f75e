// SPDX-License-Identifier: MIT
#include <core/events/exit_policy.h>

#include <algorithm>

namespace prun {

namespace {

constexpr int kMostCounted = 100; // --exit-code count: beyond, numbers start to mean other things

constexpr int kInterrupt = 2; // SIGINT

bool endedByItself(const Outcome &outcome)
{
    using enum Outcome::Kind;
    return outcome.kind != Canceled && outcome.kind != Skipped;
}

bool isJudged(const TaskFinished &end, JudgedCommands which)
{
    return endedByItself(end.outcome) || (which == JudgedCommands::Started && end.attempt > 0);
}

bool isSuccess(const Outcome &outcome, JudgedCommands which)
{
    using enum Outcome::Kind;
    const bool stoppedWell = outcome.kind == Canceled && outcome.exitCode == 0
        && outcome.signal == 0 && which == JudgedCommands::Started;
    return outcome.kind == Succeeded || stoppedWell;
}

/// 1 … 255: an exit code beyond a byte (Windows has 32 bits) must not be seen as 0 by the parent.
int failureStatus(const Outcome &outcome)
{
    const int status = outcome.shellStatus();
    return status > 0 && status <= 255 ? status : 1;
}

} // namespace

ExitPolicy::ExitPolicy(JudgementPolicy policy, std::vector<TaskSpec::Role> roles)
    : m_policy(std::move(policy)),
      m_roles(std::move(roles)),
      m_verdicts(m_roles.size()),
      m_failedTry(m_roles.size()),
      m_started(m_roles.size())
{ }

void ExitPolicy::consume(const Event &event)
{
    if (const auto *added = std::get_if<TaskAdded>(&event.what))
        add(*added->spec);
    if (const auto *started = std::get_if<TaskStarted>(&event.what))
        m_started[indexOf(started->task)] = true;
    if (const auto *stopping = std::get_if<RunStopping>(&event.what))
        m_interrupted |=
            stopping->why == RunStopping::Why::Signal && stopping->received == kInterrupt;
    if (const auto *halted = std::get_if<RunHalted>(&event.what))
        m_halted = *halted;
    const auto *finished = std::get_if<TaskFinished>(&event.what);
    if (!finished || m_roles[indexOf(finished->task)] != TaskSpec::Role::Command)
        return;
    noteEnd(*finished);
    quint8 &failedTry = m_failedTry[indexOf(finished->task)];
    if (finished->willRetry) {
        const bool failed = finished->outcome.kind != Outcome::Kind::Succeeded;
        failedTry = failed ? static_cast<quint8>(failureStatus(finished->outcome)) : quint8(0);
    } else if (failedTry != 0 && !endedByItself(finished->outcome)) {
        // Its next try did not come about; that does not make the last one undone.
        judge(finished->task, { .kind = Outcome::Kind::Failed, .exitCode = failedTry });
    } else if (isJudged(*finished, m_policy.judged)) {
        judge(finished->task, finished->outcome);
    }
}

void ExitPolicy::add(const TaskSpec &spec)
{
    m_roles.push_back(spec.role);
    m_verdicts.push_back(Verdict::None);
    m_failedTry.push_back(0);
    m_started.push_back(false);
}

/// For ExitCodeRule::FirstEnd: what ran, or was meant to and could not be started.
void ExitPolicy::noteEnd(const TaskFinished &finished)
{
    using enum Outcome::Kind;
    const Outcome &outcome = finished.outcome;
    const bool ran = m_started[indexOf(finished.task)];
    m_started[indexOf(finished.task)] = false;
    const bool hasCode = outcome.signal == 0 && (ran || outcome.kind == NoStart);
    if (m_firstEnd || finished.willRetry || !hasCode
        || std::ranges::binary_search(m_policy.bystanders, finished.task))
        return;
    m_firstEnd = outcome.exitCode == 0 && outcome.kind != Unknown ? 0 : failureStatus(outcome);
}

void ExitPolicy::judge(TaskId task, const Outcome &outcome)
{
    const bool forgiven = m_interrupted && m_policy.interruptForgiven;
    const bool success = forgiven || isSuccess(outcome, m_policy.judged);
    const Verdict verdict = success ? Verdict::Success : Verdict::Failure;
    m_verdicts[indexOf(task)] = verdict;
    if (!m_first)
        m_first = verdict;
    m_last = verdict;
    if (success) {
        ++m_successes;
        return;
    }
    ++m_failures;
    const int status = failureStatus(outcome);
    if (m_firstStatus == 0)
        m_firstStatus = status;
    m_largestStatus = std::max(m_largestStatus, status);
}

bool ExitPolicy::succeeded() const
{
    if (m_policy.judged == JudgedCommands::Started && !m_first)
        return true;
    return std::ranges::all_of(m_policy.success,
                               [this](const SuccessTerm &term) { return holds(term); });
}

bool ExitPolicy::holds(const SuccessTerm &term) const
{
    switch (term.kind) {
    case SuccessTerm::Kind::All:
        return m_failures == 0;
    case SuccessTerm::Kind::First:
        return m_first.value_or(Verdict::Success) == Verdict::Success;
    case SuccessTerm::Kind::Last:
        return m_last != Verdict::Failure;
    case SuccessTerm::Kind::Any:
        return m_successes > 0;
    case SuccessTerm::Kind::Named:
        return haveSucceeded(term.tasks);
    case SuccessTerm::Kind::AllButNamed:
        break;
    }
    std::vector<TaskId> others;
    for (std::size_t i = 0; i < m_verdicts.size(); ++i) {
        if (std::ranges::find(term.tasks, TaskId(i)) == term.tasks.end())
            others.push_back(TaskId(i));
    }
    if (m_policy.judged == JudgedCommands::Started)
        return count(others, Verdict::Failure) == 0;
    return others.empty() || haveSucceeded(others);
}

/// Those that were judged. If none of them was, nothing that the user asked for has succeeded: as
/// when the server fails, and the test that was to decide is canceled for that.
bool ExitPolicy::haveSucceeded(const std::vector<TaskId> &tasks) const
{
    return count(tasks, Verdict::Failure) == 0 && count(tasks, Verdict::Success) > 0;
}

std::ptrdiff_t ExitPolicy::count(const std::vector<TaskId> &tasks, Verdict verdict) const
{
    return std::ranges::count_if(tasks,
                                 [&](TaskId task) { return m_verdicts[indexOf(task)] == verdict; });
}

int ExitPolicy::exitStatus() const
{
    if (m_policy.exitCode == ExitCodeRule::FirstEnd)
        return m_firstEnd.value_or(0);
    if (m_policy.exitCode == ExitCodeRule::Parallel)
        return parallelStatus();
    if (m_policy.exitCode == ExitCodeRule::Xargs)
        return xargsStatus();
    if (succeeded())
        return 0;
    switch (m_policy.exitCode) {
    case ExitCodeRule::One:
        return 1;
    case ExitCodeRule::First:
        return std::max(1, m_firstStatus);
    case ExitCodeRule::Max:
        return std::max(1, m_largestStatus);
    case ExitCodeRule::Count:
    case ExitCodeRule::FirstEnd:
    case ExitCodeRule::Parallel:
    case ExitCodeRule::Xargs:
        break;
    }
    return std::clamp(m_failures, 1, kMostCounted);
}

int ExitPolicy::parallelStatus() const
{
    if (m_halted && m_policy.halt.on == HaltPolicy::On::Success)
        return 0;
    const int failures = m_halted ? m_halted->failures : m_failures;
    if (m_policy.halt.percent > 0)
        return percentOfCommands(failures); // also if it did not come to that
    if (!m_halted)
        return std::min(failures, kMostCounted + 1);
    const Outcome &outcome = m_halted->outcome;
    if (m_policy.halt.count == 1)
        return outcome.kind == Outcome::Kind::Succeeded ? 0 : failureStatus(outcome);
    return std::min(failures, kMostCounted + 1);
}

/// Rounded up.
int ExitPolicy::percentOfCommands(int some) const
{
    const qint64 all = std::ranges::count(m_roles, TaskSpec::Role::Command);
    return all == 0 ? 0 : static_cast<int>((100 * qint64(some) + all - 1) / all);
}

int ExitPolicy::xargsStatus() const
{
    constexpr int kOneFailed = 123;
    constexpr int kAborted = 124;
    constexpr int kSignaled = 125;
    if (!m_halted)
        return m_failures > 0 ? kOneFailed : 0;
    const Outcome &outcome = m_halted->outcome;
    if (outcome.signal != 0)
        return kSignaled;
    return outcome.kind == Outcome::Kind::NoStart ? outcome.exitCode : kAborted;
}

} // namespace prun
