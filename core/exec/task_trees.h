// SPDX-License-Identifier: MIT
#pragma once

#include <core/exec/process_forest.h>

#include <prun/task.h>

#include <chrono>
#include <map>
#include <optional>
#include <unordered_map>

namespace prun {

/// What is known of the processes of one attempt.
struct TaskTree
{
    qint64 root = 0; ///< the process that prun started
    bool rootExited = false; ///< and was waited for: its pid may belong to another process soon
    bool ownGroup = true; ///< its group has the number `root`
    bool groupGone = false; ///< nobody is in that group any more
    quint64 rootStart = 0; ///< 0: not seen yet
    std::vector<ProcessInfo> seen; ///< those found while it was being stopped
};

/// Finds, signals and kills everything that descends from a command: its group and session, what
/// has left both, and what was adopted by prun and carries the mark of the run in its environment.
/// A program that is just being loaded shows none: the next look makes up for the signals it
/// missed. Looks at the process table at most once in a few milliseconds. Main thread only.
class TaskTrees
{
public:
    /// `mark`: the values of PRUN_RUN_ID and PRUN_INDEX in its environment, joined by a NUL; the
    /// processes that inherit them are its own.
    void add(TaskId task, qint64 root, bool ownGroup, const QByteArray &mark);
    void rootExited(TaskId task);
    void remove(TaskId task);
    /// The task of a process that prun started and that was not waited for yet.
    std::optional<TaskId> taskOf(qint64 root) const;

    /// `signal`, then SIGCONT; 0: only that.
    void signal(TaskId task, int signal);
    void suspend(TaskId task, bool suspend);
    void kill(TaskId task);
    bool alive(TaskId task);
    std::vector<ProcessInfo> members(TaskId task);
    /// They were killed and live on; killEverything() does not wait for them again.
    void giveUp(TaskId task);

    /// SIGKILL to everything that descends from prun but its own helpers, until nothing is left or
    /// `patience` is over. Blocks. Returns who is left.
    std::vector<ProcessInfo> killEverything(std::chrono::milliseconds patience);

    struct Reaped
    {
        int count = 0;
        bool othersFirst = false; ///< one that is not ours to wait for hides those behind it
    };
    /// Waits for adopted processes that have ended.
    Reaped reapAdopted();

private:
    struct MarkHash
    {
        std::size_t operator()(const QByteArray &mark) const { return qHash(mark); }
    };
    using ProcessKey = std::pair<qint64, quint64>; // pid and start time
    struct Orphan
    {
        QByteArray mark; ///< null: it showed no environment yet
        std::chrono::steady_clock::time_point firstSeen;
        /// Sent before it was known whose it is, in order: it gets those of its task then.
        std::vector<std::pair<TaskId, int>> missed = {};
    };
    const ProcessForest &forest();
    const ProcessForest &freshForest();
    void assignOrphans();
    std::optional<TaskId> ownerOf(const ProcessInfo &process, Orphan &orphan);
    std::vector<ProcessInfo> find(TaskTree &tree, TaskId task, const ProcessForest &forest);
    void send(TaskId task, int signal);
    void signalGroupOf(TaskTree &tree, int signal);
    static bool seenAreGone(const TaskTree &tree);
    bool haveOrphans() const;
    std::vector<ProcessInfo> strangers(const ProcessForest &forest) const;

    std::unordered_map<TaskId, TaskTree> m_trees;
    std::unordered_map<qint64, TaskId> m_roots; ///< those not waited for yet
    std::unordered_multimap<TaskId, qint64> m_orphans; ///< of m_forest
    std::unordered_map<QByteArray, TaskId, MarkHash> m_tasksByMark;
    std::vector<ProcessInfo> m_givenUp;
    std::map<ProcessKey, Orphan> m_knownOrphans; ///< of m_forest
    ProcessForest m_forest;
    std::chrono::steady_clock::time_point m_taken{};
    bool m_severalTasks = false;
    bool m_undecided = false; ///< an orphan of m_forest may be of any task
};

} // namespace prun
