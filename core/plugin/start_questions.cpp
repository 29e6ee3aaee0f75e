// SPDX-License-Identifier: MIT
#include <core/plugin/start_questions.h>

#include <algorithm>

namespace prun {

void StartQuestions::ask(StartQuestion question, std::vector<std::size_t> hooks, Time now)
{
    m_open.insert_or_assign({ question.task, question.attempt }, Open{ std::move(hooks), now });
}

std::vector<StartQuestions::Settled>
StartQuestions::answer(std::size_t hook, StartQuestion question, const StartDecision &decision)
{
    const auto open = m_open.find({ question.task, question.attempt });
    if (open == m_open.end() || std::erase(open->second.hooks, hook) == 0)
        return {}; // settled by another hook, or answered too late
    if (decision.kind == StartDecision::Kind::Go && !open->second.hooks.empty())
        return {};
    m_open.erase(open);
    return { { question, decision } };
}

std::vector<StartQuestions::Settled> StartQuestions::withdraw(std::size_t hook)
{
    std::vector<Settled> settled;
    for (auto at = m_open.begin(); at != m_open.end();) {
        std::erase(at->second.hooks, hook);
        if (at->second.hooks.empty()) {
            settled.push_back({ questionOf(at->first), {} });
            at = m_open.erase(at);
        } else {
            ++at;
        }
    }
    return settled;
}

std::vector<StartQuestions::Settled> StartQuestions::expire(Time since,
                                                            std::vector<std::size_t> *silent)
{
    std::vector<Settled> settled;
    for (auto at = m_open.begin(); at != m_open.end();) {
        if (at->second.asked > since) {
            ++at;
            continue;
        }
        for (const std::size_t hook : at->second.hooks) {
            if (std::find(silent->begin(), silent->end(), hook) == silent->end())
                silent->push_back(hook);
        }
        settled.push_back({ questionOf(at->first), {} });
        at = m_open.erase(at);
    }
    return settled;
}

} // namespace prun
