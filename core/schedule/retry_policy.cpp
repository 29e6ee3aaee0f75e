// SPDX-License-Identifier: MIT
#include <core/schedule/retry_policy.h>

#include <algorithm>
#include <cmath>

namespace prun {

static bool isChosen(const RetryPolicy &policy, const Outcome &outcome)
{
    using enum Outcome::Kind;
    if (!policy.limitsOutcomes())
        return true;
    if (outcome.kind == TimedOut)
        return policy.onTimeout;
    if (outcome.kind == Signaled)
        return policy.onSignal;
    return std::ranges::find(policy.onCodes, outcome.exitCode) != policy.onCodes.end();
}

bool wantsRetry(const RetryPolicy &policy, const Outcome &outcome, int attempt)
{
    using enum Outcome::Kind;
    if (policy.extraTries >= 0 && attempt > policy.extraTries)
        return false;
    const bool couldHelp = outcome.kind == Failed || outcome.kind == Signaled
        || outcome.kind == TimedOut || outcome.kind == NoStart
        || (outcome.kind == Succeeded && policy.afterSuccess);
    return couldHelp && isChosen(policy, outcome);
}

Nanoseconds retryDelay(const Backoff &backoff, int attempt, double random)
{
    // In floating point, because factor^attempt leaves the range of integers long before a command
    // that is restarted for ever is tired of it.
    const double limit = static_cast<double>(backoff.max.count());
    const double grown = static_cast<double>(backoff.base.count())
        * std::pow(backoff.factor, std::max(0, attempt - 1));
    const double wait = std::min(grown, limit) * (1 + backoff.jitter * (2 * random - 1));
    return Nanoseconds(static_cast<Nanoseconds::rep>(std::max(0.0, wait)));
}

} // namespace prun
