// SPDX-License-Identifier: MIT
#include <platform/scratch_file.h>

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prun {

namespace {

std::error_code lastError()
{
    return { errno, std::generic_category() };
}

} // namespace

ScratchFile::~ScratchFile()
{
    if (isOpen())
        ::close(m_descriptor);
}

QByteArray ScratchFile::folder()
{
    const QByteArray wanted = qgetenv("TMPDIR");
    return wanted.isEmpty() ? QByteArray("/tmp") : wanted;
}

std::error_code ScratchFile::open()
{
#ifdef O_TMPFILE
    m_descriptor = ::open(folder().constData(), O_TMPFILE | O_RDWR | O_EXCL | O_CLOEXEC, 0600);
    if (isOpen())
        return {};
#endif
    // Not every file system has files without a name: take the name away.
    QByteArray path = folder() + "/prun-XXXXXX";
    m_descriptor = ::mkstemp(path.data());
    if (!isOpen())
        return lastError();
    ::unlink(path.constData());
    ::fcntl(m_descriptor, F_SETFD, FD_CLOEXEC);
    return {};
}

std::error_code ScratchFile::write(qint64 offset, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const auto size = static_cast<std::size_t>(bytes.size());
        const ssize_t count = ::pwrite(m_descriptor, bytes.data(), size, offset);
        if (count < 0 && errno != EINTR)
            return lastError();
        if (count > 0) {
            bytes = bytes.sliced(count);
            offset += count;
        }
    }
    return {};
}

std::error_code ScratchFile::read(qint64 offset, char *to, qsizetype size)
{
    while (size > 0) {
        const ssize_t count = ::pread(m_descriptor, to, static_cast<std::size_t>(size), offset);
        if (count == 0)
            return std::make_error_code(std::errc::io_error);
        if (count < 0 && errno != EINTR)
            return lastError();
        if (count > 0) {
            to += count;
            offset += count;
            size -= count;
        }
    }
    return {};
}

std::error_code ScratchFile::truncate()
{
    return ::ftruncate(m_descriptor, 0) == 0 ? std::error_code() : lastError();
}

} // namespace prun
