// SPDX-License-Identifier: MIT
#pragma once

#include "fake_clock.h"

#include <core/exec/process_runner.h>

#include <map>
#include <set>

namespace prun {

/// How a pretended process behaves.
struct FakeBehaviour
{
    enum class Start : quint8 { AtOnce, Later, NotFound, Shortage };
    Start start = Start::AtOnce;
    std::optional<Instant> lifetime = std::chrono::milliseconds(10); ///< none: until it is stopped
    ExitStatus status;
    bool obeys = true; ///< a signal other than SIGKILL ends it
    Instant obeysAfter = std::chrono::milliseconds(1);
    std::optional<int> codeWhenStopped; ///< it handles the signal and exits with this
    bool unkillable = false; ///< hangs in the kernel
    /// A process that it leaves behind lives for so long; none: until it is stopped.
    bool leaves = false;
    std::optional<Instant> leftLifetime = std::chrono::milliseconds(50);
    bool leftObeys = true;
    bool leftHoldsOutput = true;
    int writes = 1; ///< pieces of output over its life
};

/// Pretends to run processes on a FakeClock.
class FakeProcessRunner : public ProcessRunner
{
public:
    explicit FakeProcessRunner(FakeClock *clock) : m_clock(clock) { }

    std::function<FakeBehaviour(TaskId)> behaviour; ///< asked at every start

    struct Process
    {
        FakeBehaviour is;
        quint64 serial = 0;
        bool started = false;
        bool alive = false;
        bool leftAlive = false;
        bool outputOpen = false;
        int stopSignals = 0; ///< other than SIGKILL
    };
    const std::map<TaskId, Process> &processes() const { return m_processes; }
    int alive() const
    {
        return int(std::ranges::count_if(m_processes, [](auto &p) { return p.second.alive; }));
    }
    int limit = 1000;
    QStringList complaints; ///< calls that no correct engine makes

    void setListener(Listener *listener) override { m_listener = listener; }
    int capacity() const override { return limit; }

