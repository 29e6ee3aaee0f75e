// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/descriptor_io.h>

#include <io.h>
#include <windows.h>

#include <array>
#include <utility>

namespace prun {
namespace {

struct SavedConsole
{
    HANDLE handle = INVALID_HANDLE_VALUE;
    DWORD mode = 0;
};
std::array<SavedConsole, 3> s_saved;
bool s_liveView = false;

HANDLE handleOf(int fd)
{
    return reinterpret_cast<HANDLE>(_get_osfhandle(fd));
}

} // namespace

DescriptorKind descriptorKind(int fd)
{
    const HANDLE handle = handleOf(fd);
    if (handle == INVALID_HANDLE_VALUE)
        return DescriptorKind::Closed;
    switch (GetFileType(handle)) {
    case FILE_TYPE_DISK:
        return DescriptorKind::RegularFile;
    case FILE_TYPE_PIPE:
        return DescriptorKind::Pipe; // sockets count as pipes here
    case FILE_TYPE_CHAR:
        return isTerminal(fd) ? DescriptorKind::Terminal : DescriptorKind::NullDevice;
    default:
        return DescriptorKind::Other;
    }
}

bool isTerminal(int fd)
{
    DWORD mode = 0;
    return GetConsoleMode(handleOf(fd), &mode) != 0;
}

std::optional<TerminalSize> terminalSize(int fd)
{
    CONSOLE_SCREEN_BUFFER_INFO info = {};
    if (!GetConsoleScreenBufferInfo(handleOf(fd), &info))
        return {};
    return TerminalSize{ info.srWindow.Right - info.srWindow.Left + 1,
                         info.srWindow.Bottom - info.srWindow.Top + 1 };
}

bool sameDestination(int a, int b)
{
    if (isTerminal(a) && isTerminal(b))
        return true;
    BY_HANDLE_FILE_INFORMATION first = {};
    BY_HANDLE_FILE_INFORMATION second = {};
    if (!GetFileInformationByHandle(handleOf(a), &first)
        || !GetFileInformationByHandle(handleOf(b), &second))
        return handleOf(a) == handleOf(b);
    return first.dwVolumeSerialNumber == second.dwVolumeSerialNumber
        && first.nFileIndexHigh == second.nFileIndexHigh
        && first.nFileIndexLow == second.nFileIndexLow;
}

bool readerIsGone(int)
{
    return false; // unfinished: only a write tells, and this asks without writing
}

bool enableEscapeSequences(int fd)
{
    DWORD mode = 0;
    const HANDLE handle = handleOf(fd);
    return GetConsoleMode(handle, &mode)
        && SetConsoleMode(handle, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

bool isInForeground()
{
    return true;
}

void announceLiveView(bool shown) noexcept
{
    s_liveView = shown;
}

void leaveLiveView() noexcept
{
    // Unfinished: only this process knows, so a crash leaves the cursor hidden.
    if (std::exchange(s_liveView, false))
        writeIfRoom(2, "\x1b[?25h\r\n");
}

void rememberTerminal()
{
    constexpr std::array<DWORD, 3> streams = { STD_INPUT_HANDLE, STD_OUTPUT_HANDLE,
                                               STD_ERROR_HANDLE };
    for (size_t i = 0; i < streams.size(); ++i) {
        const HANDLE handle = GetStdHandle(streams[i]);
        DWORD mode = 0;
        if (GetConsoleMode(handle, &mode))
            s_saved[i] = { handle, mode };
    }
}

void restoreTerminal()
{
    leaveLiveView();
    for (const SavedConsole &saved : s_saved) {
        if (saved.handle != INVALID_HANDLE_VALUE)
            SetConsoleMode(saved.handle, saved.mode);
    }
}

} // namespace prun
