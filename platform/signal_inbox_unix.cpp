// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/descendants.h>
#include <platform/entry_state.h>
#include <platform/guard.h>
#include <platform/monotonic_ms.h>
#include <platform/self_signal.h>
#include <platform/signal_filter.h>
#include <platform/signal_inbox_unix.h>

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>

namespace prun::signal_inbox {
namespace {

using std::chrono::milliseconds;

constexpr auto kHandled = std::to_array<HandledSignal>({
    { SIGINT, SignalKind::Interrupt, true },
    { SIGTERM, SignalKind::Terminate, true },
    { SIGHUP, SignalKind::Hangup, true },
    { SIGQUIT, SignalKind::Quit, true },
    { SIGUSR1, SignalKind::User1 },
    { SIGUSR2, SignalKind::User2 },
    { SIGWINCH, SignalKind::WindowChanged },
    { SIGTSTP, SignalKind::TerminalStop },
    { SIGCONT, SignalKind::Continued },
    { SIGCHLD, SignalKind::ChildChanged },
});

constexpr milliseconds kStuckAfter{ 1000 };
// What is left after that the guard ends, and prun is to be gone within 100 ms.
constexpr milliseconds kLastKillPatience{ 60 };
constexpr quint32 kStopsUntilGivingUp = 3;

struct Inbox
{
    pid_t owner = 0;
    int wakeFd = -1;
    SignalFilter filter; // guarded by `lock`
    std::atomic_flag lock = ATOMIC_FLAG_INIT;
    std::atomic<bool> wakeSent = false;
    std::atomic<quint32> seen = 0; // a bit per entry of kHandled that does not stop prun
    // Stop signals in their order: written by handlers before the count, never more than fit.
    std::array<ReceivedSignal, kStopsUntilGivingUp> stops;
    std::atomic<quint32> stopCount = 0;
    std::atomic<quint32> stopsTaken = 0;
    std::atomic<quint32> firstStopAtMs = 0;
    struct sigaction childActionBefore = {};
};
Inbox s_inbox;

const HandledSignal *find(int number)
{
    const auto *found = std::find_if(kHandled.begin(), kHandled.end(),
                                     [&](const HandledSignal &s) { return s.number == number; });
    return found == kHandled.end() ? nullptr : found;
}

milliseconds repeatWindow(const HandledSignal &signal)
{
    if (!signal.stopsPrun)
        return milliseconds(0);
    // A terminal that closes says so more than once: the kernel, then the shell, then the kernel
    // again when the shell has ended. No person does.
    return signal.number == SIGHUP ? milliseconds(1000) : milliseconds(50);
}

bool isNew(const HandledSignal &signal, const siginfo_t &info)
{
    SignalRoute route = SignalRoute::Direct;
    SignalStamp stamp{ monotonicMs(), info.si_code <= 0 ? info.si_pid : 0 };
    if (info.si_code == SI_QUEUE && info.si_pid == guardPid() && guardPid() != 0) {
        route = SignalRoute::Forwarded;
        stamp = SignalStamp::unpacked(reinterpret_cast<uintptr_t>(info.si_value.sival_ptr));
    }
    // All signals are blocked while a handler runs, so who holds the lock is another thread.
    while (s_inbox.lock.test_and_set(std::memory_order_acquire)) { }
    const bool accepted = s_inbox.filter.accept(signal.number, route, stamp, repeatWindow(signal));
    s_inbox.lock.clear(std::memory_order_release);
    return accepted;
}

void addStop(const HandledSignal &signal, bool fromTerminal)
{
    const quint32 now = monotonicMs();
    const quint32 index = s_inbox.stopCount.load();
    if (index == 0)
        s_inbox.firstStopAtMs.store(now);
    const bool stuck = index >= 1 && s_inbox.stopsTaken.load() == 0
        && milliseconds(now - s_inbox.firstStopAtMs.load()) > kStuckAfter;
    if (stuck || index + 1 >= kStopsUntilGivingUp) {
        announceDeath(signal.number);
        killDescendants(kLastKillPatience);
        leaveLiveView();
        dieOf(signal.number);
    }
    s_inbox.stops[index] = { signal.kind, signal.number, fromTerminal };
    s_inbox.stopCount.store(index + 1);
}

void wake()
{
    if (s_inbox.wakeSent.exchange(true))
        return;
    const char byte = 0;
    // If it does not fit, others are there already.
    [[maybe_unused]] const ssize_t written = write(s_inbox.wakeFd, &byte, 1);
}

void chainChildSignal(int number, siginfo_t *info, void *context)
{
    const struct sigaction &before = s_inbox.childActionBefore;
    if ((before.sa_flags & SA_SIGINFO) != 0)
        before.sa_sigaction(number, info, context);
    else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN)
        before.sa_handler(number);
}

/// A child between vfork and exec, in prun's memory and process group: it ends as any program
/// would. But it must not stop, because prun waits for it: prun stops it when it has started.
void dieAsChild(int number)
{
    if (number == SIGTSTP)
        return;
    ::signal(number, SIG_DFL);
    raise(number);
}

void onSignal(int number, siginfo_t *info, void *context)
{
    const int savedErrno = errno;
    const HandledSignal *signal = find(number);
    if (getpid() != s_inbox.owner) {
        dieAsChild(number);
    } else if (signal && isNew(*signal, *info)) {
        if (signal->stopsPrun)
            addStop(*signal, info->si_code > 0); // by the kernel, not by a process
        else
            s_inbox.seen.fetch_or(1U << (signal - kHandled.data()));
        wake();
    }
    if (number == SIGCHLD)
        chainChildSignal(number, info, context);
    errno = savedErrno;
}

/// SIGCHLD is ours to set; of the others, who ignores them is respected.
bool isOurs(int number)
{
    return number == SIGCHLD || !ignoredAtEntry(number);
}

void unblock()
{
    sigset_t handled;
    sigemptyset(&handled);
    for (const HandledSignal &signal : kHandled)
        sigaddset(&handled, signal.number);
    pthread_sigmask(SIG_UNBLOCK, &handled, nullptr);
}

} // namespace

