// SPDX-License-Identifier: MIT
#include <platform/console_signal_win.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include <qt_windows.h>

namespace prun {

namespace {

// Nobody has a command of that name.
constexpr wchar_t kHelperWord[] = L"--prun-console-signal:";
constexpr int kQuit = 3;
constexpr int kBreak = 21;

BOOL CALLBACK closeWindow(HWND window, LPARAM argument)
{
    const auto &pids = *reinterpret_cast<const std::vector<qint64> *>(argument);
    DWORD owner = 0;
    ::GetWindowThreadProcessId(window, &owner);
    if (std::find(pids.begin(), pids.end(), static_cast<qint64>(owner)) != pids.end())
        ::PostMessageW(window, WM_CLOSE, 0, 0);
    return TRUE;
}

std::wstring ownProgram()
{
    std::wstring path(MAX_PATH, L'\0');
    for (;;) {
        const DWORD size =
            ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
        if (size < path.size()) {
            path.resize(size);
            return path;
        }
        path.resize(path.size() * 2);
    }
}

[[noreturn]] void sendKeys(DWORD pid, DWORD event)
{
    ::FreeConsole();
    // The keys reach this process too.
    ::SetConsoleCtrlHandler(nullptr, TRUE);
    if (!::AttachConsole(pid))
        ::ExitProcess(1);
    const bool sent = ::GenerateConsoleCtrlEvent(event, 0);
    ::ExitProcess(sent ? 0 : 1);
}

} // namespace

void askToEnd(const std::vector<qint64> &pids, int signal)
{
    ::EnumWindows(closeWindow, reinterpret_cast<LPARAM>(&pids));
    if (pids.empty())
        return;
    const DWORD event = signal == kQuit || signal == kBreak ? CTRL_BREAK_EVENT : CTRL_C_EVENT;
    const std::wstring program = ownProgram();
    // Any of them: they share the console.
    std::wstring line = L"prun " + std::wstring(kHelperWord) + std::to_wstring(pids.front()) + L','
        + std::to_wstring(event);
    STARTUPINFOW startup = {};
    startup.cb = sizeof startup;
    PROCESS_INFORMATION helper = {};
    if (!::CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, FALSE, DETACHED_PROCESS,
                          nullptr, nullptr, &startup, &helper))
        return; // what does not end is terminated a little later
    ::CloseHandle(helper.hThread);
    ::CloseHandle(helper.hProcess);
}

void beConsoleHelper()
{
    const wchar_t *word = std::wcsstr(::GetCommandLineW(), kHelperWord);
    // Only as the whole call, as askToEnd() makes it.
    if (!word || word != ::GetCommandLineW() + 5)
        return;
    wchar_t *end = nullptr;
    const unsigned long pid = std::wcstoul(word + std::size(kHelperWord) - 1, &end, 10);
    if (*end == L',')
        sendKeys(pid, std::wcstoul(end + 1, nullptr, 10));
}

} // namespace prun
