// SPDX-License-Identifier: MIT
#include <platform/descriptor_io.h>

#include <QtCore/qstring.h>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <io.h>
#include <qt_windows.h>

namespace prun {

namespace {

HANDLE handleOf(int descriptor)
{
    return reinterpret_cast<HANDLE>(_get_osfhandle(descriptor));
}

std::error_code lastError()
{
    const DWORD error = GetLastError();
    // Both mean that the reader is gone; callers ask for that one condition.
    if (error == ERROR_BROKEN_PIPE || error == ERROR_NO_DATA)
        return std::make_error_code(std::errc::broken_pipe);
    return { static_cast<int>(error), std::system_category() };
}

} // namespace

void writeIfRoom(int descriptor, QByteArrayView bytes)
{
    writeAll(descriptor, bytes); // unfinished: a pipe that nobody reads blocks
}

Written writeAll(int descriptor, QByteArrayView bytes)
{
    constexpr qsizetype most = 1 << 20; // a console refuses very large writes
    qsizetype done = 0;
    while (done < bytes.size()) {
        const auto wanted = static_cast<DWORD>(std::min(bytes.size() - done, most));
        DWORD count = 0;
        if (!WriteFile(handleOf(descriptor), bytes.data() + done, wanted, &count, nullptr))
            return { done, lastError() };
        done += count;
    }
    return { done, {} };
}

OpenedDescriptor openForWriting(const QByteArray &path)
{
    const QString name = QString::fromLocal8Bit(path);
    const int descriptor = _wopen(reinterpret_cast<const wchar_t *>(name.utf16()),
                                  _O_WRONLY | _O_BINARY | _O_NOINHERIT);
    if (descriptor < 0)
        return { -1, { errno, std::generic_category() } };
    return { descriptor, {} };
}

void closeDescriptor(int descriptor)
{
    _close(descriptor);
}

} // namespace prun
