// SPDX-License-Identifier: MIT
#include "leak_check.h"

#include "proc_files.h"

#include <QtCore/qset.h>
#include <QtCore/quuid.h>

#include <cerrno>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// Those of `all` that descend from this process, and those with the mark.
QList<ProcessFacts> ourProcesses(const QByteArray &mark)
{
    // Whoever loses its parent becomes a child of this process: without children there are no
    // descendants either, and /proc, which takes long to read, has nothing to tell.
    siginfo_t info;
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) != 0 && errno == ECHILD)
        return {};
    const QList<ProcessFacts> all = allProcesses();
    QSet<int> ours{ getpid() };
    QList<ProcessFacts> found;
    for (qsizetype before = -1; before != found.size();) {
        before = found.size();
        for (const ProcessFacts &process : all) {
            const bool known = ours.contains(process.pid);
            if (known || (!ours.contains(process.parent) && !hasVariable(process.pid, mark)))
                continue;
            ours.insert(process.pid);
            found << process;
        }
    }
    return found;
}

} // namespace

LeakCheck::LeakCheck() : m_mark("PRUN_TEST_MARK=" + QUuid::createUuid().toByteArray(QUuid::Id128))
{
    if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0)
        qFatal("the test cannot adopt what its programs leave");
}

LeakCheck::~LeakCheck()
{
    const QList<int> left = alivePids();
    for (const int pid : left)
        kill(pid, SIGKILL);
    leftAfter();
    while (waitpid(-1, nullptr, WNOHANG) > 0)
        continue;
}

QList<int> LeakCheck::alivePids() const
{
    QList<int> pids;
    const QList<ProcessFacts> found = ourProcesses(m_mark);
    for (const ProcessFacts &process : found) {
        if (process.state != 'Z' && process.state != 'X')
            pids << process.pid;
    }
    return pids;
}

QByteArrayList LeakCheck::alive() const
{
    QByteArrayList texts;
    const QList<ProcessFacts> found = ourProcesses(m_mark);
    for (const ProcessFacts &process : found) {
        if (process.state != 'Z' && process.state != 'X')
            texts << QByteArray::number(process.pid) + ' ' + process.name;
    }
    return texts;
}

QByteArrayList LeakCheck::leftAfter(std::chrono::milliseconds patience) const
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    QByteArrayList left = alive();
    while (!left.isEmpty() && std::chrono::steady_clock::now() < deadline) {
        poll(nullptr, 0, 5);
        left = alive();
    }
    return left;
}
