// SPDX-License-Identifier: MIT
#pragma once

#include <prun/event.h>
#include <prun/hook.h>

#include <variant>
#include <vector>

namespace prun {

/// What happened: everything that the scheduler ever learns.
namespace input {

struct Begin
{
    QByteArray runId;
    WallTime at;
};
struct HooksAnswered
{
    TaskId task;
    int attempt = 1;
    StartDecision decision;
};
struct Spawned
{
    TaskId task;
    qint64 pid = 0;
    WallTime at;
};
struct SpawnFailed
{
    TaskId task;
    int exitCode = 127; ///< that it counts as: 127 not found, 126 anything else
    bool resources = false; ///< descriptors, processes or memory ran out: not the command's fault
    QByteArray reason;
};
struct Exited
{
    TaskId task;
    bool known = true; ///< false: the system did not tell how
    bool coreDumped = false;
    bool memoryRanOut = false; ///< likely: the kernel killed it, or something of it, for memory
    int exitCode = 0;
    int signal = 0;
};
struct OutputEnded
{
    TaskId task;
};
/// The answer to action::AskTask, if there is another.
struct TaskCame
{
    std::shared_ptr<const TaskSpec> spec;
};
/// There is none.
struct NoMoreTasks
{
};
/// The answer to action::CheckTree.
struct TreeChecked
{
    TaskId task;
    bool alive = false;
};
/// A signal to prun that asks it to end.
struct StopAsked
{
    int signal = 0;
    bool fromTerminal = false; ///< a command that has the terminal got it as well
    Nanoseconds timeLeft{ 0 }; ///< after it the system ends prun; 0: it does not
};
/// Nobody reads prun's output any more.
struct ReaderGone
{
};
/// prun cannot keep output that waits for its turn.
struct OutputLost
{
};
/// So many processes can run at once with the file descriptors that there are.
struct Capacity
{
    int processes = 0;
};
/// prun stops (true) or goes on (false) reading what the commands write.
struct ReadingPaused
{
    bool paused = false;
};
/// Time passed.
struct Tick
{
};

} // namespace input

using Input = std::variant<input::Begin, input::HooksAnswered, input::Spawned, input::SpawnFailed,
                           input::Exited, input::OutputEnded, input::TreeChecked, input::StopAsked,
                           input::ReaderGone, input::OutputLost, input::Capacity,
                           input::ReadingPaused, input::Tick, input::TaskCame, input::NoMoreTasks>;

/// What is to be done about it: everything that the scheduler can cause.
namespace action {

/// There is room for another task: answered, now or later, by input::TaskCame or NoMoreTasks.
struct AskTask
{
};
struct AskHooks
{
    TaskId task;
    int attempt = 1;
};
struct Spawn
{
    TaskId task;
    int attempt = 1;
    int slot = 1;
};
struct SignalTree
{
    TaskId task;
    int signal = 15;
};
struct KillTree
{
    TaskId task;
};
/// Answered by input::TreeChecked.
struct CheckTree
{
    TaskId task;
};
/// Something of the task is alive although it was killed: name it.
struct NameSurvivors
{
    TaskId task;
};
/// What the task left behind still holds its output: name it, if wanted, and close the output.
struct EndLeak
{
    TaskId task;
    bool name = true;
};
/// The task's process, its output and what it left are no longer of interest.
struct Forget
{
    TaskId task;
};
/// A fact, to be told to everyone.
struct Tell
{
    decltype(Event::what) what;
};
/// All tasks have ended. If `sweep`, nothing that descends from prun may live on.
struct EndRun
{
    bool sweep = false;
};

} // namespace action

using Action = std::variant<action::AskTask, action::AskHooks, action::Spawn, action::SignalTree,
                            action::KillTree, action::CheckTree, action::NameSurvivors,
                            action::EndLeak, action::Forget, action::Tell, action::EndRun>;
using Actions = std::vector<Action>;

} // namespace prun
