// SPDX-License-Identifier: MIT
#include <platform/job_objects_win.h>
#include <platform/self_signal.h>
#include <platform/session_end_win.h>
#include <platform/signal_source.h>

#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>

#include <atomic>

#include <qt_windows.h>

namespace prun {
namespace {

constexpr std::chrono::milliseconds kTimeLeft{ 4000 }; // the system says 5 s
constexpr ULONGLONG kStuckAfterMs = 1000;
constexpr int kStopsUntilGivingUp = 3;

ReceivedSignal receivedOf(DWORD event)
{
    switch (event) {
    case CTRL_C_EVENT:
        return { SignalKind::Interrupt, 2, true };
    case CTRL_BREAK_EVENT:
        return { SignalKind::Quit, 3, true };
    case CTRL_CLOSE_EVENT:
        return { SignalKind::Hangup, 1, false, kTimeLeft };
    default:
        return { SignalKind::Terminate, 15, false, kTimeLeft };
    }
}

} // namespace

class SignalSource::Private
{
public:
    explicit Private(Callback callback) : m_callback(std::move(callback))
    {
        s_current = this;
        // Who was started with Ctrl-C ignored (`start /b`, a build server) is still to hear of it.
        ::SetConsoleCtrlHandler(nullptr, FALSE);
        ::SetConsoleCtrlHandler(onEvent, TRUE);
        static const bool watched = [] {
            watchSessionEnd([] { onEvent(CTRL_SHUTDOWN_EVENT); });
            return true;
        }();
        static_cast<void>(watched);
    }
    ~Private()
    {
        ::SetConsoleCtrlHandler(onEvent, FALSE);
        s_current = nullptr;
    }
    Q_DISABLE_COPY_MOVE(Private)

private:
    /// Called on a thread of the system's own, one event after the other; of the end of the session
    /// on another one.
    static BOOL WINAPI onEvent(DWORD event)
    {
        Private *self = s_current;
        if (!self)
            return FALSE;
        self->take(receivedOf(event));
        // The system ends the process when this returns: leave it the time that there is.
        if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
            ::Sleep(INFINITE);
        return TRUE;
    }

    void take(ReceivedSignal received)
    {
        const int count = ++m_stops;
        const ULONGLONG now = ::GetTickCount64();
        if (count == 1)
            m_firstStopMs = now;
        const bool stuck = count == 2 && m_stopsTaken == 0 && now - m_firstStopMs > kStuckAfterMs;
        if (stuck || count >= kStopsUntilGivingUp) {
            job_objects::terminateAll();
            dieOf(received.number);
        }
        QMetaObject::invokeMethod(
            &m_context,
            [this, received] {
                ++m_stopsTaken;
                m_callback(received);
            },
            Qt::QueuedConnection);
    }

    static inline std::atomic<Private *> s_current = nullptr;
    Callback m_callback;
    QObject m_context;
    std::atomic<int> m_stops = 0;
    std::atomic<int> m_stopsTaken = 0;
    std::atomic<ULONGLONG> m_firstStopMs = 0;
};

SignalSource::SignalSource(Callback callback)
    : d(std::make_unique<Private>(std::move(callback))) { }

SignalSource::~SignalSource() = default;

} // namespace prun
