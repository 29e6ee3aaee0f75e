// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

#include <optional>
#include <vector>

namespace prun {

/// One process of the system. Its pid and start time together are never used again.
struct ProcessInfo
{
    qint64 pid = 0;
    qint64 parent = 0;
    qint64 group = 0;
    qint64 session = 0;
    quint64 startTime = 0; ///< ticks since the system started
    bool dead = false; ///< a zombie: only its exit status is left
    QByteArray name; ///< of the program, cut to 15 bytes; as the process chose it
};

/// All processes, in order of their pids. Empty if the system does not tell (no /proc).
std::vector<ProcessInfo> listProcesses();

/// False if listProcesses() will be empty.
bool canListProcesses();

qint64 ownProcessId();
qint64 ownProcessGroup();
/// Of a child even if it has ended; 0 if there is no such process or the system has no groups.
qint64 groupOfProcess(qint64 pid);

/// The environment that the process was started with: `NAME=value`, each ended by a NUL. Empty if
/// it cannot be read.
QByteArray environmentOfProcess(qint64 pid);

/// The numbers of the signals that no process can refuse.
struct JobControl
{
    int kill = 0;
    int stop = 0;
    int resume = 0;
};
JobControl jobControl();

enum class SignalResult : quint8 {
    Delivered,
    Gone,
    Denied, ///< it runs with other rights than prun: a set-user-id program
};
/// Signal 0 only asks.
SignalResult signalProcess(qint64 pid, int signal);
/// Only if it is still the same process.
SignalResult signalProcess(const ProcessInfo &process, int signal);
SignalResult signalGroup(qint64 group, int signal);

/// The processes other than prun that have the pipe open of which `readingEnd` is prun's end.
std::vector<ProcessInfo> holdersOfPipe(int readingEnd);

} // namespace prun
