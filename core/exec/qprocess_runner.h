// SPDX-License-Identifier: MIT
#pragma once

#include <core/exec/input_feeder.h>
#include <core/exec/launch_environment.h>
#include <core/exec/output_reader.h>
#include <core/exec/process_runner.h>
#include <core/exec/process_slot.h>
#include <core/exec/task_trees.h>
#include <platform/memory_kills.h>

#include <QtCore/qtimer.h>

namespace prun {

struct RunnerOptions
{
    QByteArrayList environment; ///< of the run, `NAME=value`; every command gets it
};

/// Processes of this machine, started by QProcess, with pipes of our own. Needs an event loop.
class QProcessRunner final : public ProcessRunner,
                             private OutputReader::Listener,
                             private ProcessSlot::Listener
{
public:
    explicit QProcessRunner(RunnerOptions options);
    ~QProcessRunner() override;

    void setListener(ProcessRunner::Listener *listener) override { m_listener = listener; }
    int capacity() const override;
    /// How many descriptors prun needs to run a single command: what is in use, and this.
    int descriptorsNeeded() const;

    void spawn(TaskId task, const LaunchSpec &launch, ChildStreams streams) override;
    void signalTree(TaskId task, int signal) override;
    void killTree(TaskId task) override;
    void suspendTree(TaskId task, bool suspend) override;
    bool treeAlive(TaskId task) override;
    std::vector<QByteArray> treeMembers(TaskId task) override;
    void giveUpTree(TaskId task) override { m_trees.giveUp(task); }
    std::vector<QByteArray> outputHolders(TaskId task) override;

    qint64 closeOutput(TaskId task) override;
    void pauseReading(bool pause) override;
    void write(TaskId task, QByteArrayView bytes) override;
    void closeInput(TaskId task) override;
    qint64 waitingInput() const override { return m_feeder.waiting(); }
    void setInputTaken(std::function<void()> taken) override
    {
        m_feeder.setTaken(std::move(taken));
    }
    void forget(TaskId task) override;
    std::vector<QByteArray> killEverything(std::chrono::milliseconds patience) override;

    /// SIGCHLD came: a command may have been stopped, or an adopted process has ended. Cheap, and
    /// harmless if nothing of that is so.
    void childChanged();
    /// False if the system does not show its processes: of what a command has started only its
    /// process group can be found and ended.
    static bool seesProcesses() { return canListProcesses(); }

private:
    struct Child
    {
        ProcessSlot *slot = nullptr; ///< null once it has exited
        bool outputEnded = false;
        bool suspended = false; ///< by suspendTree()
        bool killed = false; ///< by killTree()
    };
    struct Plumbing;

    void outputRead(TaskId task, Stream stream, QByteArrayView bytes) override;
    void outputEnded(TaskId task) override;
    void slotEnded(ProcessSlot &slot, ExitStatus status) override;

    LaunchProblem connect(TaskId task, ChildStreams streams, Plumbing &plumbing);
    LaunchProblem start(ProcessSlot &slot, const LaunchSpec &launch, ChildStreams streams,
                        const Plumbing &plumbing);
    std::unique_ptr<ProcessSlot> freeSlot();
    void endOutput(TaskId task);
    void lookSoon();
    void lookAtChildren();
    void tellStops();

    ProcessRunner::Listener *m_listener = nullptr;
    LaunchEnvironment m_environment;
    ChildLauncher m_launcher;
    OwnedDescriptor m_nullDevice;
    OutputReader m_reader;
    InputFeeder m_feeder;
    TaskTrees m_trees;
    MemoryKills m_memoryKills;
    std::unordered_map<TaskId, Child> m_children;
    std::unordered_map<const ProcessSlot *, std::unique_ptr<ProcessSlot>> m_busySlots;
    std::vector<std::unique_ptr<ProcessSlot>> m_freeSlots;
    std::vector<const char *> m_arguments;
    QTimer m_lookTimer;
    bool m_orphansEnd = false; ///< some had ended when it was last looked for them
    mutable int m_otherDescriptors = -1; ///< those not of commands; -1: not counted
};

} // namespace prun