std::span<const HandledSignal> handledSignals() noexcept
{
    return kHandled;
}

void open(int wakeFd)
{
    s_inbox.owner = getpid();
    s_inbox.wakeFd = wakeFd;
    s_inbox.wakeSent = false;
    s_inbox.seen = 0;
    s_inbox.stopCount = 0;
    s_inbox.stopsTaken = 0;
    s_inbox.filter = SignalFilter();
    struct sigaction action = {};
    action.sa_sigaction = onSignal;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigfillset(&action.sa_mask);
    for (const HandledSignal &signal : kHandled) {
        if (isOurs(signal.number))
            sigaction(signal.number, &action,
                      signal.number == SIGCHLD ? &s_inbox.childActionBefore : nullptr);
    }
    // Both come as errors of the write instead.
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN);
    noteIgnoredSignals();
    announceHandlers(true);
    unblock();
}

void close()
{
    announceHandlers(false);
    for (const HandledSignal &signal : kHandled) {
        struct sigaction now = {};
        sigaction(signal.number, nullptr, &now);
        // Somebody who has put his handler over this one goes on calling it: leave it then.
        if (now.sa_sigaction != onSignal)
            continue;
        struct sigaction defaultAction = {};
        defaultAction.sa_handler = SIG_DFL;
        const bool isChild = signal.number == SIGCHLD;
        sigaction(signal.number, isChild ? &s_inbox.childActionBefore : &defaultAction, nullptr);
    }
    noteIgnoredSignals();
}

Batch take() noexcept
{
    // Before looking: what comes from now on wakes again.
    s_inbox.wakeSent.store(false);
    Batch batch;
    const quint32 stops = s_inbox.stopCount.load();
    for (quint32 i = s_inbox.stopsTaken.load(); i < stops; ++i)
        batch.signals[batch.count++] = s_inbox.stops[i];
    s_inbox.stopsTaken.store(stops);
    const quint32 seen = s_inbox.seen.exchange(0);
    for (size_t i = 0; i < kHandled.size(); ++i) {
        if ((seen >> i & 1U) != 0)
            batch.signals[batch.count++] = { kHandled[i].kind, kHandled[i].number };
    }
    return batch;
}

} // namespace prun::signal_inbox
