// SPDX-License-Identifier: MIT
#include <platform/signal_blocker.h>

#include <signal.h>

namespace prun {

struct SignalBlocker::Before
{
    sigset_t mask = {};
};

SignalBlocker::SignalBlocker() : m_before(std::make_unique<Before>())
{
    sigset_t blocked = {};
    sigfillset(&blocked);
    for (const int fault : { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTTOU })
        sigdelset(&blocked, fault);
    pthread_sigmask(SIG_BLOCK, &blocked, &m_before->mask);
}

SignalBlocker::~SignalBlocker()
{
    pthread_sigmask(SIG_SETMASK, &m_before->mask, nullptr);
}

} // namespace prun