    void spawn(TaskId task, const LaunchSpec &, ChildStreams) override
    {
        if (m_processes.contains(task))
            complaints << QStringLiteral("spawned before the last attempt was forgotten");
        const FakeBehaviour is = behaviour(task);
        if (is.start == FakeBehaviour::Start::NotFound
            || is.start == FakeBehaviour::Start::Shortage) {
            const auto kind = is.start == FakeBehaviour::Start::NotFound
                ? LaunchFailure::Kind::NotFound
                : LaunchFailure::Kind::Resources;
            m_listener->processFailed(
                task, { kind, Error(Error::Code::Launch, QStringLiteral("pretended")) });
            return;
        }
        Process process;
        process.is = is;
        process.serial = ++m_serial;
        process.alive = true;
        process.outputOpen = true;
        m_processes[task] = process;
        if (is.start == FakeBehaviour::Start::AtOnce)
            started(task, process.serial);
        else
            later(task, std::chrono::milliseconds(2),
                  [this, task, s = process.serial] { started(task, s); });
    }
    void signalTree(TaskId task, int signal) override
    {
        Process *process = findIfAny(task);
        if (!process || signal == 0)
            return;
        ++process->stopSignals;
        if (process->alive && process->is.obeys)
            later(task, process->is.obeysAfter, [this, task, signal] {
                const std::optional<int> code = m_processes[task].is.codeWhenStopped;
                end(task,
                    code ? ExitStatus{ ExitStatus::Kind::Code, *code }
                         : ExitStatus{ ExitStatus::Kind::Signal, signal });
            });
        if (process->leftAlive && process->is.leftObeys)
            later(task, process->is.obeysAfter, [this, task] { endLeft(task); });
    }
    void killTree(TaskId task) override
    {
        Process *process = findIfAny(task);
        if (!process || process->is.unkillable)
            return;
        process->is.leaves = false;
        later(task, std::chrono::microseconds(100), [this, task] {
            endLeft(task);
            end(task, { ExitStatus::Kind::Signal, 9 });
        });
    }
    void suspendTree(TaskId, bool) override { }
    bool treeAlive(TaskId task) override
    {
        const Process *process = find(task, "looked for");
        return process && (process->alive || process->leftAlive);
    }
    std::vector<QByteArray> treeMembers(TaskId) override { return { "1 (pretended)" }; }
    void giveUpTree(TaskId) override { }
    std::vector<QByteArray> outputHolders(TaskId) override { return { "1 (pretended)" }; }
    qint64 closeOutput(TaskId task) override
    {
        endOutput(task);
        return 0;
    }
    void pauseReading(bool) override { }
    void write(TaskId, QByteArrayView) override { }
    void closeInput(TaskId) override { }
    qint64 waitingInput() const override { return 0; }
    void setInputTaken(std::function<void()>) override { }
    void forget(TaskId task) override
    {
        if (find(task, "forgotten"))
            m_processes.erase(task);
    }
    std::vector<QByteArray> killEverything(std::chrono::milliseconds) override { return {}; }

private:
    /// A stop may reach a task whose failure to start is still on its way to the scheduler.
    Process *findIfAny(TaskId task)
    {
        const auto at = m_processes.find(task);
        return at != m_processes.end() ? &at->second : nullptr;
    }
    Process *find(TaskId task, const char *why)
    {
        const auto at = m_processes.find(task);
        if (at != m_processes.end())
            return &at->second;
        complaints << QStringLiteral("unknown process ") + QString::fromLatin1(why);
        return nullptr;
    }
    /// Does `what` unless the process was replaced by that of another attempt meanwhile.
    void later(TaskId task, Instant wait, std::function<void()> what)
    {
        m_clock->after(wait,
                       [this, task, serial = m_processes[task].serial, what = std::move(what)] {
                           const auto at = m_processes.find(task);
                           if (at != m_processes.end() && at->second.serial == serial)
                               what();
                       });
    }
    void started(TaskId task, quint64 serial)
    {
        Process &process = m_processes[task];
        if (process.serial != serial || !process.alive)
            return;
        process.started = true;
        const FakeBehaviour is = process.is;
        for (int i = 0; i < is.writes; ++i) {
            later(task, is.lifetime.value_or(std::chrono::seconds(1)) * i / std::max(1, is.writes),
                  [this, task] {
                      if (m_processes[task].outputOpen)
                          m_listener->processOutput(task, Stream::Out, "some line\nand a half");
                  });
        }
        if (is.lifetime)
            later(task, *is.lifetime, [this, task, status = is.status] { end(task, status); });
        m_listener->processStarted(task, qint64(serial));
    }
    void end(TaskId task, ExitStatus status)
    {
        Process &process = m_processes[task];
        if (!process.alive)
            return;
        if (!process.started) { // killed between fork and exec
            started(task, process.serial);
        }
        m_processes[task].alive = false;
        const bool leaves = m_processes[task].is.leaves;
        m_processes[task].leftAlive = leaves;
        if (leaves && m_processes[task].is.leftLifetime)
            later(task, *m_processes[task].is.leftLifetime, [this, task] { endLeft(task); });
        if (!leaves || !m_processes[task].is.leftHoldsOutput)
            endOutput(task);
        if (m_processes.contains(task))
            m_listener->processExited(task, status);
    }
    void endLeft(TaskId task)
    {
        const auto at = m_processes.find(task);
        if (at == m_processes.end() || !at->second.leftAlive)
            return;
        at->second.leftAlive = false;
        endOutput(task);
    }
    void endOutput(TaskId task)
    {
        const auto at = m_processes.find(task);
        if (at == m_processes.end() || !at->second.outputOpen)
            return;
        at->second.outputOpen = false;
        m_listener->processOutputEnded(task);
    }

    FakeClock *m_clock;
    Listener *m_listener = nullptr;
    std::map<TaskId, Process> m_processes;
    quint64 m_serial = 0;
};

} // namespace prun
