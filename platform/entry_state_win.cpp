// SPDX-License-Identifier: MIT
#include <platform/entry_state.h>

#include <windows.h>

#include <array>
#include <climits>

// Windows has neither signal dispositions nor a limit of open files that children inherit.
namespace prun {
namespace {

std::array<bool, 3> s_closed = {};

} // namespace

void captureEntryState()
{
    constexpr std::array<DWORD, 3> streams = { STD_INPUT_HANDLE, STD_OUTPUT_HANDLE,
                                               STD_ERROR_HANDLE };
    for (size_t i = 0; i < streams.size(); ++i) {
        const HANDLE handle = GetStdHandle(streams[i]);
        s_closed[i] = handle == nullptr || handle == INVALID_HANDLE_VALUE;
    }
}

bool wasClosed(int fd)
{
    return fd >= 0 && fd < int(s_closed.size()) && s_closed[size_t(fd)];
}

bool ignoredAtEntry(int) noexcept
{
    return false;
}

int openFileLimitAtEntry()
{
    return INT_MAX;
}

void restoreEntryState() noexcept { }

void restoreEntryStateBeforeExec() noexcept { }

void noteIgnoredSignals() { }

} // namespace prun
