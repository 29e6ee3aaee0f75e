// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

#include <chrono>
#include <functional>
#include <system_error>

namespace prun {

/// How a call in a process of its own ended.
struct IsolatedEnd
{
    enum class Kind : quint8 {
        Returned, ///< the call came back
        Exited, ///< it ended the process: `value` is the exit code
        Signaled, ///< it crashed: `value` is the number of the signal
        TimedOut, ///< it was killed, because it took too long
        NotTried, ///< there could be no such process: `cause`
    };
    Kind kind = Kind::NotTried;
    int value = 0;
    QByteArray lastWords; ///< the last line that it wrote to standard error
    std::error_code cause;
};

/// Runs `call` in a copy of this process, to learn whether it survives; nothing that it does to
/// memory is seen here. Whatever it started is killed afterwards. Blocks for `limit` at most. For
/// use before there are other threads: the copy has only the calling one.
IsolatedEnd callIsolated(const std::function<void()> &call, std::chrono::milliseconds limit);

} // namespace prun
