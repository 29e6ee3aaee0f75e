// SPDX-License-Identifier: MIT
#pragma once

#include <core/plan/policy.h>

#include <prun/error.h>

#include <QtCore/qbytearrayview.h>

namespace prun {

/// How long to wait before another attempt: a duration (a bare number is milliseconds), or
/// `exponential[:base=1s,factor=2,max=60s,jitter=0.1]`.
Result<Backoff> parseBackoff(QByteArrayView text);

/// Which outcomes are tried again: a list of exit codes (1 to 255), `signal`, `timeout`, `any`.
/// Sets those fields of `retry` and no other.
Result<void> parseRetryOn(QByteArrayView text, RetryPolicy &retry);

} // namespace prun
