// SPDX-License-Identifier: MIT
#include <core/exec/task_trees.h>

#include <platform/child_status.h>

#include <algorithm>
#include <thread>
#include <utility>

namespace prun {

namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

// Long enough for a stop of all commands to share one look, short enough to miss little.
constexpr auto snapshotLife = 5ms;
// A tree that grows while it is killed is looked at again, so often at most.
constexpr int killRounds = 16;
// How long a process may show no environment before it is believed to have none.
constexpr auto loadingPatience = 100ms;

bool contains(const std::vector<ProcessInfo> &processes, const ProcessInfo &wanted)
{
    return std::any_of(processes.begin(), processes.end(), [&](const ProcessInfo &process) {
        return process.pid == wanted.pid && process.startTime == wanted.startTime;
    });
}

/// It has left its group since the look at the processes.
bool hasLeft(const ProcessInfo &process)
{
    const qint64 now = groupOfProcess(process.pid);
    return now != 0 && now != process.group;
}

QByteArray valueIn(const QByteArray &environment, const QByteArray &name)
{
    const QByteArray start = name + '=';
    for (const QByteArray &entry : environment.split('\0')) {
        if (entry.startsWith(start))
            return entry.mid(start.size());
    }
    return {};
}

} // namespace

void TaskTrees::add(TaskId task, qint64 root, bool ownGroup, const QByteArray &mark)
{
    if (!m_tasksByMark.empty() && !m_tasksByMark.contains(mark))
        m_severalTasks = true;
    m_tasksByMark[mark] = task;
    TaskTree &tree = m_trees[task];
    tree = {};
    tree.root = root;
    tree.ownGroup = ownGroup;
    m_roots[root] = task;
    m_taken = {};
}

void TaskTrees::rootExited(TaskId task)
{
    TaskTree &tree = m_trees[task];
    tree.rootExited = true;
    m_roots.erase(tree.root);
    m_taken = {}; // its children are orphans now, and by an older look would be nobody's
    tree.groupGone = !tree.ownGroup || signalGroup(tree.root, 0) == SignalResult::Gone;
}

void TaskTrees::remove(TaskId task)
{
    m_trees.erase(task);
}

std::optional<TaskId> TaskTrees::taskOf(qint64 root) const
{
    const auto found = m_roots.find(root);
    return found == m_roots.end() ? std::nullopt : std::optional(found->second);
}

const ProcessForest &TaskTrees::forest()
{
    return steady_clock::now() - m_taken < snapshotLife ? m_forest : freshForest();
}

const ProcessForest &TaskTrees::freshForest()
{
    m_forest = ProcessForest(listProcesses(), ownProcessId());
    m_taken = steady_clock::now();
    assignOrphans();
    return m_forest;
}

// What became a child of prun without being started by it has lost its parent.
void TaskTrees::assignOrphans()
{
    m_orphans.clear();
    m_undecided = false;
    std::map<ProcessKey, Orphan> known;
    for (const ProcessInfo *child : m_forest.childrenOf(ownProcessId())) {
        if (child->dead || child->group == m_forest.ownGroup() || m_roots.contains(child->pid))
            continue;
        const ProcessKey key{ child->pid, child->startTime };
        const auto before = m_knownOrphans.find(key);
        Orphan &orphan = known[key];
        orphan = before != m_knownOrphans.end() ? before->second : Orphan{ {}, m_taken };
        if (const auto owner = ownerOf(*child, orphan))
            m_orphans.emplace(*owner, child->pid);
    }
    m_knownOrphans = std::move(known);
}

std::optional<TaskId> TaskTrees::ownerOf(const ProcessInfo &process, Orphan &orphan)
{
    if (orphan.mark.isNull()) {
        const QByteArray environment = environmentOfProcess(process.pid);
        if (!environment.isEmpty())
            orphan.mark =
                valueIn(environment, "PRUN_RUN_ID") + '\0' + valueIn(environment, "PRUN_INDEX");
    }
    const auto found = m_tasksByMark.find(orphan.mark);
    if (found != m_tasksByMark.end()) {
        for (const auto &[task, signal] : std::exchange(orphan.missed, {})) {
            if (task == found->second)
                signalProcess(process, signal);
        }
        return found->second;
    }
    // It has cleared its environment. If there was never more than one command, it is of that.
    if (!m_severalTasks && m_trees.size() == 1)
        return m_trees.begin()->first;
    // Or it is a program that is just being loaded.
    m_undecided |= orphan.mark.isNull() && m_taken - orphan.firstSeen < loadingPatience;
    return std::nullopt;
}

std::vector<ProcessInfo> TaskTrees::find(TaskTree &tree, TaskId task, const ProcessForest &forest)
{
    ForestSeed seed;
    if (!tree.rootExited) {
        seed.processes.push_back(tree.root);
        if (const ProcessInfo *root = forest.find(tree.root))
            tree.rootStart = root->startTime;
    }
    if (tree.ownGroup && !tree.groupGone)
        seed.groups.push_back(tree.root);
    seed.notBefore = tree.rootStart;
    for (const ProcessInfo &known : tree.seen) {
        const ProcessInfo *now = forest.find(known.pid);
        if (now && now->startTime == known.startTime)
            seed.processes.push_back(known.pid);
        // Its leader may be gone, but while anyone is in a session nobody else gets its number.
        seed.sessions.push_back(known.session);
    }
    const auto [first, last] = m_orphans.equal_range(task);
    for (auto orphan = first; orphan != last; ++orphan)
        seed.processes.push_back(orphan->second);
    std::vector<ProcessInfo> found = forest.belongingTo(seed);
    // What prun started for another command, and prun's helpers, never belong to this one.
    std::erase_if(found, [&](const ProcessInfo &process) {
        const auto root = m_roots.find(process.pid);
        return root != m_roots.end() && root->second != task;
    });
    for (const ProcessInfo &process : found) {
        if (!contains(tree.seen, process))
            tree.seen.push_back(process);
    }
    return found;
}

