// SPDX-License-Identifier: MIT
#include <platform/input_source.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include <qt_windows.h>

namespace prun {

namespace {

constexpr DWORD kPieceBytes = 16384;

/// What the thread that reads and the event loop share. A read of a console or a pipe cannot be
/// interrupted, so the thread may outlive the source; it ends with the process.
struct Exchange
{
    std::mutex lock;
    std::condition_variable changed;
    bool paused = false; // guarded, like the rest
    bool taken = true; // the last piece
    QObject *receiver = nullptr; // null when the source is gone
};

using Data = std::function<void(QByteArrayView)>;
using Ended = std::function<void()>;

struct Reader
{
    std::shared_ptr<Exchange> exchange;
    std::shared_ptr<const Data> data;
    std::shared_ptr<const Ended> ended;

    void run() const;
    bool waitForTurn() const;
    template<typename Call>
    void tell(Call call) const
    {
        const std::lock_guard guard(exchange->lock);
        if (exchange->receiver)
            QMetaObject::invokeMethod(exchange->receiver, std::move(call), Qt::QueuedConnection);
    }
};

/// One piece is on its way at most, so that input waits in the pipe and not in prun.
bool Reader::waitForTurn() const
{
    std::unique_lock guard(exchange->lock);
    exchange->changed.wait(
        guard, [this] { return !exchange->receiver || (exchange->taken && !exchange->paused); });
    exchange->taken = false;
    return exchange->receiver != nullptr;
}

void Reader::run() const
{
    const HANDLE input = ::GetStdHandle(STD_INPUT_HANDLE);
    QByteArray piece(kPieceBytes, Qt::Uninitialized);
    while (waitForTurn()) {
        DWORD count = 0;
        if (!::ReadFile(input, piece.data(), kPieceBytes, &count, nullptr) || count == 0)
            break;
        tell([shared = exchange, call = data, bytes = piece.left(count)] {
            (*call)(bytes);
            const std::lock_guard guard(shared->lock);
            shared->taken = true;
            shared->changed.notify_all();
        });
    }
    tell([call = ended] { (*call)(); });
}

DWORD WINAPI runReader(void *argument)
{
    const std::unique_ptr<Reader> reader(static_cast<Reader *>(argument));
    reader->run();
    return 0;
}

} // namespace

class InputSource::Private
{
public:
    Private(Data data, Ended ended) : m_exchange(std::make_shared<Exchange>())
    {
        m_exchange->receiver = &m_receiver;
        auto reader = std::make_unique<Reader>(
            Reader{ m_exchange, std::make_shared<const Data>(std::move(data)),
                    std::make_shared<const Ended>(ended) });
        const HANDLE thread = ::CreateThread(nullptr, 0, runReader, reader.get(), 0, nullptr);
        if (thread) {
            static_cast<void>(reader.release());
            ::CloseHandle(thread);
        } else {
            ended();
        }
    }
    ~Private()
    {
        const std::lock_guard guard(m_exchange->lock);
        m_exchange->receiver = nullptr;
        m_exchange->changed.notify_all();
    }
    Q_DISABLE_COPY_MOVE(Private)

    void pause(bool pause)
    {
        const std::lock_guard guard(m_exchange->lock);
        m_exchange->paused = pause;
        m_exchange->changed.notify_all();
    }

private:
    QObject m_receiver;
    std::shared_ptr<Exchange> m_exchange;
};

InputSource::InputSource(Data data, Ended ended)
    : d(std::make_unique<Private>(std::move(data), std::move(ended)))
{ }

InputSource::~InputSource() = default;

void InputSource::pause(bool pause)
{
    d->pause(pause);
}

} // namespace prun
