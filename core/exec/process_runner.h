// SPDX-License-Identifier: MIT
#pragma once

#include <platform/exit_status.h>

#include <prun/error.h>
#include <prun/event.h>
#include <prun/executor.h>

#include <functional>
#include <vector>

namespace prun {

/// What a child process is connected to.
struct ChildStreams
{
    enum class Input : quint8 {
        Null,
        Pipe, ///< fed by ProcessRunner::write()
        Terminal, ///< that of prun; the child also stays in prun's own process group
        Inherited, ///< that of prun, which is no terminal: the child has a group of its own
    };
    enum class Outputs : quint8 {
        Pipes, ///< told by Listener::processOutput()
        Inherited, ///< those of prun
        Null,
    };
    Input input = Input::Null;
    Outputs outputs = Outputs::Pipes;
};

struct LaunchFailure
{
    enum class Kind : quint8 {
        NotFound, ///< counts as exit code 127
        NotExecutable, ///< 126; so does every other reason that lies in the command
        Resources, ///< descriptors, processes or memory ran out: worth another try later
    };
    Kind kind = Kind::NotExecutable;
    Error error;
};

/// The seam to processes: starts them, reads them, ends them. One process per task at a time; its
/// state lives until forget(). Main thread only.
class ProcessRunner
{
public:
    /// Told from the event loop or from inside spawn().
    class Listener
    {
    public:
        virtual void processStarted(TaskId task, qint64 pid) = 0;
        /// Instead of processStarted(); nothing else follows.
        virtual void processFailed(TaskId task, LaunchFailure failure) = 0;
        /// As read, not cut into lines; `bytes` dangles when the call returns.
        virtual void processOutput(TaskId task, Stream stream, QByteArrayView bytes) = 0;
        /// Exactly once per started process. What it had written by then was told before, unless
        /// reading is paused.
        virtual void processExited(TaskId task, ExitStatus status) = 0;
        /// Exactly once per started process, before or after processExited(): no more output.
        virtual void processOutputEnded(TaskId task) = 0;
        /// It was stopped by `signal` (SIGSTOP, SIGTTIN, …), and not by prun.
        virtual void processSuspended(TaskId task, int signal) = 0;

    protected:
        ~Listener() = default;
    };

    ProcessRunner() = default;
    virtual ~ProcessRunner() = default;
    Q_DISABLE_COPY_MOVE(ProcessRunner)

    virtual void setListener(Listener *listener) = 0;
    /// How many processes can run at once with the file descriptors that there are; at least 1.
    virtual int capacity() const = 0;

    virtual void spawn(TaskId task, const LaunchSpec &launch, ChildStreams streams) = 0;
    /// Sends `signal` to everything that descends from the task's process, then SIGCONT, so that
    /// what is stopped gets it too. With signal 0 only SIGCONT. Nothing happens if the task has no
    /// process: its failure to start may still be on its way to the caller.
    virtual void signalTree(TaskId task, int signal) = 0;
    /// SIGKILL to everything that descends from it.
    virtual void killTree(TaskId task) = 0;
    /// SIGSTOP (true) or SIGCONT to everything that descends from it.
    virtual void suspendTree(TaskId task, bool suspend) = 0;
    /// True while any process that descends from the task's process is alive, itself included.
    /// Zombies are dead. May scan the process table.
    virtual bool treeAlive(TaskId task) = 0;
    /// Who is left of the task, for a message: `412 (node)`. May scan the process table.
    virtual std::vector<QByteArray> treeMembers(TaskId task) = 0;
    /// They survive SIGKILL, and were named: killEverything() neither waits for them nor names
    /// them.
    virtual void giveUpTree(TaskId task) = 0;
    /// Who still holds the output of the task open, other than prun, in the same form.
    virtual std::vector<QByteArray> outputHolders(TaskId task) = 0;

    /// Gives up reading the task's output; processOutputEnded() follows from inside. Returns how
    /// many bytes were written and not read, as far as the system tells.
    virtual qint64 closeOutput(TaskId task) = 0;
    /// Back-pressure: nothing is read from any process while true.
    virtual void pauseReading(bool pause) = 0;
    /// Into the standard input of the task's process, when it takes it.
    virtual void write(TaskId task, QByteArrayView bytes) = 0;
    virtual void closeInput(TaskId task) = 0;
    /// How many of these bytes no process has taken yet.
    virtual qint64 waitingInput() const = 0;
    /// `taken` is called whenever some of them were taken or dropped, never from inside write().
    virtual void setInputTaken(std::function<void()> taken) = 0;
    /// The task's process has exited, its output has ended and its tree is not of interest any
    /// more.
    virtual void forget(TaskId task) = 0;

    /// SIGKILL to everything that descends from prun, known or not, other than prun's own helpers.
    /// Returns those still alive after `patience`.
    virtual std::vector<QByteArray> killEverything(std::chrono::milliseconds patience) = 0;
};

} // namespace prun
