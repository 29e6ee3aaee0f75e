// SPDX-License-Identifier: MIT
#include <platform/fd_limit.h>

#include <windows.h>

namespace prun {
namespace {

constexpr int kMostHandles = 1 << 24; // per process; there is nothing to raise

} // namespace

int raiseOpenFileLimit()
{
    return kMostHandles;
}

int openFileLimit()
{
    return kMostHandles;
}

int openFileCount()
{
    DWORD count = 0;
    return GetProcessHandleCount(GetCurrentProcess(), &count) ? int(count) : 0;
}

} // namespace prun
