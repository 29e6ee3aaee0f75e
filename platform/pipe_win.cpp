// SPDX-License-Identifier: MIT
#include <platform/pipe.h>
#include <platform/pipe_win.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <unordered_map>

#include <qt_windows.h>

// prun's end of a pipe is a named pipe with overlapped input and output, because anonymous ones can
// only be waited for by a thread each. There is always one read or write on its way, with a buffer
// of its own, and its event says when it is done.

namespace prun {

namespace {

constexpr DWORD kPipeBytes = 64 * 1024;

/// Of prun's end. Main thread only.
class OwnEnd
{
public:
    OwnEnd(HANDLE handle, PipeSide side)
        : m_handle(handle), m_side(side), m_buffer(std::make_unique<char[]>(kPipeBytes))
    {
        m_operation.hEvent = ::CreateEventW(nullptr, TRUE, TRUE, nullptr);
    }
    ~OwnEnd()
    {
        if (m_pending) {
            ::CancelIoEx(m_handle, &m_operation);
            DWORD bytes = 0;
            ::GetOverlappedResult(m_handle, &m_operation, &bytes, TRUE);
        }
        ::CloseHandle(m_handle);
        ::CloseHandle(m_operation.hEvent);
    }
    Q_DISABLE_COPY_MOVE(OwnEnd)

    HANDLE event() const { return m_operation.hEvent; }
    bool isWriting() const { return m_side == PipeSide::Writing && m_pending; }
    qint64 waiting() const { return m_filled - m_taken; }
    HANDLE handle() const { return m_handle; }

    /// Without it nothing would ever be told.
    void startReading()
    {
        m_filled = m_taken = 0;
        DWORD bytes = 0;
        if (::ReadFile(m_handle, m_buffer.get(), kPipeBytes, &bytes, &m_operation))
            m_filled = bytes;
        else if (::GetLastError() == ERROR_IO_PENDING)
            m_pending = true;
        else
            end();
    }

    PipeRead read(char *to, qsizetype capacity)
    {
        if (!finishPending())
            return { PipeRead::State::NothingNow, 0 };
        if (waiting() == 0 && !m_ended)
            startReading(); // an empty write of the other side was read
        if (m_pending)
            return { PipeRead::State::NothingNow, 0 };
        if (waiting() == 0)
            return { m_ended ? PipeRead::State::End : PipeRead::State::NothingNow, 0 };
        const auto count = std::min<qint64>(capacity, waiting());
        std::memcpy(to, m_buffer.get() + m_taken, static_cast<std::size_t>(count));
        m_taken += static_cast<DWORD>(count);
        if (waiting() == 0)
            startReading();
        return { PipeRead::State::Data, static_cast<qsizetype>(count) };
    }

    PipeWrite write(QByteArrayView bytes)
    {
        PipeWrite result;
        while (result.bytes < bytes.size() && finishPending() && !m_ended) {
            const auto count =
                static_cast<DWORD>(std::min<qsizetype>(bytes.size() - result.bytes, kPipeBytes));
            std::memcpy(m_buffer.get(), bytes.data() + result.bytes, count);
            if (::WriteFile(m_handle, m_buffer.get(), count, nullptr, &m_operation)) {
                result.bytes += count;
            } else if (::GetLastError() == ERROR_IO_PENDING) {
                m_pending = true;
                result.bytes += count;
            } else {
                end();
            }
        }
        result.closed = m_ended;
        return result;
    }

private:
    /// False while it is still on its way.
    bool finishPending()
    {
        if (!m_pending)
            return true;
        DWORD bytes = 0;
        if (::GetOverlappedResult(m_handle, &m_operation, &bytes, FALSE)) {
            m_pending = false;
            m_filled = m_side == PipeSide::Reading ? bytes : 0;
        } else if (::GetLastError() == ERROR_IO_INCOMPLETE) {
            return false;
        } else {
            m_pending = false;
            end();
        }
        return true;
    }
    void end()
    {
        m_ended = true;
        ::SetEvent(m_operation.hEvent);
    }

