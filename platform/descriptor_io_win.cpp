// SPDX-License-Identifier: MIT
#include <platform/descriptor_io.h>
#include <platform/descriptor_io_win.h>
#include <platform/long_path_win.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include <fcntl.h>
#include <io.h>
#include <qt_windows.h>

namespace prun {

namespace {

constexpr DWORD kPatienceWithLastWordsMs = 200;

std::error_code lastError()
{
    const DWORD error = GetLastError();
    switch (error) {
    case ERROR_BROKEN_PIPE:
    case ERROR_NO_DATA:
    case ERROR_PIPE_NOT_CONNECTED:
        // All mean that the reader is gone; callers ask for that one condition.
        return std::make_error_code(std::errc::broken_pipe);
    // What these say in the language and the code page of the user is no text for prun's messages.
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
        return std::make_error_code(std::errc::no_space_on_device);
    case ERROR_ACCESS_DENIED:
        return std::make_error_code(std::errc::permission_denied);
    case ERROR_IO_DEVICE:
    case ERROR_WRITE_FAULT:
        return std::make_error_code(std::errc::io_error);
    default:
        return { static_cast<int>(error), std::system_category() };
    }
}

struct LastWords
{
    int descriptor;
    QByteArray text;
};

DWORD WINAPI sayLastWords(void *argument)
{
    const std::unique_ptr<LastWords> words(static_cast<LastWords *>(argument));
    writeAll(words->descriptor, words->text);
    return 0;
}

} // namespace

void *handleOf(int descriptor)
{
    // The C library of Visual C++ ends a program that asks it for a descriptor that cannot be one.
    return descriptor < 0 ? INVALID_HANDLE_VALUE
                          : reinterpret_cast<HANDLE>(_get_osfhandle(descriptor));
}

void writeIfRoom(int descriptor, QByteArrayView bytes)
{
    // A pipe does not tell whether there is room: what a reader waits for is taken off it.
    auto words = std::make_unique<LastWords>(LastWords{ descriptor, bytes.toByteArray() });
    const HANDLE thread = CreateThread(nullptr, 0, sayLastWords, words.get(), 0, nullptr);
    if (!thread)
        return;
    static_cast<void>(words.release());
    WaitForSingleObject(thread, kPatienceWithLastWordsMs);
    CloseHandle(thread);
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
    const int descriptor = _wopen(longPath(path).c_str(), _O_WRONLY | _O_BINARY | _O_NOINHERIT);
    if (descriptor < 0)
        return { -1, { errno, std::generic_category() } };
    return { descriptor, {} };
}

void closeDescriptor(int descriptor)
{
    _close(descriptor);
}

std::FILE *openForReading(const QByteArray &path)
{
    return _wfopen(longPath(path).c_str(), L"rbN"); // N: no command inherits it
}

std::FILE *standardInput()
{
    if (const int descriptor = _fileno(stdin); descriptor >= 0)
        _setmode(descriptor, _O_BINARY);
    return stdin;
}

int descriptorOf(std::FILE *file)
{
    return _fileno(file);
}

bool mayHaveToWait(int descriptor)
{
    return ::GetFileType(handleOf(descriptor)) != FILE_TYPE_DISK;
}

} // namespace prun
