// SPDX-License-Identifier: MIT
#include <platform/descendants.h>
#include <platform/entry_state.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>

namespace prun {
namespace {

struct EntryState
{
    bool captured = false;
    std::array<bool, 3> closed = {};
    sigset_t ignored = {};
    rlimit openFiles = {};
};
EntryState s_entry;

// glibc keeps the first real-time signals to itself and refuses to tell about them.
constexpr int kSignalCount = NSIG;

// What exec alone would not set right.
struct SignalsToRestore
{
    std::array<int, kSignalCount> numbers = {};
    size_t count = 0;
};
SignalsToRestore s_toRestore;

void openMissingStreams()
{
    for (int fd = 0; fd < int(s_entry.closed.size()); ++fd) {
        if (fcntl(fd, F_GETFD) != -1)
            continue;
        s_entry.closed[size_t(fd)] = true;
        // Takes the lowest free number, which is `fd`, because those below it exist by now.
        // NOLINTNEXTLINE(android-cloexec-open): commands inherit it as they would the real one.
        const int opened = open("/dev/null", O_RDWR);
        if (opened > 2)
            close(opened);
    }
}

bool isIgnored(int signal)
{
    struct sigaction action = {};
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// The exec would take the handler away, but till then it could run in the child.
bool isHandled(int signal)
{
    struct sigaction now = {};
    if (sigaction(signal, nullptr, &now) != 0)
        return false;
    return (now.sa_flags & SA_SIGINFO) != 0
        || (now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN);
}

void restoreDisposition(int signal) noexcept
{
    struct sigaction action = {};
    action.sa_handler = ignoredAtEntry(signal) ? SIG_IGN : SIG_DFL;
    sigaction(signal, &action, nullptr);
}

void beginRestoring() noexcept
{
    // prun is being ended and has looked for its children already: do not start one more.
    if (descendantsDoomed())
        _exit(127);
    // A Ctrl-Z that reached this child while prun's group was still its own: ignoring it forgets
    // it. It must not stop here, because prun waits in vfork for the exec.
    struct sigaction action = {};
    action.sa_handler = SIG_IGN;
    sigaction(SIGTSTP, &action, nullptr);
    restoreDisposition(SIGTSTP);
}

void endRestoring() noexcept
{
    if (s_entry.captured)
        setrlimit(RLIMIT_NOFILE, &s_entry.openFiles);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

} // namespace

void captureEntryState()
{
    if (s_entry.captured)
        return;
    s_entry.captured = true;
    openMissingStreams();
    sigemptyset(&s_entry.ignored);
    for (int signal = 1; signal < kSignalCount; ++signal) {
        if (isIgnored(signal))
            sigaddset(&s_entry.ignored, signal);
    }
    getrlimit(RLIMIT_NOFILE, &s_entry.openFiles);
    if (ignoredAtEntry(SIGCHLD))
        ::signal(SIGCHLD, SIG_DFL);
}

bool wasClosed(int fd)
{
    return fd >= 0 && fd < int(s_entry.closed.size()) && s_entry.closed[size_t(fd)];
}

bool ignoredAtEntry(int signal) noexcept
{
    return signal > 0 && signal < kSignalCount && sigismember(&s_entry.ignored, signal) == 1;
}

int openFileLimitAtEntry()
{
    return int(std::min<rlim_t>(s_entry.openFiles.rlim_cur, INT_MAX));
}

void restoreEntryState() noexcept
{
    beginRestoring();
    for (int signal = 1; signal < kSignalCount; ++signal)
        restoreDisposition(signal);
    endRestoring();
}

void restoreEntryStateBeforeExec() noexcept
{
    beginRestoring();
    for (size_t i = 0; i < s_toRestore.count; ++i)
        restoreDisposition(s_toRestore.numbers[i]);
    endRestoring();
}

void noteIgnoredSignals()
{
    s_toRestore.count = 0;
    for (int signal = 1; signal < kSignalCount; ++signal) {
        if (isIgnored(signal) != ignoredAtEntry(signal) || isHandled(signal))
            s_toRestore.numbers[s_toRestore.count++] = signal;
    }
}

} // namespace prun