    HANDLE m_handle;
    PipeSide m_side;
    OVERLAPPED m_operation = {};
    std::unique_ptr<char[]> m_buffer;
    DWORD m_filled = 0;
    DWORD m_taken = 0;
    bool m_pending = false;
    bool m_ended = false;
};

std::unordered_map<int, std::unique_ptr<OwnEnd>> s_ends;

OwnEnd *findEnd(int descriptor)
{
    const auto found = s_ends.find(descriptor);
    return found == s_ends.end() ? nullptr : found->second.get();
}

void CALLBACK destroyWritten(PTP_CALLBACK_INSTANCE, void *end, PTP_WAIT wait, TP_WAIT_RESULT)
{
    delete static_cast<OwnEnd *>(end); // NOLINT(cppcoreguidelines-owning-memory)
    ::CloseThreadpoolWait(wait);
}

/// What is on its way to a command is still to arrive: then the end of its input.
void closeWhenWritten(std::unique_ptr<OwnEnd> end)
{
    if (const PTP_WAIT wait = ::CreateThreadpoolWait(destroyWritten, end.get(), nullptr))
        ::SetThreadpoolWait(wait, end.release()->event(), nullptr);
}

std::wstring freshName()
{
    static unsigned s_count = 0;
    LARGE_INTEGER now;
    ::QueryPerformanceCounter(&now);
    return L"\\\\.\\pipe\\prun." + std::to_wstring(::GetCurrentProcessId()) + L'.'
        + std::to_wstring(now.QuadPart) + L'.' + std::to_wstring(++s_count);
}

} // namespace

int descriptorOf(void *handle)
{
    return static_cast<int>(reinterpret_cast<qintptr>(handle));
}

void *handleOfDescriptor(int descriptor)
{
    return reinterpret_cast<void *>(static_cast<qintptr>(descriptor));
}

void *pipeEvent(int descriptor)
{
    const OwnEnd *end = findEnd(descriptor);
    return end ? end->event() : nullptr;
}

void OwnedDescriptor::close()
{
    const int descriptor = std::exchange(m_descriptor, -1);
    if (descriptor < 0)
        return;
    const auto found = s_ends.find(descriptor);
    if (found == s_ends.end()) {
        ::CloseHandle(handleOfDescriptor(descriptor));
        return;
    }
    std::unique_ptr<OwnEnd> end = std::move(found->second);
    s_ends.erase(found);
    if (end->isWriting())
        closeWhenWritten(std::move(end));
}

int openPipe(Pipe &pipe, PipeSide ours)
{
    const std::wstring name = freshName();
    const bool weRead = ours == PipeSide::Reading;
    const HANDLE own =
        ::CreateNamedPipeW(name.c_str(),
                           (weRead ? PIPE_ACCESS_INBOUND : PIPE_ACCESS_OUTBOUND)
                               | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                           PIPE_TYPE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1, kPipeBytes,
                           kPipeBytes, 0, nullptr);
    if (own == INVALID_HANDLE_VALUE)
        return ENOMEM;
    auto end = std::make_unique<OwnEnd>(own, ours);
    // As with the pipes of CreatePipe(), a command can also ask about its end, and set it up.
    const DWORD access =
        weRead ? GENERIC_WRITE | FILE_READ_ATTRIBUTES : GENERIC_READ | FILE_WRITE_ATTRIBUTES;
    const HANDLE other = ::CreateFileW(name.c_str(), access, 0, nullptr, OPEN_EXISTING, 0, nullptr);
    if (other == INVALID_HANDLE_VALUE)
        return ENOMEM;
    if (weRead)
        end->startReading();
    OwnedDescriptor &ownDescriptor = weRead ? pipe.reading : pipe.writing;
    OwnedDescriptor &otherDescriptor = weRead ? pipe.writing : pipe.reading;
    ownDescriptor = OwnedDescriptor(descriptorOf(own));
    otherDescriptor = OwnedDescriptor(descriptorOf(other));
    s_ends[ownDescriptor.get()] = std::move(end);
    return 0;
}

OwnedDescriptor openNullDevice()
{
    const HANDLE handle =
        ::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                      nullptr, OPEN_EXISTING, 0, nullptr);
    return handle == INVALID_HANDLE_VALUE ? OwnedDescriptor()
                                          : OwnedDescriptor(descriptorOf(handle));
}

bool enlargePipe(int, int)
{
    return false;
}

PipeRead readPipe(int descriptor, char *buffer, qsizetype capacity)
{
    OwnEnd *end = findEnd(descriptor);
    return end ? end->read(buffer, capacity) : PipeRead{ PipeRead::State::End, 0 };
}

qint64 bytesWaiting(int descriptor)
{
    const OwnEnd *end = findEnd(descriptor);
    if (!end)
        return 0;
    DWORD inPipe = 0;
    ::PeekNamedPipe(end->handle(), nullptr, 0, nullptr, &inPipe, nullptr);
    return end->waiting() + inPipe;
}

void ignoreBrokenPipes() { }

PipeWrite writePipe(int descriptor, QByteArrayView bytes)
{
    OwnEnd *end = findEnd(descriptor);
    return end ? end->write(bytes) : PipeWrite{ 0, true };
}

} // namespace prun
