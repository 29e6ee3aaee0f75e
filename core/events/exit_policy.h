// SPDX-License-Identifier: MIT
#pragma once

#include <core/events/event_sink.h>
#include <core/plan/policy.h>

#include <optional>
#include <vector>

namespace prun {

/// Judges the run: a fold over its events. What prun stopped on purpose, and what never started
/// because somebody said so, counts neither for nor against.
class ExitPolicy final : public EventSink
{
public:
    ExitPolicy(JudgementPolicy policy, std::vector<TaskSpec::Role> roles);

    void consume(const Event &event) override;

    /// Whether the success condition holds for what has ended so far.
    bool succeeded() const;
    /// 0 if it does, else the number that --exit-code asks for. Never 0 without success.
    int exitStatus() const;
    /// Commands that ended by themselves without success.
    int failures() const { return m_failures; }

private:
    enum class Verdict : quint8 { None, Success, Failure };

    void add(const TaskSpec &spec);
    void judge(TaskId task, const Outcome &outcome);
    bool holds(const SuccessTerm &term) const;
    bool haveSucceeded(const std::vector<TaskId> &tasks) const;
    int parallelStatus() const;
    int percentOfCommands(int some) const;
    int xargsStatus() const;
    void noteEnd(const TaskFinished &finished);
    std::ptrdiff_t count(const std::vector<TaskId> &tasks, Verdict verdict) const;

    const JudgementPolicy m_policy;
    std::vector<TaskSpec::Role> m_roles;
    std::vector<Verdict> m_verdicts;
    std::vector<quint8> m_failedTry; // shell status of the last try of a task that may be retried
    std::vector<bool> m_started; // an attempt runs
    std::optional<RunHalted> m_halted;
    std::optional<int> m_firstEnd; // exit code of the first that ended with one
    std::optional<Verdict> m_first;
    Verdict m_last = Verdict::None;
    bool m_interrupted = false; // by a SIGINT to prun
    int m_successes = 0;
    int m_failures = 0;
    int m_firstStatus = 0;
    int m_largestStatus = 0;
};

} // namespace prun
