// SPDX-License-Identifier: MIT
#include <platform/descriptor_io.h>

#include <cerrno>
#include <cstddef>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prun {

namespace {

std::error_code lastError()
{
    return { errno, std::generic_category() };
}

void waitForRoom(int descriptor)
{
    pollfd wanted = { descriptor, POLLOUT, 0 };
    ::poll(&wanted, 1, -1); // whatever it says, the next write tells more
}

} // namespace

void writeIfRoom(int descriptor, QByteArrayView bytes)
{
    pollfd wanted = { descriptor, POLLOUT, 0 };
    if (::poll(&wanted, 1, 0) != 1 || (wanted.revents & POLLOUT) == 0)
        return;
    // Last words: there is nobody to tell that they could not be said.
    [[maybe_unused]] const ssize_t written =
        ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
}

Written writeAll(int descriptor, QByteArrayView bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const auto left = static_cast<std::size_t>(bytes.size() - done);
        const ssize_t count = ::write(descriptor, bytes.data() + done, left);
        if (count >= 0) {
            done += count;
        } else if (errno == EAGAIN) {
            waitForRoom(descriptor);
        } else if (errno != EINTR) {
            return { done, lastError() };
        }
    }
    return { done, {} };
}

OpenedDescriptor openForWriting(const QByteArray &path)
{
    const int descriptor = ::open(path.constData(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0)
        return { -1, lastError() };
    return { descriptor, {} };
}

void closeDescriptor(int descriptor)
{
    ::close(descriptor);
}

// Unlike QFile, which maps a path through the locale.
std::FILE *openForReading(const QByteArray &path)
{
    return std::fopen(path.constData(), "rbe");
}

std::FILE *standardInput()
{
    return stdin;
}

int descriptorOf(std::FILE *file)
{
    return ::fileno(file);
}

bool mayHaveToWait(int descriptor)
{
    struct stat status = {};
    return ::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode);
}

} // namespace prun
