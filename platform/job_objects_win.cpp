// SPDX-License-Identifier: MIT
#include <platform/job_objects_win.h>

#include <map>
#include <mutex>

#include <qt_windows.h>

namespace prun::job_objects {

namespace {

std::mutex s_lock;
std::map<qint64, HANDLE> s_jobs;

void setKillOnClose(HANDLE job, bool kill)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {};
    limits.BasicLimitInformation.LimitFlags = kill ? JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE : 0;
    ::SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits);
}

std::vector<qint64> membersOf(HANDLE job)
{
    std::vector<qint64> pids;
    std::size_t room = 16;
    for (;;) {
        std::vector<ULONG_PTR> buffer(2 + room);
        auto *list = reinterpret_cast<JOBOBJECT_BASIC_PROCESS_ID_LIST *>(buffer.data());
        const auto bytes = static_cast<DWORD>(buffer.size() * sizeof(ULONG_PTR));
        const bool known =
            ::QueryInformationJobObject(job, JobObjectBasicProcessIdList, list, bytes, nullptr);
        if (!known && ::GetLastError() != ERROR_MORE_DATA)
            return {};
        if (list->NumberOfAssignedProcesses > list->NumberOfProcessIdsInList) {
            room = list->NumberOfAssignedProcesses + 16;
            continue;
        }
        for (DWORD i = 0; i < list->NumberOfProcessIdsInList; ++i)
            pids.push_back(static_cast<qint64>(list->ProcessIdList[i]));
        return pids;
    }
}

} // namespace

void *create()
{
    const HANDLE job = ::CreateJobObjectW(nullptr, nullptr);
    if (job)
        setKillOnClose(job, true);
    return job;
}

void add(qint64 root, void *job)
{
    const std::lock_guard guard(s_lock);
    const auto [entry, fresh] = s_jobs.emplace(root, job);
    if (fresh)
        return;
    // The number is used again: of the old command nobody is left.
    ::CloseHandle(entry->second);
    entry->second = job;
}

std::vector<qint64> members(qint64 root)
{
    const std::lock_guard guard(s_lock);
    const auto found = s_jobs.find(root);
    if (found == s_jobs.end())
        return {};
    std::vector<qint64> pids = membersOf(found->second);
    if (pids.empty()) {
        ::CloseHandle(found->second);
        s_jobs.erase(found);
    }
    return pids;
}

std::vector<Membership> allMembers()
{
    const std::lock_guard guard(s_lock);
    std::vector<Membership> all;
    for (const auto &[root, job] : s_jobs) {
        for (const qint64 pid : membersOf(job))
            all.push_back({ root, pid });
    }
    return all;
}

void terminate(qint64 root)
{
    const std::lock_guard guard(s_lock);
    if (const auto found = s_jobs.find(root); found != s_jobs.end())
        ::TerminateJobObject(found->second, kKilled);
}

void terminateAll()
{
    const std::lock_guard guard(s_lock);
    for (const auto &[root, job] : s_jobs)
        ::TerminateJobObject(job, kKilled);
}

void releaseAll()
{
    const std::lock_guard guard(s_lock);
    for (const auto &[root, job] : s_jobs)
        setKillOnClose(job, false);
}

} // namespace prun::job_objects
