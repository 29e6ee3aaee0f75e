// SPDX-License-Identifier: MIT
#include <platform/signal_table.h>

#include <signal.h>

#include <array>

namespace prun {

std::span<const NamedSignal> namedSignals() noexcept
{
    static constexpr std::array table = std::to_array<NamedSignal>({
        { SIGHUP, "SIGHUP" },       { SIGINT, "SIGINT" },     { SIGQUIT, "SIGQUIT" },
        { SIGILL, "SIGILL" },       { SIGTRAP, "SIGTRAP" },   { SIGABRT, "SIGABRT" },
        { SIGABRT, "SIGIOT" },      { SIGBUS, "SIGBUS" },     { SIGFPE, "SIGFPE" },
        { SIGKILL, "SIGKILL" },     { SIGUSR1, "SIGUSR1" },   { SIGSEGV, "SIGSEGV" },
        { SIGUSR2, "SIGUSR2" },     { SIGPIPE, "SIGPIPE" },   { SIGALRM, "SIGALRM" },
        { SIGTERM, "SIGTERM" },     { SIGCHLD, "SIGCHLD" },   { SIGCHLD, "SIGCLD" },
        { SIGCONT, "SIGCONT" },     { SIGSTOP, "SIGSTOP" },   { SIGTSTP, "SIGTSTP" },
        { SIGTTIN, "SIGTTIN" },     { SIGTTOU, "SIGTTOU" },   { SIGURG, "SIGURG" },
        { SIGXCPU, "SIGXCPU" },     { SIGXFSZ, "SIGXFSZ" },   { SIGVTALRM, "SIGVTALRM" },
        { SIGPROF, "SIGPROF" },     { SIGWINCH, "SIGWINCH" }, { SIGIO, "SIGIO" },
        { SIGIO, "SIGPOLL" },       { SIGSYS, "SIGSYS" },
#ifdef SIGSTKFLT
        { SIGSTKFLT, "SIGSTKFLT" },
#endif
#ifdef SIGPWR
        { SIGPWR, "SIGPWR" },
#endif
    });
    return table;
}

RealTimeSignals realTimeSignals() noexcept
{
    return { SIGRTMIN, SIGRTMAX };
}

int largestSignal() noexcept
{
    return NSIG - 1;
}

} // namespace prun
