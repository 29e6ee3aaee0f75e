// SPDX-License-Identifier: MIT
#pragma once

#include <core/plan/policy.h>

#include <prun/outcome.h>

namespace prun {

/// Counts the commands that ended by themselves until a run is to stop for it.
class HaltCounter
{
public:
    HaltCounter(const HaltPolicy &policy, std::size_t commands)
        : m_policy(policy), m_commands(commands)
    { }

    /// True for the one end that stops the run. What comes after it is not counted.
    bool count(const Outcome &outcome)
    {
        if (m_halted)
            return false;
        const bool success = outcome.kind == Outcome::Kind::Succeeded;
        m_failed += success ? 0 : 1;
        m_met += isMet(outcome, success) ? 1 : 0;
        m_halted =
            m_policy.when != HaltPolicy::When::Never && isMet(outcome, success) && isEnough();
        return m_halted;
    }

    int failed() const { return m_failed; }

private:
    bool isMet(const Outcome &outcome, bool success) const
    {
        switch (m_policy.on) {
        case HaltPolicy::On::Failure:
            return !success;
        case HaltPolicy::On::Success:
            return success;
        case HaltPolicy::On::End:
            return true;
        case HaltPolicy::On::Abort:
            break;
        }
        return outcome.signal != 0 || outcome.kind == Outcome::Kind::NoStart
            || outcome.exitCode == 255;
    }

    bool isEnough() const
    {
        if (m_policy.percent == 0)
            return m_met >= m_policy.count;
        return 100 * qint64(m_met) >= qint64(m_policy.percent) * static_cast<qint64>(m_commands);
    }

    HaltPolicy m_policy;
    std::size_t m_commands;
    int m_met = 0;
    int m_failed = 0;
    bool m_halted = false;
};

} // namespace prun
