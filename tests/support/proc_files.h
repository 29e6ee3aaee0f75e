// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>

#include <chrono>

/// What /proc knows of processes. All may be gone by the time of the answer.
struct ProcessFacts
{
    int pid = 0;
    int parent = 0;
    int group = 0;
    char state = '?'; ///< as in /proc; `Z` is dead
    QByteArray name;
};

QList<ProcessFacts> allProcesses();
/// `?` if there is none.
char processState(int pid);
/// Stopped or running, but not a zombie.
bool processLives(int pid);
QList<int> childrenOf(int pid);
/// Whether `variable` (`NAME=value`) is in the environment it was started with.
bool hasVariable(int pid, const QByteArray &variable);
/// In kB: what the process takes of memory now; -1 if there is none.
qint64 residentSize(int pid);
/// What it has computed so far, without its children.
std::chrono::milliseconds processorTime(int pid);
