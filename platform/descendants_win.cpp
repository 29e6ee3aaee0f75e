// SPDX-License-Identifier: MIT
#include <platform/descendants.h>
#include <platform/job_objects_win.h>

#include <atomic>

// All that descends from prun is in a job object.
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
    job_objects::terminateAll();
    return true;
}

bool descendantsDoomed() noexcept
{
    return s_doomed.load();
}

} // namespace prun
