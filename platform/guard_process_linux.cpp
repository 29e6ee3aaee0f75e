// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/descendants.h>
#include <platform/entry_state.h>
#include <platform/guard_process_linux.h>
#include <platform/monotonic_ms.h>
#include <platform/self_signal.h>
#include <platform/signal_filter.h>
#include <platform/signal_names.h>

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>

namespace prun {
namespace {

constexpr std::chrono::seconds kEndPatience{ 1 };

/// What the terminal sends to the whole process group reaches the worker by itself.
bool isForTheGroup(const siginfo_t &info)
{
    if (info.si_code != SI_KERNEL)
        return false;
    // A terminal that hangs up tells the leader of its session only, which may be the guard.
    return info.si_signo != SIGHUP;
}

bool isForTheGuardOnly(int signal)
{
    // A stop by SIGTTIN and SIGTTOU is for who used the terminal, and that was not the guard.
    return signal == SIGCHLD || signal == SIGTTIN || signal == SIGTTOU
        || signal == guardDeathSignal();
}

void forward(int worker, int signal, int sender)
{
    sigval value = {};
    // On 32 bits the sender does not fit, and is not known then.
    value.sival_ptr = reinterpret_cast<void *>(
        static_cast<uintptr_t>(SignalStamp{ monotonicMs(), sender }.packed()));
    sigqueue(worker, signal, value);
}

/// The worker has stopped itself, its commands first: so that the shell sees a program that is
/// stopped, stop as well. Returns when continued.
void followStop(int worker)
{
    raise(SIGSTOP);
    sigset_t continued;
    sigemptyset(&continued);
    sigaddset(&continued, SIGCONT);
    siginfo_t info = {};
    const timespec now = {};
    const bool known = sigtimedwait(&continued, &info, &now) == SIGCONT;
    forward(worker, SIGCONT, known ? info.si_pid : 0);
}

/// Follows what children did. The wait status of the worker once it has ended.
std::optional<int> followChildren(int worker)
{
    std::optional<int> ended;
    bool stopped = false;
    for (;;) {
        int status = 0;
        // Others than the worker are orphans: as PID 1 of a container the guard has to reap them.
        const pid_t pid = waitpid(-1, &status, WNOHANG | WUNTRACED | WCONTINUED | __WALL);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid <= 0)
            break;
        if (pid != worker)
            continue;
        stopped = WIFSTOPPED(status);
        if (WIFEXITED(status) || WIFSIGNALED(status))
            ended = status;
    }
    if (stopped && !ended)
        followStop(worker);
    return ended;
}

int followWorker(int worker)
{
    sigset_t all;
    sigfillset(&all);
    for (;;) {
        if (const std::optional<int> ended = followChildren(worker))
            return *ended;
        siginfo_t info = {};
        const int signal = sigwaitinfo(&all, &info);
        if (signal > 0 && !isForTheGuardOnly(signal) && !isForTheGroup(info))
            forward(worker, signal, info.si_pid);
    }
}

bool isExpected(int signal, const GuardPage &page)
{
    if (page.announcedSignal.load() == signal)
        return true;
    // Not set up yet: it died of it as any program does.
    const bool asked = signal == SIGINT || signal == SIGTERM || signal == SIGHUP
        || signal == SIGQUIT || signal == SIGUSR1 || signal == SIGUSR2;
    return asked && !page.handlesSignals.load();
}

void reportUnexpectedEnd(int signal, bool allEnded)
{
    std::array<char, 200> text;
    const char *name = standardSignalName(signal);
    const int size = std::snprintf(
        text.data(), text.size(), "prun: ended unexpectedly by signal %d%s%s%s; %s\n", signal,
        name ? " (" : "", name ? name : "", name ? ")" : "",
        allEnded ? "its commands were ended" : "some of its commands could not be ended");
    // Nobody may be reading: a message is not worth hanging for.
    pollfd output = { STDERR_FILENO, POLLOUT, 0 };
    if (poll(&output, 1, 100) == 1 && (output.revents & POLLOUT) != 0) {
        [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), size_t(size));
    }
}

} // namespace

int guardDeathSignal() noexcept
{
    return SIGRTMAX - 7; // the first and the last ones have users: libc, valgrind, service managers
}

void runGuard(int worker, const GuardPage &page)
{
    prctl(PR_SET_NAME, "prun-guard", 0, 0, 0);
    const int status = followWorker(worker);
    const bool allEnded = page.cleanEnd.load() || killDescendants(kEndPatience);
    if (!WIFSIGNALED(status))
        _exit(WEXITSTATUS(status));
    const int signal = WTERMSIG(status);
    if (!isExpected(signal, page)) {
        restoreTerminal();
        reportUnexpectedEnd(signal, allEnded);
    }
    dieOf(signal);
}

} // namespace prun
