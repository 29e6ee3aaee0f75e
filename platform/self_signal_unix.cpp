// SPDX-License-Identifier: MIT
#include <platform/guard.h>
#include <platform/self_signal.h>

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

namespace prun {
namespace {

void forbidCoreDump()
{
    rlimit limit = {};
    getrlimit(RLIMIT_CORE, &limit);
    // Not 0: Linux passes a core to a program (core_pattern `|…`) even then, but never with 1.
    limit.rlim_cur = limit.rlim_max == 0 ? 0 : 1;
    setrlimit(RLIMIT_CORE, &limit);
}

} // namespace

void dieOf(int signal) noexcept
{
    announceDeath(signal);
    forbidCoreDump();
    struct sigaction action = {};
    action.sa_handler = SIG_DFL;
    sigaction(signal, &action, nullptr);
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, signal);
    pthread_sigmask(SIG_UNBLOCK, &mask, nullptr);
    raise(signal);
    // PID 1, or a signal whose default is to do nothing.
    _exit(128 + signal);
}

void stopSelf() noexcept
{
    raise(SIGSTOP);
}

} // namespace prun
