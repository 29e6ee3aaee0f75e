// SPDX-License-Identifier: MIT
#pragma once

#include <prun/outcome.h>
#include <prun/task.h>

#include <QtCore/qbytearrayview.h>

#include <chrono>
#include <span>
#include <variant>

namespace prun {

using Nanoseconds = std::chrono::nanoseconds;
using WallTime = std::chrono::system_clock::time_point;

enum class Stream : quint8 { Out, Err };

/// The first event of every run.
struct RunStarted
{
    /// Indexed by TaskId; valid until the formatter is destroyed. Without those of TaskAdded.
    std::span<const TaskSpec> tasks;
    QByteArray runId; ///< unique; every command has it as PRUN_RUN_ID
    int slots = 0; ///< how many commands may run at once; 0 is no limit
    WallTime at; ///< a label for people: all arithmetic is done on Event::at
};

/// The task waits for a slot. Told once per task, before anything of it starts.
struct TaskQueued
{
    TaskId task;
};

/// The process of an attempt exists and runs its program.
struct TaskStarted
{
    TaskId task;
    int attempt = 1; ///< 1 is the first
    qint64 pid = 0;
    WallTime at;
    int slot = 0; ///< from 1; no two commands that run at the same time have the same
};

/// Output of a command, as it was read. Never empty.
struct TaskOutput
{
    TaskId task;
    Stream stream = Stream::Out;
    /// False: `bytes` is one or more whole lines, each ending in '\n'. True: it is a piece of one
    /// line without its end (nothing more came for 100 ms, the line is very long, or the command
    /// ended without a newline); the next output of the same task and stream goes on with it.
    bool partial = false;
    /// Any byte may occur, NUL and invalid UTF-8 included; at most 1 MiB; a view that dangles as
    /// soon as the call that shows it returns.
    QByteArrayView bytes;
};

/// Something about a running command that a person should know at once: it was stopped by SIGSTOP,
/// waits for the terminal, …
struct TaskAlert
{
    TaskId task;
    QByteArray text; ///< one clause without a full stop, no control characters
};

/// An attempt ended. Its output may still come: TaskOutputEnded says when that is over.
struct TaskFinished
{
    TaskId task;
    int attempt = 0; ///< 0 if it was never started
    Outcome outcome;
    Nanoseconds duration{}; ///< 0 if it was never started
    QByteArray reason; ///< why it did not start, was skipped, canceled or killed; empty otherwise
    bool willRetry = false; ///< TaskRetrying follows; this was not the end of the task
};

/// Another attempt will be made.
struct TaskRetrying
{
    TaskId task;
    int nextAttempt = 2;
    Nanoseconds delay{}; ///< from now until it may start
};

/// Nothing more of this attempt will be read. Follows TaskFinished of every attempt that started.
struct TaskOutputEnded
{
    TaskId task;
    int attempt = 1;
    bool leaky = false; ///< a process that the command left behind still holds its output
};

/// prun begins to end commands.
struct RunStopping
{
    enum class Why : quint8 {
        OtherEnded, ///< --kill-others
        OtherFailed, ///< --kill-others-on-fail, --on-failure kill
        Signal, ///< a signal to prun: `signal`
        Deadline, ///< --deadline
        ReaderGone, ///< nobody reads prun's output any more
        OutputLost, ///< output that waits for its turn cannot be kept
    };
    Why why = Why::Signal;
    int signal = 0; ///< that the commands get
    int commands = 0; ///< how many get it
    bool forced = false; ///< SIGKILL at once: a second Ctrl-C
    int received = 0; ///< the signal that asked prun to end, or 0
};

/// A message of prun itself, for stderr.
struct Notice
{
    enum class Level : quint8 { Detail, Information, Warning, Error };
    Level level = Level::Information;
    QByteArray text; ///< one line without a full stop, UTF-8, no control characters
};

/// A task that was not known when the run began. TaskQueued follows.
struct TaskAdded
{
    TaskId task; ///< the number after that of the last one
    std::shared_ptr<const TaskSpec> spec; ///< never null
};

/// Enough commands have ended in the way that --halt names: no other is started. If `stops`, those
/// that run are ended too, and RunStopping follows unless there is none.
struct RunHalted
{
    TaskId task; ///< whose end it was; its TaskFinished has been told
    Outcome outcome; ///< of that task
    int failures = 0; ///< commands that have failed by then
    int running = 0; ///< commands that still run
    bool stops = false;
};

/// The last event of every run.
struct RunFinished
{
    int exitStatus = 0; ///< of prun; 128 + n if it is about to die of signal n
    int signal = 0; ///< that prun is about to die of, or 0
    Nanoseconds duration{};
};

/// One fact about the run. Every consumer sees the same facts in the same order. New alternatives
/// come at the end and change the number in the interface ids of version.h; end visitors with
/// `[](const auto &) {}` and their source stays valid.
struct Event
{
    Nanoseconds at{}; ///< monotonic, since RunStarted
    std::variant<RunStarted, TaskQueued, TaskStarted, TaskOutput, TaskAlert, TaskFinished,
                 TaskRetrying, TaskOutputEnded, RunStopping, Notice, RunFinished, TaskAdded,
                 RunHalted>
        what;
};

/// For std::visit: `std::visit(Overloaded{[](const TaskStarted &) {…}, [](const auto &) {}}, …)`.
template<typename... Ts>
struct Overloaded : Ts...
{
    using Ts::operator()...;
};
template<typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

} // namespace prun
