// SPDX-License-Identifier: MIT
#pragma once

#include <core/plugin/hook_desk.h>

#include <prun/hook.h>

#include <map>
#include <utility>
#include <vector>

namespace prun {

/// The questions that hooks have not answered yet. Plain bookkeeping; time is an argument.
class StartQuestions
{
public:
    using Time = std::chrono::steady_clock::time_point;

    struct Settled
    {
        StartQuestion question;
        StartDecision decision;
    };

    /// `hooks` are the indices of those that will answer; not empty.
    void ask(StartQuestion question, std::vector<std::size_t> hooks, Time now);
    /// What one hook says. Settled if it does not say Go, or is the last one.
    std::vector<Settled> answer(std::size_t hook, StartQuestion question,
                                const StartDecision &decision);
    /// This hook will not answer any more: that counts as Go.
    std::vector<Settled> withdraw(std::size_t hook);
    /// Asked at `since` or before, without an answer: that counts as Go. Adds who owes one to
    /// `silent`.
    std::vector<Settled> expire(Time since, std::vector<std::size_t> *silent);

    bool isEmpty() const { return m_open.empty(); }

private:
    struct Open
    {
        std::vector<std::size_t> hooks; ///< that owe an answer
        Time asked;
    };
    using Key = std::pair<TaskId, int>;
    using Questions = std::map<Key, Open>;

    static StartQuestion questionOf(const Key &key) { return { key.first, key.second }; }

    Questions m_open;
};

} // namespace prun
