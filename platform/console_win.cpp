// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/descriptor_io.h>
#include <platform/descriptor_io_win.h>

#include <qt_windows.h>

#include <winternl.h>

#include <array>
#include <atomic>

// The headers of Visual C++ do not have it, its ntdll.lib does.
extern "C" NTSTATUS NTAPI NtQueryInformationFile(HANDLE file, PIO_STATUS_BLOCK status, PVOID answer,
                                                 ULONG size, FILE_INFORMATION_CLASS kind);

namespace prun {
namespace {

struct SavedConsole
{
    HANDLE handle = INVALID_HANDLE_VALUE;
    DWORD mode = 0;
};
std::array<SavedConsole, 3> s_saved;
UINT s_outputCodePage = 0; // 0: it is not to be changed
UINT s_inputCodePage = 0;
std::atomic<bool> s_liveView = false;

/// FILE_PIPE_LOCAL_INFORMATION, which only the headers for drivers have.
struct PipeState
{
    ULONG type;
    ULONG configuration;
    ULONG mostInstances;
    ULONG instances;
    ULONG inboundQuota;
    ULONG dataToRead;
    ULONG outboundQuota;
    ULONG roomToWrite;
    ULONG state;
    ULONG end;
};
const auto kPipeStateClass = static_cast<FILE_INFORMATION_CLASS>(24); // those headers have one
constexpr ULONG kPipeConnected = 3;

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

/// As after `2>&1`, which makes two handles of one pipe. Windows 10 and newer tell.
static bool isSameObject(HANDLE a, HANDLE b)
{
    using Compare = BOOL(WINAPI *)(HANDLE, HANDLE);
    static const auto compare = reinterpret_cast<Compare>(reinterpret_cast<void *>(
        GetProcAddress(GetModuleHandleW(L"kernelbase.dll"), "CompareObjectHandles")));
    return a == b || (compare && compare(a, b));
}

bool sameDestination(int a, int b)
{
    if ((isTerminal(a) && isTerminal(b)) || isSameObject(handleOf(a), handleOf(b)))
        return true;
    // Of pipes the system tells nothing that can be compared.
    BY_HANDLE_FILE_INFORMATION first = {};
    BY_HANDLE_FILE_INFORMATION second = {};
    return GetFileType(handleOf(a)) == FILE_TYPE_DISK && GetFileType(handleOf(b)) == FILE_TYPE_DISK
        && GetFileInformationByHandle(handleOf(a), &first)
        && GetFileInformationByHandle(handleOf(b), &second)
        && first.dwVolumeSerialNumber == second.dwVolumeSerialNumber
        && first.nFileIndexHigh == second.nFileIndexHigh
        && first.nFileIndexLow == second.nFileIndexLow;
}

// A write of nothing would tell as well, but some readers take that for the end.
bool readerIsGone(int fd)
{
    IO_STATUS_BLOCK status = {};
    PipeState pipe = {};
    return NtQueryInformationFile(handleOf(fd), &status, &pipe, sizeof pipe, kPipeStateClass) == 0
        && pipe.state != kPipeConnected;
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
    if (s_liveView.exchange(false))
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

/// Whatever else handles keys, a SignalSource, is asked before, and this only if it is not there.
static BOOL WINAPI restoreBeforeTheEnd(DWORD)
{
    restoreTerminal();
    return FALSE; // the next one ends the process
}

void prepareTerminal()
{
    const bool reads = s_saved[0].handle != INVALID_HANDLE_VALUE;
    const bool shows =
        s_saved[1].handle != INVALID_HANDLE_VALUE || s_saved[2].handle != INVALID_HANDLE_VALUE;
    if (shows || reads)
        SetConsoleCtrlHandler(restoreBeforeTheEnd, TRUE);
    if (shows) {
        s_outputCodePage = GetConsoleOutputCP();
        SetConsoleOutputCP(CP_UTF8);
        enableEscapeSequences(1);
        enableEscapeSequences(2);
    }
    if (reads) {
        s_inputCodePage = GetConsoleCP();
        SetConsoleCP(CP_UTF8);
    }
}

void restoreTerminal()
{
    leaveLiveView();
    for (const SavedConsole &saved : s_saved) {
        if (saved.handle != INVALID_HANDLE_VALUE)
            SetConsoleMode(saved.handle, saved.mode);
    }
    if (s_outputCodePage != 0)
        SetConsoleOutputCP(s_outputCodePage);
    if (s_inputCodePage != 0)
        SetConsoleCP(s_inputCodePage);
}

} // namespace prun
