// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <chrono>

namespace prun {

/// A clock for handlers of signals: the same in all processes, wraps around after 49 days.
inline quint32 monotonicMs() noexcept
{
    using namespace std::chrono;
    return quint32(duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count());
}

} // namespace prun
