// SPDX-License-Identifier: MIT
#include "signal_name.h"

#include <csignal>

namespace prun {

namespace {

struct Name
{
    int number;
    const char *text;
};

// Numbers differ between systems, so they come from the system's header, as far as it has them.
constexpr Name names[] = {
    { SIGINT, "SIGINT" },     { SIGTERM, "SIGTERM" },     { SIGABRT, "SIGABRT" },
    { SIGSEGV, "SIGSEGV" },   { SIGFPE, "SIGFPE" },       { SIGILL, "SIGILL" },
#ifdef SIGKILL
    { SIGKILL, "SIGKILL" },   { SIGHUP, "SIGHUP" },       { SIGQUIT, "SIGQUIT" },
    { SIGPIPE, "SIGPIPE" },   { SIGUSR1, "SIGUSR1" },     { SIGUSR2, "SIGUSR2" },
    { SIGALRM, "SIGALRM" },   { SIGBUS, "SIGBUS" },       { SIGTRAP, "SIGTRAP" },
    { SIGSYS, "SIGSYS" },     { SIGXCPU, "SIGXCPU" },     { SIGXFSZ, "SIGXFSZ" },
    { SIGCHLD, "SIGCHLD" },   { SIGCONT, "SIGCONT" },     { SIGSTOP, "SIGSTOP" },
    { SIGTSTP, "SIGTSTP" },   { SIGTTIN, "SIGTTIN" },     { SIGTTOU, "SIGTTOU" },
    { SIGURG, "SIGURG" },     { SIGVTALRM, "SIGVTALRM" }, { SIGPROF, "SIGPROF" },
    { SIGWINCH, "SIGWINCH" }, { SIGIO, "SIGIO" },
#else // Windows, where prun uses Unix' numbers for what ends a command
    { 1, "SIGHUP" },      { 3, "SIGQUIT" },       { 9, "SIGKILL" },       { SIGBREAK, "SIGBREAK" },
#endif
};

struct Status
{
    unsigned number;
    const char *text;
};

constexpr Status statuses[] = {
    { 0x80000003, "breakpoint" },
    { 0xC0000005, "access violation" },
    { 0xC000001D, "illegal instruction" },
    { 0xC0000094, "integer division by zero" },
    { 0xC00000FD, "stack overflow" },
    { 0xC0000135, "a DLL is missing" },
    { 0xC0000139, "a DLL lacks a function" },
    { 0xC0000142, "a DLL could not be initialized" },
    { 0xC0000374, "heap corruption" },
    { 0xC0000409, "the program found itself corrupted" },
};

} // namespace

const char *meaningOfStatus(int number)
{
    for (const Status &status : statuses) {
        if (status.number == static_cast<unsigned>(number))
            return status.text;
    }
    return nullptr;
}

QByteArray nameOfSignal(int number)
{
    for (const Name &name : names) {
        if (name.number == number)
            return name.text;
    }
    if (number < 0 || number > 0xffff)
        return "0x" + QByteArray::number(static_cast<uint>(number), 16).toUpper();
    return "signal " + QByteArray::number(number);
}

} // namespace prun
