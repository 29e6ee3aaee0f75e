// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <chrono>
#include <functional>
#include <memory>

namespace prun {

enum class SignalKind : quint8 {
    Interrupt, ///< SIGINT; Windows: Ctrl-C
    Terminate, ///< SIGTERM; Windows: logoff, shutdown
    Hangup, ///< SIGHUP; Windows: the console was closed
    Quit, ///< SIGQUIT; Windows: Ctrl-Break
    User1,
    User2,
    WindowChanged,
    TerminalStop, ///< SIGTSTP: stop the commands, then call stopSelf() (self_signal.h)
    Continued,
    ChildChanged, ///< a child ended or stopped, or an orphan was adopted
};

struct ReceivedSignal
{
    SignalKind kind = SignalKind::Interrupt;
    int number = 0; ///< of the operating system
    bool fromTerminal = false; ///< a key was pressed: who shares prun's process group got it too
    /// The system ends prun itself after so long; 0: it does not. Windows: close, logoff, shutdown.
    std::chrono::milliseconds timeLeft{ 0 };
};

/// Signals to this process, told from the event loop. What was ignored when prun was started stays
/// ignored, what was blocked is unblocked, SIGPIPE and SIGXFSZ are ignored. One may exist at a
/// time; make it before the first process is started, in the thread of the event loop that is to
/// tell.
///
/// Interrupt, Terminate, Hangup and Quit are told once for each time that somebody sent them, in
/// that order, although with a guard they may arrive twice; of the others, what arrives before the
/// event loop comes to it is told once. The third of the former four, or the second if the event
/// loop has not come to the first for more than 1 s, is not told: it kills all descendants and ends
/// prun by that signal at once, from inside the signal handler.
class SignalSource
{
public:
    using Callback = std::function<void(ReceivedSignal)>;

    explicit SignalSource(Callback callback);
    ~SignalSource();
    Q_DISABLE_COPY_MOVE(SignalSource)

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace prun
