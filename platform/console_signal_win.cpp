// SPDX-License-Identifier: MIT
#include <platform/console_signal_win.h>
#include <platform/hidden_call_win.h>

#include <algorithm>
#include <string>

#include <qt_windows.h>

namespace prun {

namespace {

constexpr wchar_t kHelperWord[] = L"console-signal";
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
    std::wstring line =
        hiddenCall(kHelperWord, { static_cast<quintptr>(pids.front()), quintptr(event) });
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
    const std::vector<quintptr> numbers = numbersOfHiddenCall(kHelperWord);
    if (numbers.size() == 2)
        sendKeys(static_cast<DWORD>(numbers[0]), static_cast<DWORD>(numbers[1]));
}

} // namespace prun
