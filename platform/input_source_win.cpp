// SPDX-License-Identifier: MIT
#include <platform/descriptor_io_win.h>
#include <platform/input_source.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qobject.h>
#include <QtCore/qstring.h>

#include <array>
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
using Ended = std::function<void(std::error_code)>;

struct Reader
{
    std::shared_ptr<Exchange> exchange;
    std::shared_ptr<const Data> data;
    std::shared_ptr<const Ended> ended;
    HANDLE input;

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

/// An input, a piece at a time.
class Pieces
{
public:
    explicit Pieces(HANDLE input) : m_input(input) { }
    /// Why nothing more can be read; nothing at the end of the input.
    std::error_code reason() const
    {
        const bool isEnd = m_error == ERROR_BROKEN_PIPE || m_error == ERROR_HANDLE_EOF;
        return { isEnd ? 0 : static_cast<int>(m_error), std::system_category() };
    }
    /// Empty at the end.
    QByteArray next() { return m_isConsole ? nextKeys() : nextBytes(); }

private:
    QByteArray nextBytes()
    {
        DWORD count = 0;
        if (!::ReadFile(m_input, m_bytes.data(), kPieceBytes, &count, nullptr)) {
            m_error = ::GetLastError();
            return {};
        }
        return m_bytes.left(count);
    }
    /// Many consoles lose what is not ASCII when they are asked for bytes in UTF-8.
    QByteArray nextKeys()
    {
        for (;;) {
            std::array<wchar_t, kPieceBytes / 4> keys = {};
            DWORD count = 0;
            ::SetLastError(ERROR_SUCCESS);
            const bool read =
                ::ReadConsoleW(m_input, keys.data(), DWORD(keys.size()), &count, nullptr);
            if (count == 0 && ::GetLastError() == ERROR_OPERATION_ABORTED)
                continue; // that was Ctrl-C
            const bool isEnd = count > 0 && keys[0] == kControlZ && m_atLineBegin;
            if (!read || count == 0 || isEnd)
                return {};
            m_atLineBegin = keys[count - 1] == L'\n';
            return utf8Of(keys.data(), count);
        }
    }

    /// Half a character at the end waits for its other half.
    QByteArray utf8Of(const wchar_t *keys, DWORD count)
    {
        QString text = std::exchange(m_half, {}) + QString::fromWCharArray(keys, int(count));
        if (text.back().isHighSurrogate()) {
            m_half = text.back();
            text.chop(1);
        }
        return text.isEmpty() ? nextKeys() : text.toUtf8();
    }

    static constexpr wchar_t kControlZ = 26;

    const HANDLE m_input;
    DWORD m_error = ERROR_SUCCESS;
    DWORD m_mode = 0;
    const bool m_isConsole = ::GetConsoleMode(m_input, &m_mode);
    bool m_atLineBegin = true;
    QByteArray m_bytes = QByteArray(kPieceBytes, Qt::Uninitialized);
    QString m_half;
};

void Reader::run() const
{
    Pieces pieces(input);
    while (waitForTurn()) {
        const QByteArray piece = pieces.next();
        if (piece.isEmpty())
            break;
        tell([shared = exchange, call = data, bytes = piece] {
            (*call)(bytes);
            const std::lock_guard guard(shared->lock);
            shared->taken = true;
            shared->changed.notify_all();
        });
    }
    tell([call = ended, reason = pieces.reason()] { (*call)(reason); });
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
    Private(Data data, Ended ended, HANDLE input) : m_exchange(std::make_shared<Exchange>())
    {
        m_exchange->receiver = &m_receiver;
        auto reader = std::make_unique<Reader>(
            Reader{ m_exchange, std::make_shared<const Data>(std::move(data)),
                    std::make_shared<const Ended>(ended), input });
        const HANDLE thread = ::CreateThread(nullptr, 0, runReader, reader.get(), 0, nullptr);
        if (thread) {
            static_cast<void>(reader.release());
            ::CloseHandle(thread);
        } else {
            ended({ static_cast<int>(::GetLastError()), std::system_category() });
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

InputSource::InputSource(Data data, Ended ended, int descriptor)
    : d(std::make_unique<Private>(std::move(data), std::move(ended),
                                  descriptor == 0 ? ::GetStdHandle(STD_INPUT_HANDLE)
                                                  : handleOf(descriptor)))
{ }

InputSource::~InputSource() = default;

void InputSource::pause(bool pause)
{
    d->pause(pause);
}

} // namespace prun
