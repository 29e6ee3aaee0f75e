// SPDX-License-Identifier: MIT
#include <platform/job_objects_win.h>

#include <map>
#include <mutex>

#include <qt_windows.h>

namespace prun::job_objects {

namespace {

struct Job
{
    HANDLE handle = nullptr;
    bool ownConsole = true;
};
std::mutex s_lock;
std::map<qint64, Job> s_jobs;
std::vector<HANDLE> s_former; // whose first process has ended, and its number is used again

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

void add(qint64 root, void *job, bool ownConsole)
{
    const std::lock_guard guard(s_lock);
    Job &entry = s_jobs[root];
    if (entry.handle && membersOf(entry.handle).empty())
        ::CloseHandle(entry.handle);
    else if (entry.handle)
        s_former.push_back(entry.handle);
    entry = { job, ownConsole };
}

bool hasOwnConsole(qint64 root)
{
    const std::lock_guard guard(s_lock);
    const auto found = s_jobs.find(root);
    return found != s_jobs.end() && found->second.ownConsole;
}

std::vector<qint64> members(qint64 root)
{
    const std::lock_guard guard(s_lock);
    const auto found = s_jobs.find(root);
    if (found == s_jobs.end())
        return {};
    std::vector<qint64> pids = membersOf(found->second.handle);
    if (pids.empty()) {
        ::CloseHandle(found->second.handle);
        s_jobs.erase(found);
    }
    return pids;
}

std::vector<Membership> allMembers()
{
    const std::lock_guard guard(s_lock);
    std::vector<Membership> all;
    for (const auto &[root, job] : s_jobs) {
        for (const qint64 pid : membersOf(job.handle))
            all.push_back({ root, pid });
    }
    return all;
}

void terminate(qint64 root)
{
    const std::lock_guard guard(s_lock);
    if (const auto found = s_jobs.find(root); found != s_jobs.end())
        ::TerminateJobObject(found->second.handle, kKilled);
}

void terminateAll()
{
    const std::lock_guard guard(s_lock);
    for (const auto &[root, job] : s_jobs)
        ::TerminateJobObject(job.handle, kKilled);
    for (const HANDLE job : s_former)
        ::TerminateJobObject(job, kKilled);
}

void releaseAll()
{
    const std::lock_guard guard(s_lock);
    for (const auto &[root, job] : s_jobs)
        setKillOnClose(job.handle, false);
    for (const HANDLE job : s_former)
        setKillOnClose(job, false);
}

} // namespace prun::job_objects
