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
constexpr std::size_t kMostAsked = 64; // more have a console of another one of them
constexpr DWORD kPatienceMs = 1000;
constexpr DWORD kLookEveryMs = 20;

BOOL CALLBACK closeWindow(HWND window, LPARAM argument)
{
    const auto &pids = *reinterpret_cast<const std::vector<qint64> *>(argument);
    DWORD owner = 0;
    ::GetWindowThreadProcessId(window, &owner);
    if (std::find(pids.begin(), pids.end(), static_cast<qint64>(owner)) != pids.end())
        ::PostMessageW(window, WM_CLOSE, 0, 0);
    return TRUE;
}

/// To the console of the first one that has one. A process that was only just started has none yet,
/// and one with windows never has: both say ERROR_INVALID_HANDLE.
bool attachToAny(const std::vector<quintptr> &pids)
{
    for (DWORD waited = 0; waited <= kPatienceMs; waited += kLookEveryMs) {
        bool lives = false;
        for (const quintptr pid : pids) {
            if (::AttachConsole(static_cast<DWORD>(pid)))
                return true;
            lives |= ::GetLastError() == ERROR_INVALID_HANDLE;
        }
        if (!lives)
            return false;
        ::Sleep(kLookEveryMs);
    }
    return false;
}

[[noreturn]] void sendKeys(const std::vector<quintptr> &pids, DWORD event)
{
    ::FreeConsole();
    // The keys reach this process too.
    ::SetConsoleCtrlHandler(nullptr, TRUE);
    if (!attachToAny(pids))
        ::ExitProcess(1);
    const bool sent = ::GenerateConsoleCtrlEvent(event, 0);
    ::ExitProcess(sent ? 0 : 1);
}

} // namespace

void closeWindows(const std::vector<qint64> &pids)
{
    ::EnumWindows(closeWindow, reinterpret_cast<LPARAM>(&pids));
}

void pressKeys(const std::vector<qint64> &pids, int signal)
{
    const DWORD event = signal == kQuit || signal == kBreak ? CTRL_BREAK_EVENT : CTRL_C_EVENT;
    const std::wstring program = ownProgram();
    // Any of them that has a console: they share it.
    std::vector<quintptr> numbers(pids.begin(),
                                  pids.begin() + std::ptrdiff_t(std::min(pids.size(), kMostAsked)));
    numbers.push_back(event);
    std::wstring line = hiddenCall(kHelperWord, numbers);
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
    std::vector<quintptr> numbers = numbersOfHiddenCall(kHelperWord);
    if (numbers.size() < 2)
        return;
    const auto event = static_cast<DWORD>(numbers.back());
    numbers.pop_back();
    sendKeys(numbers, event);
}

} // namespace prun
