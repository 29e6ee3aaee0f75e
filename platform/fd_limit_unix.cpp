// SPDX-License-Identifier: MIT
#include <platform/fd_limit.h>

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>

#include <algorithm>
#include <climits>

namespace prun {
namespace {

// More helps nobody, and some kernels allocate a table for all.
constexpr rlim_t kMostOpenFiles = 1'048'576;

int toInt(rlim_t limit)
{
    return int(std::min<rlim_t>(limit, INT_MAX));
}

/// Without a list of them: asks for one after the other.
int probedOpenFileCount()
{
    const int end = std::min(openFileLimit(), 65'536);
    int count = 0;
    for (int fd = 0; fd < end; ++fd)
        count += fcntl(fd, F_GETFD) != -1 ? 1 : 0;
    return count;
}

} // namespace

int raiseOpenFileLimit()
{
    rlimit limit = {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return openFileLimit();
    const rlim_t wanted = std::min(limit.rlim_max, kMostOpenFiles);
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    return openFileLimit();
}

int openFileLimit()
{
    rlimit limit = {};
    // What POSIX promises every process, if the system does not tell.
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? toInt(limit.rlim_cur) : 20;
}

int openFileCount()
{
    DIR *list = opendir("/dev/fd");
    if (!list)
        return probedOpenFileCount();
    int count = -1; // the list itself is open too
    while (const dirent *entry = readdir(list))
        count += entry->d_name[0] != '.' ? 1 : 0;
    closedir(list);
    return count;
}

} // namespace prun
