// SPDX-License-Identifier: MIT
#include <platform/child_status.h>

#include <QtCore/qfile.h>

#include <cerrno>
#include <sys/wait.h>

namespace prun {

namespace {

// 0 in si_pid: nothing to tell now.
siginfo_t waitFor(idtype_t type, qint64 pid, int options, int *error = nullptr)
{
    siginfo_t info{};
    int result;
    do {
        info.si_pid = 0;
        result = ::waitid(type, static_cast<id_t>(pid), &info, options);
    } while (result != 0 && errno == EINTR);
    if (error)
        *error = result == 0 ? 0 : errno;
    if (result != 0)
        info.si_pid = 0;
    return info;
}

} // namespace

ExitStatus exitStatusOf(int code, bool crashed)
{
    using Kind = ExitStatus::Kind;
    if (!crashed)
        return { Kind::Code, code, false };
    return { code == 0 ? Kind::Unknown : Kind::Signal, code, false }; // no signal has the number 0
}

std::optional<ExitStatus> peekExit(qint64 pid)
{
    const siginfo_t info = waitFor(P_PID, pid, WEXITED | WNOHANG | WNOWAIT);
    if (info.si_pid == 0)
        return std::nullopt;
    if (info.si_code == CLD_EXITED)
        return ExitStatus{ ExitStatus::Kind::Code, info.si_status, false };
    return ExitStatus{ ExitStatus::Kind::Signal, info.si_status, info.si_code == CLD_DUMPED };
}

qint64 anyEndedChild()
{
    return waitFor(P_ALL, 0, WEXITED | WNOHANG | WNOWAIT).si_pid;
}

void reapChild(qint64 pid)
{
    waitFor(P_PID, pid, WEXITED | WNOHANG);
}

std::optional<std::vector<qint64>> childrenOfThisThread()
{
    QFile list(QStringLiteral("/proc/thread-self/children"));
    if (!list.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return std::nullopt;
    std::vector<qint64> children;
    for (const QByteArray &pid : list.readAll().split(' ')) {
        if (!pid.isEmpty())
            children.push_back(pid.toLongLong());
    }
    return children;
}

bool haveChildren()
{
    int error = 0;
    waitFor(P_ALL, 0, WEXITED | WNOHANG | WNOWAIT, &error);
    return error != ECHILD;
}

StoppedChild nextStoppedChild()
{
    // Without WNOWAIT: this takes the news of the stop, which nobody else asks for, not the child.
    const siginfo_t info = waitFor(P_ALL, 0, WSTOPPED | WNOHANG);
    return { info.si_pid, info.si_pid != 0 ? info.si_status : 0 };
}

} // namespace prun
