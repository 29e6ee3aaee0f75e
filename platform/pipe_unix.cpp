// SPDX-License-Identifier: MIT
#include <platform/entry_state.h>
#include <platform/pipe.h>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace prun {

void OwnedDescriptor::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

int openPipe(Pipe &pipe, PipeSide ours)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return errno;
    pipe.reading = OwnedDescriptor(ends[0]);
    pipe.writing = OwnedDescriptor(ends[1]);
    const int own = ours == PipeSide::Reading ? ends[0] : ends[1];
    return ::fcntl(own, F_SETFL, O_NONBLOCK) == 0 ? 0 : errno;
}

OwnedDescriptor openNullDevice()
{
    return OwnedDescriptor(::open("/dev/null", O_RDWR | O_CLOEXEC));
}

bool enlargePipe(int descriptor, int bytes)
{
#ifdef F_SETPIPE_SZ
    return ::fcntl(descriptor, F_SETPIPE_SZ, bytes) >= 0;
#else
    Q_UNUSED(descriptor)
    Q_UNUSED(bytes)
    return false;
#endif
}

PipeRead readPipe(int descriptor, char *buffer, qsizetype capacity)
{
    for (;;) {
        const ssize_t count = ::read(descriptor, buffer, static_cast<size_t>(capacity));
        if (count > 0)
            return { PipeRead::State::Data, count };
        if (count == 0)
            return { PipeRead::State::End, 0 };
        if (errno == EAGAIN)
            return { PipeRead::State::NothingNow, 0 };
        if (errno != EINTR)
            return { PipeRead::State::End, 0 };
    }
}

qint64 bytesWaiting(int descriptor)
{
    int waiting = 0;
    return ::ioctl(descriptor, FIONREAD, &waiting) == 0 ? waiting : 0;
}

void ignoreBrokenPipes()
{
    ::signal(SIGPIPE, SIG_IGN);
    noteIgnoredSignals();
}

PipeWrite writePipe(int descriptor, QByteArrayView bytes)
{
    PipeWrite result;
    while (result.bytes < bytes.size()) {
        const QByteArrayView rest = bytes.sliced(result.bytes);
        const ssize_t count = ::write(descriptor, rest.data(), static_cast<size_t>(rest.size()));
        if (count >= 0)
            result.bytes += count;
        else if (errno != EINTR) {
            result.closed = errno != EAGAIN;
            break;
        }
    }
    return result;
}

} // namespace prun
