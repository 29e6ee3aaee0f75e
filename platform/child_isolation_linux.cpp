// SPDX-License-Identifier: MIT
#include <platform/child_isolation.h>

#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace prun {

void dieWithParent() noexcept
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
}

void closeOnExecFrom(int first) noexcept
{
    constexpr unsigned closeRangeCloexec = 1U << 2; // Linux 5.11
    if (::syscall(SYS_close_range, first, ~0U, closeRangeCloexec) == 0)
        return;
    rlimit limit{};
    const int end = ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536
        ? static_cast<int>(limit.rlim_cur)
        : 65536;
    for (int descriptor = first; descriptor < end; ++descriptor)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

} // namespace prun
