// SPDX-License-Identifier: MIT
#include <platform/signal_source.h>

#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>

#include <atomic>
#include <windows.h>

// Unfinished: there is no way out yet for an event loop that is stuck.
namespace prun {
namespace {

ReceivedSignal receivedOf(DWORD event)
{
    switch (event) {
    case CTRL_C_EVENT:
        return { SignalKind::Interrupt, 2 };
    case CTRL_BREAK_EVENT:
        return { SignalKind::Quit, 3 };
    case CTRL_CLOSE_EVENT:
        return { SignalKind::Hangup, 1 };
    default:
        return { SignalKind::Terminate, 15 };
    }
}

} // namespace

class SignalSource::Private
{
public:
    explicit Private(Callback callback) : m_callback(std::move(callback))
    {
        s_current = this;
        SetConsoleCtrlHandler(onEvent, TRUE);
    }
    ~Private()
    {
        SetConsoleCtrlHandler(onEvent, FALSE);
        s_current = nullptr;
    }
    Q_DISABLE_COPY_MOVE(Private)

private:
    /// Called on a thread of the system's own.
    static BOOL WINAPI onEvent(DWORD event)
    {
        Private *self = s_current;
        if (!self)
            return FALSE;
        const ReceivedSignal received = receivedOf(event);
        QMetaObject::invokeMethod(
            &self->m_context, [self, received] { self->m_callback(received); },
            Qt::QueuedConnection);
        // The system ends the process when this returns: give it the time that there is.
        if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
            Sleep(5000);
        return TRUE;
    }

    static inline std::atomic<Private *> s_current = nullptr;
    Callback m_callback;
    QObject m_context;
};

SignalSource::SignalSource(Callback callback)
    : d(std::make_unique<Private>(std::move(callback))) { }

SignalSource::~SignalSource() = default;

} // namespace prun
