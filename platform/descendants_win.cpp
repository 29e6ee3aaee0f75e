// SPDX-License-Identifier: MIT
#include <platform/descendants.h>

#include <atomic>

// On Windows a job object, not this, ends what descends from prun. Unfinished: there is none yet.
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
