// SPDX-License-Identifier: MIT
#include <platform/descendants.h>

#include <atomic>

// Portable Unix has no way to list processes. Unfinished: macOS and the BSDs have their own.
namespace prun {
namespace {

std::atomic<bool> s_doomed = false;

} // namespace

bool adoptOrphans() noexcept
{
    return false;
}

bool killDescendants(std::chrono::milliseconds) noexcept
{
    s_doomed.store(true);
    return false;
}

bool descendantsDoomed() noexcept
{
    return s_doomed.load();
}

} // namespace prun
