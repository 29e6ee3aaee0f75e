// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/descendants.h>
#include <platform/entry_state.h>
#include <platform/guard.h>
#include <platform/guard_process_linux.h>

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <new>

namespace prun {
namespace {

pid_t s_guard = 0; // of the worker; 0 without one
GuardPage *s_page = nullptr;

std::error_code lastError()
{
    return { errno, std::generic_category() };
}

bool isGuardWanted()
{
    const char *value = std::getenv("PRUN_NO_GUARD");
    return !value || *value == '\0' || std::strcmp(value, "0") == 0;
}

/// The guard is dead: leave nothing behind. A signal of that number from anyone else means nothing.
void onGuardDeath(int)
{
    if (getppid() == s_guard)
        return;
    killDescendants(std::chrono::seconds(1));
    leaveLiveView();
    _exit(128 + SIGKILL);
}

/// False with errno set if the worker will not be told.
bool watchGuard()
{
    struct sigaction action = {};
    action.sa_handler = onGuardDeath;
    sigfillset(&action.sa_mask);
    sigaction(guardDeathSignal(), &action, nullptr);
    const bool watched = prctl(PR_SET_PDEATHSIG, guardDeathSignal(), 0, 0, 0) == 0;
    if (watched && getppid() != s_guard)
        _exit(128 + SIGKILL); // it died before; nothing was started
    return watched;
}

void restoreMask(sigset_t mask)
{
    sigdelset(&mask, guardDeathSignal());
    pthread_sigmask(SIG_SETMASK, &mask, nullptr);
}

GuardPage *sharedPage()
{
    void *memory =
        mmap(nullptr, sizeof(GuardPage), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? nullptr : new (memory) GuardPage;
}

} // namespace

GuardOutcome enterGuard()
{
    captureEntryState();
    rememberTerminal();
    // Not inherited: guard and worker each ask for it. Without a guard prun still needs it.
    if (!adoptOrphans())
        return { false, lastError() };
    if (!isGuardWanted())
        return {};
    s_page = sharedPage();
    if (!s_page)
        return { false, lastError() };
    // From here on nothing that is sent to the guard gets lost: it waits to be passed on.
    sigset_t all;
    sigset_t atEntry;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &atEntry);
    const pid_t guard = getpid();
    const pid_t worker = fork();
    if (worker > 0)
        runGuard(worker, *s_page);
    GuardOutcome outcome;
    if (worker < 0) {
        outcome.failure = lastError();
    } else {
        s_guard = guard;
        outcome.active = true;
        if (!adoptOrphans() || !watchGuard())
            outcome.failure = lastError();
    }
    restoreMask(atEntry);
    return outcome;
}

void markCleanEnd() noexcept
{
    if (s_page)
        s_page->cleanEnd.store(true);
}

void announceDeath(int signal) noexcept
{
    if (s_page)
        s_page->announcedSignal.store(signal);
}

void announceHandlers(bool installed) noexcept
{
    if (s_page)
        s_page->handlesSignals.store(installed);
}

int guardPid() noexcept
{
    return s_guard;
}

} // namespace prun
