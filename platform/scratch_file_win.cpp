// SPDX-License-Identifier: MIT
#include <platform/descriptor_io_win.h>
#include <platform/scratch_file.h>

#include <QtCore/qdir.h>
#include <QtCore/qstring.h>

#include <fcntl.h>
#include <io.h>
#include <qt_windows.h>

namespace prun {

namespace {

std::error_code lastError()
{
    return { static_cast<int>(GetLastError()), std::system_category() };
}

OVERLAPPED positionAt(qint64 offset)
{
    OVERLAPPED position = {};
    position.Offset = static_cast<DWORD>(offset & 0xffffffff);
    position.OffsetHigh = static_cast<DWORD>(offset >> 32);
    return position;
}

} // namespace

ScratchFile::~ScratchFile()
{
    if (isOpen())
        _close(m_descriptor);
}

QByteArray ScratchFile::folder()
{
    return QDir::tempPath().toUtf8();
}

std::error_code ScratchFile::open()
{
    wchar_t path[MAX_PATH + 1] = {};
    const QString where = QDir::toNativeSeparators(QDir::tempPath());
    if (!GetTempFileNameW(reinterpret_cast<const wchar_t *>(where.utf16()), L"prn", 0, path))
        return lastError();
    const DWORD flags = FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE;
    const HANDLE handle =
        CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, flags, nullptr);
    if (handle == INVALID_HANDLE_VALUE)
        return lastError();
    m_descriptor = _open_osfhandle(reinterpret_cast<intptr_t>(handle), _O_BINARY | _O_RDWR);
    return {};
}

std::error_code ScratchFile::write(qint64 offset, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        OVERLAPPED position = positionAt(offset);
        DWORD count = 0;
        if (!WriteFile(handleOf(m_descriptor), bytes.data(), static_cast<DWORD>(bytes.size()),
                       &count, &position))
            return lastError();
        bytes = bytes.sliced(count);
        offset += count;
    }
    return {};
}

std::error_code ScratchFile::read(qint64 offset, char *to, qsizetype size)
{
    while (size > 0) {
        OVERLAPPED position = positionAt(offset);
        DWORD count = 0;
        if (!ReadFile(handleOf(m_descriptor), to, static_cast<DWORD>(size), &count, &position))
            return lastError();
        to += count;
        offset += count;
        size -= count;
    }
    return {};
}

std::error_code ScratchFile::truncate()
{
    return _chsize_s(m_descriptor, 0) == 0 ? std::error_code()
                                           : std::error_code(errno, std::generic_category());
}

} // namespace prun
