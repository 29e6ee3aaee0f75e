// SPDX-License-Identifier: MIT
#include <platform/console_signal_win.h>
#include <platform/job_objects_win.h>
#include <platform/process_table.h>

#include <QtCore/qstring.h>

#include <algorithm>

#include <qt_windows.h>

#include <tlhelp32.h>

// The process group of a command is its job object here, and only what is in one of those counts:
// the number of a parent means nothing, because it may belong to somebody else by now.

namespace prun {

namespace {

constexpr int kKill = 9;

quint64 startTimeOf(qint64 pid)
{
    const HANDLE process =
        ::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(pid));
    if (!process)
        return 0;
    FILETIME started = {};
    FILETIME unused = {};
    ::GetProcessTimes(process, &started, &unused, &unused, &unused);
    ::CloseHandle(process);
    return (quint64(started.dwHighDateTime) << 32) | started.dwLowDateTime;
}

struct Named
{
    qint64 pid = 0;
    QByteArray name;
};

std::vector<Named> namesOfAll()
{
    std::vector<Named> all;
    const HANDLE snapshot = ::CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    if (snapshot == INVALID_HANDLE_VALUE)
        return all;
    PROCESSENTRY32W entry = {};
    entry.dwSize = sizeof entry;
    for (BOOL more = ::Process32FirstW(snapshot, &entry); more;
         more = ::Process32NextW(snapshot, &entry))
        all.push_back({ static_cast<qint64>(entry.th32ProcessID),
                        QString::fromWCharArray(entry.szExeFile).toUtf8() });
    ::CloseHandle(snapshot);
    return all;
}

} // namespace

std::vector<ProcessInfo> listProcesses()
{
    const std::vector<Named> names = namesOfAll();
    std::vector<ProcessInfo> processes;
    for (const job_objects::Membership &member : job_objects::allMembers()) {
        const auto named = std::find_if(names.begin(), names.end(), [&](const Named &candidate) {
            return candidate.pid == member.pid;
        });
        ProcessInfo process;
        process.pid = member.pid;
        process.parent = ownProcessId();
        process.group = process.session = member.root;
        process.startTime = startTimeOf(member.pid);
        process.name = named == names.end() ? QByteArray("?") : named->name;
        processes.push_back(std::move(process));
    }
    std::sort(processes.begin(), processes.end(),
              [](const ProcessInfo &a, const ProcessInfo &b) { return a.pid < b.pid; });
    return processes;
}

bool canListProcesses()
{
    return true;
}

qint64 ownProcessId()
{
    return static_cast<qint64>(::GetCurrentProcessId());
}

qint64 ownProcessGroup()
{
    return ownProcessId();
}

qint64 groupOfProcess(qint64)
{
    return 0;
}

QByteArray environmentOfProcess(qint64)
{
    return {};
}

JobControl jobControl()
{
    return { kKill, 0, 0 };
}

SignalResult signalProcess(qint64 pid, int signal)
{
    return signalGroup(pid, signal);
}

SignalResult signalProcess(const ProcessInfo &process, int signal)
{
    return signalGroup(process.group, signal);
}

SignalResult signalGroup(qint64 group, int signal)
{
    const std::vector<qint64> members = job_objects::members(group);
    if (members.empty())
        return SignalResult::Gone;
    if (signal == kKill) {
        job_objects::terminate(group);
    } else if (signal != 0) {
        closeWindows(members);
        // The keys of prun's own console are for prun, and whoever started it, as well.
        if (job_objects::hasOwnConsole(group))
            pressKeys(members, signal);
    }
    return SignalResult::Delivered;
}

std::vector<ProcessInfo> holdersOfPipe(int)
{
    return {}; // Windows tells who has opened a pipe, which was prun, but not who has inherited it
}

} // namespace prun
