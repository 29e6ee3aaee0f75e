// SPDX-License-Identifier: MIT
#include <platform/child_isolation.h>

#include <fcntl.h>
#include <sys/resource.h>

namespace prun {

// There is no parent-death signal here; the guard process stands in for it.
void dieWithParent() noexcept { }

void closeOnExecFrom(int first) noexcept
{
    rlimit limit{};
    const int end = ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536
        ? static_cast<int>(limit.rlim_cur)
        : 65536;
    for (int descriptor = first; descriptor < end; ++descriptor)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

} // namespace prun
