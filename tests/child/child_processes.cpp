// SPDX-License-Identifier: MIT
#include "behaviours.h"

#include <csignal>
#include <cstdlib>
#include <sys/resource.h>
#include <unistd.h>

namespace {

void sayPid(const char *who)
{
    writeAll(STDOUT_FILENO, std::string(who) + ' ' + std::to_string(::getpid()) + '\n');
}

// exit CODE
int exitWith(Words words)
{
    std::_Exit(static_cast<int>(numberOf(words[0]) & 0xff));
}

/// For a child: until its parent is `parent` no more.
void waitForEndOf(pid_t parent)
{
    while (::getppid() == parent)
        ::usleep(1000);
}

// die SIGNAL
int die(Words words)
{
    const auto number = static_cast<int>(numberOf(words[0]));
    const rlimit noCore{};
    ::setrlimit(RLIMIT_CORE, &noCore);
    std::signal(number, SIG_DFL);
    ::raise(number);
    return 97;
}

// ignore-term: also SIGINT and SIGHUP
int ignoreTerm(Words)
{
    for (const int number : { SIGTERM, SIGINT, SIGHUP })
        std::signal(number, SIG_IGN);
    return 0;
}

volatile std::sig_atomic_t s_interrupts = 0;

// trap-int-and-count COUNT: ends with code 9 after so many SIGINT, and says each
int trapInterrupts(Words words)
{
    std::signal(SIGINT, [](int) {
        s_interrupts = s_interrupts + 1;
        const char text[] = "interrupted\n";
        if (::write(STDOUT_FILENO, text, sizeof text - 1) < 0)
            std::_Exit(98);
    });
    writeAll(STDOUT_FILENO, "ready\n");
    while (s_interrupts < numberOf(words[0]))
        ::pause();
    return 9;
}

// fork-hold-pipe SECONDS: a process in the background holds the output for so long
int forkHoldPipe(Words words)
{
    if (::fork() == 0) {
        ::alarm(static_cast<unsigned>(numberOf(words[0])));
        waitForEver();
    }
    return 0;
}

// fork-spew BYTES: a process in the background writes after this one has ended
int forkSpew(Words words)
{
    const pid_t parent = ::getpid();
    if (::fork() == 0) {
        waitForEndOf(parent);
        const std::string line = std::string(63, 'y') + '\n';
        for (long i = 0; i < numberOf(words[0]) / 64; ++i)
            writeAll(STDOUT_FILENO, line);
        std::_Exit(0);
    }
    return 0;
}

// setsid: a process in a session of its own waits for ever
int newSession(Words)
{
    if (::fork() == 0) {
        ::setsid();
        sayPid("detached");
        waitForEver();
    }
    return 0;
}

// double-fork: a process that has left session, parent, folder and output, but not its environment
// double-fork-clear-environment: not even that
void detach(bool keepEnvironment, char **argv)
{
    if (::fork() != 0)
        return;
    ::setsid();
    if (::fork() != 0)
        std::_Exit(0);
    sayPid("detached");
    if (::chdir("/") != 0)
        std::_Exit(98);
    for (const int descriptor : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO })
        ::close(descriptor);
    char *empty[] = { nullptr };
    ::execve("/proc/self/exe", argv, keepEnvironment ? environ : empty);
    std::_Exit(98);
}

int doubleFork(bool keepEnvironment)
{
    char name[] = "prun_test_child";
    char wait[] = "wait";
    char *argv[] = { name, wait, nullptr };
    detach(keepEnvironment, argv);
    return 0;
}

// stop-self: SIGSTOP
int stopSelf(Words)
{
    ::raise(SIGSTOP);
    return 0;
}

// orphans COUNT: processes that end at once after their parent has
int orphans(Words words)
{
    for (long i = 0; i < numberOf(words[0]); ++i) {
        if (::fork() == 0) {
            const pid_t parent = ::getpid();
            if (::fork() == 0)
                waitForEndOf(parent);
            std::_Exit(0);
        }
    }
    return 0;
}

// take-all-rights: a set-user-id program that leaves its caller no right over it
int takeAllRights(Words)
{
    return ::setreuid(::geteuid(), ::geteuid()) == 0 ? 0 : 98;
}

// wait: for ever
int wait(Words)
{
    waitForEver();
}

constexpr Behaviour all[] = {
    { "exit", 1, exitWith },
    { "die", 1, die },
    { "ignore-term", 0, ignoreTerm },
    { "trap-int-and-count", 1, trapInterrupts },
    { "fork-hold-pipe", 1, forkHoldPipe },
    { "fork-spew", 1, forkSpew },
    { "setsid", 0, newSession },
    { "double-fork", 0, [](Words) { return doubleFork(true); } },
    { "double-fork-clear-environment", 0, [](Words) { return doubleFork(false); } },
    { "stop-self", 0, stopSelf },
    { "orphans", 1, orphans },
    { "take-all-rights", 0, takeAllRights },
    { "wait", 0, wait },
};

} // namespace

std::span<const Behaviour> processBehaviours()
{
    return all;
}
