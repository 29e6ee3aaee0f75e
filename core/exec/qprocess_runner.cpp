// SPDX-License-Identifier: MIT
#include <core/exec/qprocess_runner.h>

#include <core/exec/launch_errors.h>
#include <platform/child_status.h>
#include <platform/fd_limit.h>

#include <algorithm>
#include <cerrno>

namespace prun {

namespace {

using namespace std::chrono_literals;

// While a command runs: two pipes, the handle of the process, and perhaps its input.
constexpr int descriptorsPerCommand = 4;
// In the moment of a start: the other ends of the three pipes, and a pipe of QProcess.
constexpr int descriptorsAtStart = 5;
// Reports, the process table, a script that is looked at for a message.
constexpr int descriptorsForOthers = 3;

constexpr std::size_t maxFreeSlots = 64;
constexpr std::size_t manyChildren = 64;
constexpr auto lookInterval = 2ms;
constexpr auto lookIntervalWithMany = 10ms;

QByteArray lastValue(const LaunchSpec &launch, const char *name)
{
    QByteArray result;
    for (const auto &[known, value] : launch.environment) {
        if (known == name)
            result = value;
    }
    return result;
}

std::vector<QByteArray> described(const std::vector<ProcessInfo> &processes)
{
    std::vector<QByteArray> texts;
    texts.reserve(processes.size());
    for (const ProcessInfo &process : processes)
        texts.push_back(QByteArray::number(process.pid) + " (" + process.name + ')');
    return texts;
}

/// By SIGKILL, itself or, as a shell tells it, its last command.
bool looksKilled(const ExitStatus &status)
{
    const int kill = jobControl().kill;
    return status.value == (status.kind == ExitStatus::Kind::Signal ? kill : 128 + kill);
}

} // namespace

// The child's ends of its pipes: prun closes them when the start is done.
struct QProcessRunner::Plumbing
{
    OwnedDescriptor in;
    OwnedDescriptor out;
    OwnedDescriptor err;
};

QProcessRunner::QProcessRunner(RunnerOptions options)
    : m_environment(std::move(options.environment)),
      m_launcher(jobserverDescriptors(m_environment.value("MAKEFLAGS").constData())),
      m_nullDevice(openNullDevice()),
      m_reader(*this)
{
    m_lookTimer.setSingleShot(true);
    QObject::connect(&m_lookTimer, &QTimer::timeout, &m_lookTimer, [this] { lookAtChildren(); });
}

QProcessRunner::~QProcessRunner()
{
    for (auto &[key, slot] : m_busySlots) {
        // A process that has survived even SIGKILL: prun ends without it.
        if (!slot->abandon())
            static_cast<void>(slot.release());
    }
}

int QProcessRunner::capacity() const
{
    if (m_otherDescriptors < 0) {
        const int ours = static_cast<int>(m_busySlots.size()) * 3 + m_feeder.count();
        m_otherDescriptors = std::max(openFileCount() - ours, 0);
    }
    const int room =
        openFileLimit() - m_otherDescriptors - descriptorsAtStart - descriptorsForOthers;
    return std::max(room / descriptorsPerCommand, 1);
}

int QProcessRunner::descriptorsNeeded() const
{
    return openFileCount() + descriptorsPerCommand + descriptorsAtStart + descriptorsForOthers;
}

void QProcessRunner::spawn(TaskId task, const LaunchSpec &launch, ChildStreams streams)
{
    Q_ASSERT(!m_children.contains(task));
    std::unique_ptr<ProcessSlot> slot = freeSlot();
    Plumbing plumbing;
    LaunchProblem problem = connect(task, streams, plumbing);
    if (problem.step == LaunchProblem::Step::None)
        problem = start(*slot, launch, streams, plumbing);
    if (problem.step != LaunchProblem::Step::None) {
        m_reader.close(task);
        m_feeder.remove(task);
        m_freeSlots.push_back(std::move(slot));
        m_otherDescriptors = -1;
        return m_listener->processFailed(task, explain(problem, launch));
    }
    const qint64 pid = slot->pid();
    slot->owner = task;
    m_children[task].slot = slot.get();
    m_busySlots.emplace(slot.get(), std::move(slot));
    m_trees.add(task, pid, streams.input != ChildStreams::Input::Terminal,
                lastValue(launch, "PRUN_RUN_ID") + '\0' + lastValue(launch, "PRUN_INDEX"));
    m_listener->processStarted(task, pid);
}

std::unique_ptr<ProcessSlot> QProcessRunner::freeSlot()
{
    if (m_freeSlots.empty()) {
        ProcessSlot::Listener &listener = *this;
        return std::make_unique<ProcessSlot>(m_launcher, listener);
    }
    std::unique_ptr<ProcessSlot> slot = std::move(m_freeSlots.back());
    m_freeSlots.pop_back();
    return slot;
}

LaunchProblem QProcessRunner::connect(TaskId task, ChildStreams streams, Plumbing &plumbing)
{
    const auto failed = [](int error) {
        return LaunchProblem{ LaunchProblem::Step::Resources, error };
    };
    if (streams.input == ChildStreams::Input::Pipe) {
        Pipe pipe;
        if (const int error = openPipe(pipe, PipeSide::Writing))
            return failed(error);
        plumbing.in = std::move(pipe.reading);
        m_feeder.add(task, std::move(pipe.writing));
    }
    if (streams.outputs == ChildStreams::Outputs::Pipes) {
        Pipe out;
        Pipe err;
        int error = openPipe(out, PipeSide::Reading);
        if (error == 0)
            error = openPipe(err, PipeSide::Reading);
        if (error != 0)
            return failed(error);
        plumbing.out = std::move(out.writing);
        plumbing.err = std::move(err.writing);
        if (!m_reader.add(task, std::move(out.reading), std::move(err.reading)))
            return failed(ENOMEM);
    }
    return {};
}

LaunchProblem QProcessRunner::start(ProcessSlot &slot, const LaunchSpec &launch,
                                    ChildStreams streams, const Plumbing &plumbing)
{
    m_arguments.clear();
    for (const QByteArray &argument : launch.arguments)
        m_arguments.push_back(argument.constData());
    m_arguments.push_back(nullptr);
    ChildLaunch child;
    child.program = launch.program.constData();
    child.arguments = m_arguments.data();
    if (!launch.nativeArguments.isNull())
        child.nativeArguments = launch.nativeArguments.constData();
    child.environment = m_environment.with(launch.environment).data();
    if (!launch.workingDirectory.isEmpty())
        child.workingDirectory = launch.workingDirectory.constData();
    switch (streams.input) {
    case ChildStreams::Input::Null:
        child.input = m_nullDevice.get();
        break;
    case ChildStreams::Input::Pipe:
        child.input = plumbing.in.get();
        break;
    case ChildStreams::Input::Terminal:
        child.ownGroup = false;
        break;
    case ChildStreams::Input::Inherited:
        break;
    }
    if (streams.outputs == ChildStreams::Outputs::Pipes) {
        child.output = plumbing.out.get();
        child.error = plumbing.err.get();
    } else if (streams.outputs == ChildStreams::Outputs::Null) {
        child.output = child.error = m_nullDevice.get();
    }
    return slot.start(child);
}

void QProcessRunner::outputRead(TaskId task, Stream stream, QByteArrayView bytes)
{
    m_listener->processOutput(task, stream, bytes);
}

void QProcessRunner::outputEnded(TaskId task)
{
    endOutput(task);
}

// Once for every child; also for one without pipes, and never for one that did not start.
void QProcessRunner::endOutput(TaskId task)
{
    const auto child = m_children.find(task);
    if (child == m_children.end() || child->second.outputEnded)
        return;
    child->second.outputEnded = true;
    m_listener->processOutputEnded(task);
}

void QProcessRunner::slotEnded(ProcessSlot &slot, ExitStatus status)
{
    const TaskId task = slot.owner;
    const auto busy = m_busySlots.find(&slot);
    // Free at once: what the listener starts in answer can have it.
    if (m_freeSlots.size() < maxFreeSlots)
        m_freeSlots.push_back(std::move(busy->second));
    else
        busy->second.release()->deleteLater();
    m_busySlots.erase(busy);
    Child &child = m_children[task];
    child.slot = nullptr;
    status.memoryRanOut = !child.killed && looksKilled(status) && m_memoryKills.takeOne();
    m_trees.rootExited(task);
    m_feeder.remove(task);
    if (m_reader.isOpen(task))
        m_reader.drain(task);
    else
        endOutput(task);
    m_listener->processExited(task, status);
}

void QProcessRunner::signalTree(TaskId task, int signal)
{
    m_trees.signal(task, signal);
}

void QProcessRunner::killTree(TaskId task)
{
    if (const auto child = m_children.find(task); child != m_children.end())
        child->second.killed = true;
    m_trees.kill(task);
}

void QProcessRunner::suspendTree(TaskId task, bool suspend)
{
    m_children[task].suspended = suspend;
    m_trees.suspend(task, suspend);
}

bool QProcessRunner::treeAlive(TaskId task)
{
    m_trees.reapAdopted();
    return m_trees.alive(task);
}

std::vector<QByteArray> QProcessRunner::treeMembers(TaskId task)
{
    return described(m_trees.members(task));
}

std::vector<QByteArray> QProcessRunner::outputHolders(TaskId task)
{
    std::vector<QByteArray> holders;
    for (const Stream stream : { Stream::Out, Stream::Err }) {
        const int descriptor = m_reader.descriptor(task, stream);
        if (descriptor < 0)
            continue;
        for (QByteArray &holder : described(holdersOfPipe(descriptor))) {
            if (std::find(holders.begin(), holders.end(), holder) == holders.end())
                holders.push_back(std::move(holder));
        }
    }
    return holders;
}

qint64 QProcessRunner::closeOutput(TaskId task)
{
    qint64 unread = 0;
    for (const Stream stream : { Stream::Out, Stream::Err }) {
        if (const int descriptor = m_reader.descriptor(task, stream); descriptor >= 0)
            unread += bytesWaiting(descriptor);
    }
    m_reader.close(task);
    return unread;
}

void QProcessRunner::pauseReading(bool pause)
{
    m_reader.pause(pause);
}

void QProcessRunner::write(TaskId task, QByteArrayView bytes)
{
    m_feeder.write(task, bytes);
}

void QProcessRunner::closeInput(TaskId task)
{
    m_feeder.close(task);
}

void QProcessRunner::forget(TaskId task)
{
    Q_ASSERT(!m_reader.isOpen(task));
    m_trees.remove(task);
    m_children.erase(task);
}

std::vector<QByteArray> QProcessRunner::killEverything(std::chrono::milliseconds patience)
{
    return described(m_trees.killEverything(patience));
}

// The end of a command is told by QProcess at once. What is looked for here can wait a moment, and
// the system goes through all children for each answer: not at every signal, unless it is orphans
// that are ending.
void QProcessRunner::childChanged()
{
    if (m_orphansEnd)
        lookAtChildren();
    else
        lookSoon();
}

void QProcessRunner::lookSoon()
{
    if (!m_lookTimer.isActive())
        m_lookTimer.start(m_children.size() < manyChildren ? lookInterval : lookIntervalWithMany);
}

void QProcessRunner::lookAtChildren()
{
    tellStops();
    const TaskTrees::Reaped reaped = m_trees.reapAdopted();
    m_orphansEnd = reaped.count > 0;
    // Somebody else has to wait for the first in the queue. QProcess does so very soon.
    if (reaped.othersFirst)
        lookSoon();
}

void QProcessRunner::tellStops()
{
    for (;;) {
        const StoppedChild stopped = nextStoppedChild();
        if (stopped.pid == 0)
            return;
        const std::optional<TaskId> task = m_trees.taskOf(stopped.pid);
        if (task && !m_children[*task].suspended)
            m_listener->processSuspended(*task, stopped.signal);
    }
}

} // namespace prun
