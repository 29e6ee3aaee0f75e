// SPDX-License-Identifier: MIT
#include <platform/process_table.h>

#include <QtCore/qbytearraylist.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace prun {

namespace {

struct CloseFolder
{
    void operator()(DIR *folder) const { ::closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

// Calls `visit` with every entry of the folder that is a number.
template<typename Visit>
bool eachNumber(const char *path, Visit visit)
{
    const Folder folder(::opendir(path));
    if (!folder)
        return false;
    while (const dirent *entry = ::readdir(folder.get())) {
        const std::string_view name = entry->d_name;
        qint64 number = 0;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
        if (parsed.ec == std::errc() && parsed.ptr == name.data() + name.size())
            visit(number);
    }
    return true;
}

QByteArray pathOf(qint64 pid, const char *what)
{
    return "/proc/" + QByteArray::number(pid) + '/' + what;
}

// What a file of /proc says, at most `limit` bytes.
QByteArray contentsOf(const QByteArray &path, qsizetype limit)
{
    const int descriptor = ::open(path.constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return {};
    QByteArray contents;
    std::array<char, 4096> part;
    while (contents.size() < limit) {
        const ssize_t count = ::read(descriptor, part.data(), part.size());
        if (count <= 0)
            break;
        contents.append(part.data(), count);
        if (count < static_cast<ssize_t>(part.size()))
            break;
    }
    ::close(descriptor);
    return contents;
}

// `PID (NAME) STATE PPID PGRP SESSION …`: the name may contain anything, also `)`. The start time
// is field 22 of all, the 20th behind the name.
std::optional<ProcessInfo> parseStat(qint64 pid, const QByteArray &stat)
{
    const qsizetype open = stat.indexOf('(');
    const qsizetype close = stat.lastIndexOf(')');
    if (open < 0 || close < open)
        return std::nullopt;
    const QByteArrayList fields = stat.mid(close + 2).split(' ');
    if (fields.size() < 20)
        return std::nullopt;
    ProcessInfo process;
    process.pid = pid;
    process.name = stat.mid(open + 1, close - open - 1);
    process.dead = fields[0] == "Z" || fields[0] == "X";
    process.parent = fields[1].toLongLong();
    process.group = fields[2].toLongLong();
    process.session = fields[3].toLongLong();
    process.startTime = fields[19].toULongLong();
    return process;
}

std::optional<ProcessInfo> lookUp(qint64 pid)
{
    return parseStat(pid, contentsOf(pathOf(pid, "stat"), 4096));
}

SignalResult resultOf(long returned)
{
    if (returned == 0)
        return SignalResult::Delivered;
    return errno == EPERM ? SignalResult::Denied : SignalResult::Gone;
}

} // namespace

std::vector<ProcessInfo> listProcesses()
{
    std::vector<ProcessInfo> processes;
    eachNumber("/proc", [&](qint64 pid) {
        if (auto process = lookUp(pid))
            processes.push_back(std::move(*process));
    });
    std::sort(processes.begin(), processes.end(),
              [](const ProcessInfo &a, const ProcessInfo &b) { return a.pid < b.pid; });
    return processes;
}

bool canListProcesses()
{
    return ::access("/proc/self/stat", R_OK) == 0;
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

QByteArray environmentOfProcess(qint64 pid)
{
    constexpr qsizetype argumentSpace = 2 * 1024 * 1024;
    return contentsOf(pathOf(pid, "environ"), argumentSpace);
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
    // The descriptor pins the process, so that nothing can change between the look and the signal.
    const long descriptor = ::syscall(SYS_pidfd_open, process.pid, 0);
    if (descriptor < 0 && errno == ESRCH)
        return SignalResult::Gone;
    const std::optional<ProcessInfo> now = lookUp(process.pid);
    SignalResult result = SignalResult::Gone;
    if (now && now->startTime == process.startTime) {
        result = descriptor < 0
            ? signalProcess(process.pid, signal)
            : resultOf(::syscall(SYS_pidfd_send_signal, descriptor, signal, nullptr, 0));
    }
    if (descriptor >= 0)
        ::close(static_cast<int>(descriptor));
    return result;
}

SignalResult signalGroup(qint64 group, int signal)
{
    // 0 and 1 would mean prun's own group and every process.
    return group > 1 ? resultOf(::kill(static_cast<pid_t>(-group), signal)) : SignalResult::Gone;
}

std::vector<ProcessInfo> holdersOfPipe(int readingEnd)
{
    struct stat pipe
    {
    };
    std::vector<ProcessInfo> holders;
    if (::fstat(readingEnd, &pipe) != 0)
        return holders;
    const qint64 self = ::getpid();
    const auto holds = [&](qint64 pid) {
        bool found = false;
        const QByteArray folder = pathOf(pid, "fd");
        eachNumber(folder.constData(), [&](qint64 number) {
            struct stat file
            {
            };
            const QByteArray path = folder + '/' + QByteArray::number(number);
            found = found
                || (::stat(path.constData(), &file) == 0 && file.st_ino == pipe.st_ino
                    && file.st_dev == pipe.st_dev);
        });
        return found;
    };
    eachNumber("/proc", [&](qint64 pid) {
        if (pid == self || !holds(pid))
            return;
        if (auto process = lookUp(pid))
            holders.push_back(std::move(*process));
    });
    return holders;
}

} // namespace prun
