// SPDX-License-Identifier: MIT
#include <platform/signal_inbox_unix.h>
#include <platform/signal_source.h>

#include <QtCore/qsocketnotifier.h>

#include <array>
#include <fcntl.h>
#include <unistd.h>

namespace prun {
namespace {

/// Handlers write, the event loop reads; neither ever waits, and commands do not inherit it.
struct WakePipe
{
    WakePipe()
    {
        if (pipe(ends.data()) != 0)
            qFatal("cannot make a pipe for signals: no file descriptors are left");
        for (const int fd : ends) {
            fcntl(fd, F_SETFD, FD_CLOEXEC);
            fcntl(fd, F_SETFL, O_NONBLOCK);
        }
    }
    ~WakePipe()
    {
        close(ends[0]);
        close(ends[1]);
    }
    Q_DISABLE_COPY_MOVE(WakePipe)

    void drain() const
    {
        std::array<char, 64> bytes;
        while (read(ends[0], bytes.data(), bytes.size()) == ssize_t(bytes.size())) { }
    }

    std::array<int, 2> ends = { -1, -1 };
};

} // namespace

class SignalSource::Private
{
public:
    explicit Private(Callback callback)
        : m_callback(std::move(callback)), m_notifier(m_pipe.ends[0], QSocketNotifier::Read)
    {
        QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier,
                         [this] { tellAll(); });
        signal_inbox::open(m_pipe.ends[1]);
    }
    ~Private() { signal_inbox::close(); }
    Q_DISABLE_COPY_MOVE(Private)

private:
    void tellAll()
    {
        m_pipe.drain();
        const signal_inbox::Batch batch = signal_inbox::take();
        for (size_t i = 0; i < batch.count; ++i)
            m_callback(batch.signals[i]);
    }

    Callback m_callback;
    WakePipe m_pipe;
    QSocketNotifier m_notifier;
};

SignalSource::SignalSource(Callback callback)
    : d(std::make_unique<Private>(std::move(callback))) { }

SignalSource::~SignalSource() = default;

} // namespace prun
