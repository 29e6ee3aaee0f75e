// SPDX-License-Identifier: MIT
#include <platform/child_launch.h>

// Unfinished: commands cannot be started on Windows yet. What is missing is the start through
// setCreateProcessArgumentsModifier(), suspended until the process is in its job object.

namespace prun {

struct ChildLauncher::Shared
{
};

ChildLauncher::ChildLauncher(std::vector<int> keep) : m_keep(std::move(keep)) { }

ChildLauncher::~ChildLauncher() = default;

void ChildLauncher::adopt(QProcess &) { }

LaunchProblem ChildLauncher::start(QProcess &, const ChildLaunch &)
{
    constexpr int notSupported = 50; // ERROR_NOT_SUPPORTED
    return { LaunchProblem::Step::Program, notSupported };
}

void ChildLauncher::runChild() const noexcept { }

std::vector<int> jobserverDescriptors(const char *)
{
    return {};
}

} // namespace prun
