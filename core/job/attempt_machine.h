// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qflags.h>
#include <QtCore/qglobal.h>

#include <algorithm>
#include <array>

/// The life of one attempt as a table. A retry is a new attempt: its task goes back to Queued.
namespace prun::attempt {

enum class State : quint8 {
    Queued, ///< waits for other tasks, a slot, or the end of a backoff
    Asking, ///< a hook is asked whether it may start
    Starting, ///< handed to the process runner
    Running,
    Stopping, ///< asked to end; its process lives
    Killing, ///< killed; its process has not been seen to end
    Sweeping, ///< its process has ended, what it left was asked to end
    Clearing, ///< its process has ended, what it left was killed
    Ended,
};

enum class Input : quint8 {
    Ask,
    Launch,
    Refuse, ///< a hook said no
    Postpone, ///< the system ran out of something: back to the queue
    Spawned,
    SpawnFailed,
    Exited, ///< and what it left behind may live on
    ExitedToSweep, ///< and nothing of it may live on
    ExitedToWait, ///< and what it left behind is waited for
    Stop,
    Force, ///< without grace
    GraceOver,
    TreeEmpty, ///< nothing that descends from the process is alive
    GiveUp, ///< even SIGKILL did not help in time
};

enum class Act : quint16 {
    Nothing = 0,
    AskHooks = 1,
    Spawn = 2,
    Announce = 4, ///< tell that it has started
    ArmLimits = 8, ///< time limits of the attempt
    SendStop = 16,
    ArmGrace = 32,
    Kill = 64,
    ArmGiveUp = 128,
    CheckTree = 256,
    Report = 512, ///< tell how it ended
    Survived = 1024, ///< tell that something could not be killed
    Settle = 2048, ///< the slot is free; retry, or let what waits for it go on
    Requeue = 4096,
};
Q_DECLARE_FLAGS(Acts, Act)
Q_DECLARE_OPERATORS_FOR_FLAGS(Acts)

struct Edge
{
    State from;
    Input on;
    State to;
    Acts acts;
};

/// A pair that is not listed changes nothing: a deadline may come after the exit that it guards
/// against, and a process may end while it is being killed. Why an attempt is stopped is JobTable's
/// to remember.
inline constexpr auto kEdges = [] {
    using enum State;
    using enum Input;
    using enum Act;
    return std::to_array<Edge>({
        { Queued, Ask, Asking, AskHooks },
        { Queued, Launch, Starting, Spawn },
        { Queued, Stop, Ended, Report | Settle },
        { Queued, Force, Ended, Report | Settle },

        { Asking, Launch, Starting, Spawn },
        { Asking, Refuse, Ended, Report | Settle },
        { Asking, Stop, Ended, Report | Settle },
        { Asking, Force, Ended, Report | Settle },

        { Starting, Spawned, Running, Announce | ArmLimits },
        { Starting, SpawnFailed, Ended, Report | Settle },
        { Starting, Postpone, Queued, Requeue },
        { Starting, Stop, Stopping, SendStop | ArmGrace },
        { Starting, Force, Killing, Kill | ArmGiveUp },

        { Running, Exited, Ended, Report | Settle },
        { Running, ExitedToSweep, Sweeping, Report | SendStop | ArmGrace | CheckTree },
        { Running, ExitedToWait, Sweeping, Report | CheckTree },
        { Running, Stop, Stopping, SendStop | ArmGrace },
        { Running, Force, Killing, Kill | ArmGiveUp },

        { Stopping, Spawned, Stopping, Announce },
        { Stopping, SpawnFailed, Ended, Report | Settle },
        { Stopping, Postpone, Ended, Report | Settle },
        { Stopping, Exited, Sweeping, Report | CheckTree },
        { Stopping, GraceOver, Killing, Kill | ArmGiveUp },
        { Stopping, Force, Killing, Kill | ArmGiveUp },

        { Killing, Spawned, Killing, Announce },
        { Killing, SpawnFailed, Ended, Report | Settle },
        { Killing, Postpone, Ended, Report | Settle },
        { Killing, Exited, Clearing, Report | CheckTree },
        { Killing, GiveUp, Ended, Report | Survived | Settle },

        { Sweeping, TreeEmpty, Ended, Settle },
        { Sweeping, Stop, Sweeping, SendStop | ArmGrace },
        { Sweeping, GraceOver, Clearing, Kill | ArmGiveUp | CheckTree },
        { Sweeping, Force, Clearing, Kill | ArmGiveUp | CheckTree },

        { Clearing, TreeEmpty, Ended, Settle },
        { Clearing, GiveUp, Ended, Survived | Settle },
    });
}();

constexpr Edge step(State state, Input input)
{
    for (const Edge &edge : kEdges) {
        if (edge.from == state && edge.on == input)
            return edge;
    }
    return { state, input, state, Act::Nothing };
}

/// It counts against the number of commands that may run at once.
constexpr bool holdsSlot(State state)
{
    return state != State::Queued && state != State::Ended;
}

/// Its process exists, as far as is known.
constexpr bool isAlive(State state)
{
    return state == State::Starting || state == State::Running || state == State::Stopping
        || state == State::Killing;
}

/// Its process has ended, and what that left behind must end as well.
constexpr bool isSwept(State state)
{
    return state == State::Sweeping || state == State::Clearing;
}

static_assert(std::ranges::none_of(kEdges,
                                   [](const Edge &edge) { return edge.from == State::Ended; }),
              "an attempt that has ended stays so");
static_assert(std::ranges::all_of(kEdges,
                                  [](const Edge &edge) {
                                      return (edge.to == State::Ended)
                                          == edge.acts.testFlag(Act::Settle);
                                  }),
              "an attempt settles exactly when it ends");
static_assert(std::ranges::all_of(kEdges,
                                  [](const Edge &edge) {
                                      return edge.to != State::Stopping
                                          || edge.from == State::Stopping
                                          || edge.acts.testFlag(Act::ArmGrace);
                                  }),
              "nobody waits without a deadline for a command that was asked to end");
static_assert(std::ranges::all_of(kEdges,
                                  [](const Edge &edge) {
                                      return !edge.acts.testFlag(Act::Kill)
                                          || edge.acts.testFlag(Act::ArmGiveUp);
                                  }),
              "nor for one that was killed");

} // namespace prun::attempt
