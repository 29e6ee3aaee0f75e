// SPDX-License-Identifier: MIT
#pragma once

#include <core/plan/policy.h>

#include <prun/outcome.h>

namespace prun {

/// Whether an attempt that ended like this is made again. `attempt` is its number, from 1. What
/// prun ended on purpose, or never started because somebody said so, is never tried again.
bool wantsRetry(const RetryPolicy &policy, const Outcome &outcome, int attempt);

/// The wait between the end of attempt number `attempt` and the start of the next. `random` is
/// evenly spread over 0 … 1 and decides the jitter.
Nanoseconds retryDelay(const Backoff &backoff, int attempt, double random);

} // namespace prun
