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
        Signaled, ///< it crashed: `value` is the number of the signal (Windows: or an NTSTATUS)
        TimedOut, ///< it was killed, because it took too long
        NotTried, ///< there could be no such process: `cause`
    };
    Kind kind = Kind::NotTried;
    int value = 0;
    QByteArray lastWords; ///< the last line that it wrote to standard error
    std::error_code cause;
};

/// A call that can be made in a process of its own.
struct IsolatedCall
{
    std::function<void()> run; ///< made in a copy of this process
    /// Where the system copies none (Windows), this program is started once more and knows nothing
    /// of this process but these bytes: the function of answerIsolatedCall() gets them.
    std::function<QByteArray()> describe;
};

/// Makes the call in a copy of this process, to learn whether it survives; nothing that it does to
/// memory is seen here. Whatever it started is killed afterwards. Blocks for `limit` at most. For
/// use before there are other threads: the copy has only the calling one. NotTried on Windows if
/// the program has not called answerIsolatedCall().
IsolatedEnd callIsolated(const IsolatedCall &call, std::chrono::milliseconds limit);

/// At the start of main(), before Qt's application object, in every program that uses
/// callIsolated(). In a process that was started for such a call it hands the description to `run`
/// and ends the process; otherwise it returns.
void answerIsolatedCall(void (*run)(const QByteArray &description));

} // namespace prun
