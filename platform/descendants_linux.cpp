// SPDX-License-Identifier: MIT
#include <platform/descendants.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstring>

// Everything here runs inside signal handlers: system calls and memory that exists already.
namespace prun {
namespace {

std::atomic<bool> s_doomed = false;
std::atomic_flag s_scanning = ATOMIC_FLAG_INIT;

using Clock = std::chrono::steady_clock;

/// The descendants found in one pass over /proc. It lists processes by number, and a parent mostly
/// has the lower one, so one pass finds nearly all; the next passes find the others, because what
/// loses its parent becomes a child of this process.
class Family
{
public:
    void clear(pid_t self)
    {
        m_count = 0;
        add(self);
    }
    bool contains(pid_t pid) const
    {
        return pid == m_pids[0]
            || std::binary_search(m_pids.begin() + 1, m_pids.begin() + m_count, pid);
    }
    void add(pid_t pid)
    {
        // The first place is for this process, whatever its number; those after it are sorted.
        if (m_count < std::ptrdiff_t(m_pids.size()))
            m_pids[size_t(m_count++)] = pid;
    }

private:
    std::array<pid_t, 8192> m_pids;
    std::ptrdiff_t m_count = 0;
};
Family s_family;

pid_t numberOf(const char *name)
{
    pid_t number = 0;
    for (; *name >= '0' && *name <= '9'; ++name)
        number = number * 10 + (*name - '0');
    return *name == '\0' ? number : 0;
}

/// Of `412 (a name) S 17 …` the 17; 0 if it is dead already or cannot be read.
pid_t livingParent(int processFolder)
{
    const int file = openat(processFolder, "stat", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return 0;
    std::array<char, 128> text;
    const ssize_t size = read(file, text.data(), text.size() - 1);
    close(file);
    if (size <= 0)
        return 0;
    text[size_t(size)] = '\0';
    // The name may contain anything, parentheses too, but is short; nothing after it has any.
    const char *at = strrchr(text.data(), ')');
    if (!at || at[1] != ' ' || at[2] == '\0' || at[2] == 'Z' || at[2] == 'X' || at[3] != ' ')
        return 0;
    pid_t parent = 0;
    for (at += 4; *at >= '0' && *at <= '9'; ++at)
        parent = parent * 10 + (*at - '0');
    return parent;
}

void killIfFamily(int procFolder, const char *name)
{
    const pid_t pid = numberOf(name);
    if (pid == 0)
        return;
    // The open folder stays the same process even if its number is given away meanwhile.
    const int folder = openat(procFolder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0)
        return;
    if (s_family.contains(livingParent(folder))) {
        s_family.add(pid);
        if (syscall(SYS_pidfd_send_signal, folder, SIGKILL, nullptr, 0) != 0 && errno != ESRCH)
            kill(pid, SIGKILL); // an old kernel, or a sandbox that does not know the call
    }
    close(folder);
}

void killFamilyOnce()
{
    // What getdents64() fills in; the C library has no name for it without its own buffers.
    struct Entry
    {
        ino64_t inode;
        off64_t offset;
        unsigned short size;
        unsigned char type;
        char name[1];
    };
    const int procFolder = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (procFolder < 0)
        return;
    s_family.clear(getpid());
    alignas(Entry) static std::array<char, 16 * 1024> s_entries;
    for (;;) {
        const long size = syscall(SYS_getdents64, procFolder, s_entries.data(), s_entries.size());
        if (size <= 0)
            break;
        for (long at = 0; at < size;) {
            const auto *entry = reinterpret_cast<const Entry *>(s_entries.data() + at);
            killIfFamily(procFolder, entry->name);
            at += entry->size;
        }
    }
    close(procFolder);
}

/// False once there is no child left at all.
bool reapChildren()
{
    pid_t pid = 0;
    do {
        pid = waitpid(-1, nullptr, WNOHANG | __WALL);
    } while (pid > 0 || (pid < 0 && errno == EINTR));
    return pid == 0;
}

void pauseOneMillisecond()
{
    const timespec pause = { 0, 1'000'000 };
    nanosleep(&pause, nullptr);
}

} // namespace

bool adoptOrphans() noexcept
{
    return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
}

bool killDescendants(std::chrono::milliseconds patience) noexcept
{
    s_doomed.store(true);
    // Another thread is at it already, and then ends the process: let it.
    while (s_scanning.test_and_set())
        pauseOneMillisecond();
    const Clock::time_point deadline = Clock::now() + patience;
    bool left = reapChildren();
    while (left && Clock::now() < deadline) {
        killFamilyOnce();
        left = reapChildren();
        if (left) {
            pauseOneMillisecond();
            left = reapChildren();
        }
    }
    s_scanning.clear();
    return !left;
}

bool descendantsDoomed() noexcept
{
    return s_doomed.load();
}

} // namespace prun