void TaskTrees::signalGroupOf(TaskTree &tree, int signal)
{
    if (tree.ownGroup && !tree.groupGone)
        signalGroup(tree.root, signal);
    else if (!tree.rootExited)
        signalProcess(tree.root, signal);
}

void TaskTrees::send(TaskId task, int signal)
{
    TaskTree &tree = m_trees[task];
    // Looked for first: the signal may break the chains by which they are found.
    const std::vector<ProcessInfo> members = find(tree, task, forest());
    signalGroupOf(tree, signal);
    for (const ProcessInfo &member : members) {
        const bool reached =
            tree.ownGroup ? member.group == tree.root && !hasLeft(member) : member.pid == tree.root;
        if (!reached)
            signalProcess(member, signal);
    }
    if (!m_undecided)
        return;
    for (auto &[key, orphan] : m_knownOrphans) {
        if (orphan.mark.isNull())
            orphan.missed.emplace_back(task, signal);
    }
}

void TaskTrees::signal(TaskId task, int signal)
{
    if (signal != 0 && signal != jobControl().resume)
        send(task, signal);
    send(task, jobControl().resume);
}

void TaskTrees::suspend(TaskId task, bool suspend)
{
    send(task, suspend ? jobControl().stop : jobControl().resume);
}

void TaskTrees::kill(TaskId task)
{
    TaskTree &tree = m_trees[task];
    std::vector<ProcessInfo> killed;
    for (int round = 0; round < killRounds; ++round) {
        bool grew = false;
        const std::vector<ProcessInfo> members = find(tree, task, freshForest());
        signalGroupOf(tree, jobControl().kill);
        for (const ProcessInfo &member : members) {
            if (contains(killed, member))
                continue;
            grew = true;
            killed.push_back(member);
            signalProcess(member, jobControl().kill);
        }
        if (!grew && !m_undecided)
            return;
        if (!grew)
            std::this_thread::sleep_for(1ms); // until it is known whose the new one is
    }
}

bool TaskTrees::alive(TaskId task)
{
    TaskTree &tree = m_trees[task];
    if (!tree.rootExited)
        return true;
    if (tree.ownGroup && !tree.groupGone && signalGroup(tree.root, 0) == SignalResult::Gone)
        tree.groupGone = true;
    if ((!tree.ownGroup || tree.groupGone) && seenAreGone(tree) && !haveOrphans())
        return false;
    if (!canListProcesses())
        return tree.ownGroup && !tree.groupGone;
    return !find(tree, task, forest()).empty() || m_undecided;
}

bool TaskTrees::seenAreGone(const TaskTree &tree)
{
    return std::ranges::all_of(tree.seen, [&](const ProcessInfo &process) {
        return process.pid == tree.root || signalProcess(process, 0) == SignalResult::Gone;
    });
}

/// True if it cannot be told without a look at all processes. What outlives the command that it
/// descends from was adopted by prun, or something that it descends from was.
bool TaskTrees::haveOrphans() const
{
    if (!haveChildren())
        return false;
    const std::optional<std::vector<qint64>> children = childrenOfThisThread();
    return !children || !std::ranges::all_of(*children, [this](qint64 child) {
        return m_roots.contains(child);
    });
}

std::vector<ProcessInfo> TaskTrees::members(TaskId task)
{
    return find(m_trees[task], task, freshForest()); // they are named: no old look will do
}

// All that descends from prun, but not its helpers (those of hooks), which stay in its own group;
// a command with the terminal is there too.
std::vector<ProcessInfo> TaskTrees::strangers(const ProcessForest &forest) const
{
    std::vector<ProcessInfo> found = forest.descendantsOf(ownProcessId());
    std::erase_if(found, [&](const ProcessInfo &process) {
        return process.group == forest.ownGroup() && !m_roots.contains(process.pid);
    });
    return found;
}

void TaskTrees::giveUp(TaskId task)
{
    const std::vector<ProcessInfo> left = members(task);
    m_givenUp.insert(m_givenUp.end(), left.begin(), left.end());
}

std::vector<ProcessInfo> TaskTrees::killEverything(std::chrono::milliseconds patience)
{
    const auto end = steady_clock::now() + patience;
    for (;;) {
        for (auto &[task, tree] : m_trees)
            signalGroupOf(tree, jobControl().kill);
        std::vector<ProcessInfo> left = strangers(freshForest());
        for (const ProcessInfo &process : left)
            signalProcess(process, jobControl().kill);
        std::erase_if(left, [&](const ProcessInfo &one) { return contains(m_givenUp, one); });
        reapAdopted();
        if (left.empty() || steady_clock::now() >= end)
            return left;
        std::this_thread::sleep_for(1ms);
    }
}

TaskTrees::Reaped TaskTrees::reapAdopted()
{
    Reaped reaped;
    while (const qint64 pid = anyEndedChild()) {
        if (m_roots.contains(pid) || groupOfProcess(pid) == ownProcessGroup()) {
            reaped.othersFirst = true;
            break;
        }
        reapChild(pid);
        ++reaped.count;
    }
    return reaped;
}

} // namespace prun
