// SPDX-License-Identifier: MIT
#include <platform/process_table.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <unistd.h>

// Systems without Linux' /proc: process groups are all that is known of a command's descendants.

namespace prun {

namespace {

SignalResult resultOf(int returned)
{
    if (returned == 0)
        return SignalResult::Delivered;
    return errno == EPERM ? SignalResult::Denied : SignalResult::Gone;
}

} // namespace

std::vector<ProcessInfo> listProcesses()
{
    return {};
}

bool canListProcesses()
{
    return false;
}

qint64 ownProcessId()
{
    return ::getpid();
}

qint64 ownProcessGroup()
{
    return ::getpgrp();
}

qint64 groupOfProcess(qint64 pid)
{
    return std::max<qint64>(::getpgid(static_cast<pid_t>(pid)), 0);
}

QByteArray environmentOfProcess(qint64)
{
    return {};
}

JobControl jobControl()
{
    return { SIGKILL, SIGSTOP, SIGCONT };
}

SignalResult signalProcess(qint64 pid, int signal)
{
    return pid > 0 ? resultOf(::kill(static_cast<pid_t>(pid), signal)) : SignalResult::Gone;
}

SignalResult signalProcess(const ProcessInfo &process, int signal)
{
    return signalProcess(process.pid, signal);
}

SignalResult signalGroup(qint64 group, int signal)
{
    // 0 and 1 would mean prun's own group and every process.
    return group > 1 ? resultOf(::kill(static_cast<pid_t>(-group), signal)) : SignalResult::Gone;
}

std::vector<ProcessInfo> holdersOfPipe(int)
{
    return {};
}

} // namespace prun
