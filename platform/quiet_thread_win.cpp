// SPDX-License-Identifier: MIT
#include <platform/quiet_thread.h>

#include <memory>

#include <qt_windows.h>

namespace prun {

namespace {

using Body = std::function<void()>;

DWORD WINAPI run(void *argument)
{
    const std::unique_ptr<Body> body(static_cast<Body *>(argument));
    (*body)();
    return 0;
}

} // namespace

// Console control handlers run on a thread of their own here: nothing to keep away.
std::error_code startQuietThread(std::function<void()> body)
{
    auto owned = std::make_unique<Body>(std::move(body));
    const HANDLE thread = CreateThread(nullptr, 0, run, owned.get(), 0, nullptr);
    if (!thread)
        return { static_cast<int>(GetLastError()), std::system_category() };
    static_cast<void>(owned.release());
    CloseHandle(thread);
    return {};
}

} // namespace prun
