// SPDX-License-Identifier: MIT
#include <platform/session_end_win.h>

#include <qt_windows.h>

namespace prun {

namespace {

constexpr wchar_t kClassName[] = L"prun.session-end";

void (*s_ended)() = nullptr;

LRESULT CALLBACK onMessage(HWND window, UINT message, WPARAM wide, LPARAM longer)
{
    switch (message) {
    case WM_ENDSESSION:
        if (wide != 0) // else somebody did not agree
            s_ended();
        return 0;
    case WM_CLOSE: // from a prun that this one is a command of, which presses Ctrl-C as well
        return 0;
    default:
        return ::DefWindowProcW(window, message, wide, longer);
    }
}

DWORD WINAPI watch(void *)
{
    WNDCLASSW kind = {};
    kind.lpfnWndProc = onMessage;
    kind.hInstance = ::GetModuleHandleW(nullptr);
    kind.lpszClassName = kClassName;
    ::RegisterClassW(&kind);
    // Never shown. One that is only for messages would not be told.
    ::CreateWindowExW(0, kClassName, L"", WS_OVERLAPPED, 0, 0, 0, 0, nullptr, nullptr,
                      kind.hInstance, nullptr);
    MSG message = {};
    while (::GetMessageW(&message, nullptr, 0, 0) > 0)
        ::DispatchMessageW(&message);
    return 0;
}

} // namespace

void watchSessionEnd(void (*ended)())
{
    s_ended = ended;
    if (const HANDLE thread = ::CreateThread(nullptr, 0, watch, nullptr, 0, nullptr))
        ::CloseHandle(thread);
}

} // namespace prun
