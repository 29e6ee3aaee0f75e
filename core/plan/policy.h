// SPDX-License-Identifier: MIT
#pragma once

#include <prun/task.h>

#include <QtCore/qbytearraylist.h>

#include <chrono>
#include <vector>

namespace prun {

using Nanoseconds = std::chrono::nanoseconds;

/// How long to wait before another attempt. Attempt n + 1 starts `base * factor^(n-1)` after
/// attempt n ended, `max` at most, plus or minus up to the fraction `jitter` of that.
struct Backoff
{
    Nanoseconds base{};
    double factor = 1; ///< 1: always the same wait
    Nanoseconds max = std::chrono::hours(24);
    double jitter = 0; ///< 0 … 1

    static Backoff exponential()
    {
        return { std::chrono::seconds(1), 2, std::chrono::minutes(1), 0.1 };
    }
};

/// After which outcomes, how often and when an attempt is made again.
struct RetryPolicy
{
    int extraTries = 0; ///< beyond the first attempt; negative: for ever
    Backoff backoff;
    /// All false and no codes (the default) means any failure.
    bool onSignal = false;
    bool onTimeout = false;
    bool onAny = false;
    bool afterSuccess = false; ///< a service: however it ends, it is started again
    std::vector<int> onCodes = {};

    bool limitsOutcomes() const { return (onSignal || onTimeout || !onCodes.empty()) && !onAny; }
};

/// What holds for one task. Shared by all tasks for which it is the same.
struct TaskPolicy
{
    Nanoseconds timeout{}; ///< per attempt; 0: none
    Nanoseconds idleTimeout{}; ///< without output; 0: none
    int stopSignal = 15; ///< first rung of the stop ladder
    Nanoseconds grace = std::chrono::seconds(5); ///< until SIGKILL
    RetryPolicy retry = {};
    bool mayEnd = false; ///< that it ends, however it does, stops nothing else
};

enum class OnFailure : quint8 {
    Continue,
    NoNew, ///< what runs ends by itself, nothing else starts
    Kill, ///< what runs is stopped
};

/// What happens to processes that a command which ended by itself left in the background.
enum class Leftovers : quint8 {
    Warn, ///< waited for while they hold its output, at most RunPolicy::leakTimeout, then named
    Wait, ///< waited for without limit
    Kill, ///< ended by the stop ladder
    Ignore, ///< as Warn, but nothing is said
};

/// When a run stops because enough of its commands have ended in some way.
struct HaltPolicy
{
    enum class When : quint8 {
        Never,
        Soon, ///< what runs ends by itself, nothing else starts
        Now, ///< what runs is stopped
    };
    enum class On : quint8 {
        Failure,
        Success,
        End, ///< however it ends
        Abort, ///< exit code 255, a signal, or it could not be started: what ends xargs
    };
    When when = When::Never;
    On on = On::Failure;
    int count = 1;
    int percent = 0; ///< of all commands; 0: `count` holds
    bool operator==(const HaltPolicy &) const = default;
};

/// What holds for the run as a whole.
struct RunPolicy
{
    int slots = 0; ///< commands at once; 0: no limit
    /// A command that waits for its next attempt keeps others from starting, as if it still ran.
    bool retriesHoldSlots = false;
    Nanoseconds startDelay{}; ///< between two starts
    bool killOthers = false; ///< as soon as one ends
    OnFailure onFailure = OnFailure::Continue;
    HaltPolicy halt = {};
    Nanoseconds deadline{}; ///< of the whole run; 0: none
    Nanoseconds leakTimeout = std::chrono::seconds(5);
    Leftovers leftovers = Leftovers::Warn;
    /// A signal that asks prun to end goes to the commands as it is. Else they get their kill
    /// signal, unless it came from the terminal, as a shell's commands get that.
    bool passesSignalsOn = true;
};

/// One condition of --success. A run succeeds if all of its terms hold.
struct SuccessTerm
{
    enum class Kind : quint8 {
        All, ///< every command that ended by itself succeeded
        First, ///< the one that ended first
        Last, ///< the one that ended last
        Any, ///< at least one
        Named, ///< all of `tasks`
        AllButNamed, ///< all that are not in `tasks`
    };
    Kind kind = Kind::All;
    std::vector<TaskId> tasks;
};

/// Which number a run that did not succeed exits with.
enum class ExitCodeRule : quint8 {
    One,
    First, ///< of the first command that failed
    Max,
    Count,
    /// Of the first command that ended with a code, 0 included, even if it was stopped; 0 if all
    /// died of signals. Whether the run succeeds does not matter.
    FirstEnd,
    /// Of GNU parallel: how many failed, 101 for more than 100; after a halt the exit code of the
    /// command that brought it, if one was enough.
    Parallel,
    Xargs, ///< 123 if a command failed; 124 to 127 for what ended the run
};

/// Which commands the success condition looks at.
enum class JudgedCommands : quint8 {
    EndedByThemselves, ///< not those that prun stopped on purpose
    /// All that were started, by exit code or signal, whoever stopped them. If none was started,
    /// the run succeeds; a term that names only commands that were not started does not hold.
    Started,
};

struct JudgementPolicy
{
    std::vector<SuccessTerm> success = { {} };
    ExitCodeRule exitCode = ExitCodeRule::One;
    std::vector<TaskId> bystanders = {}; ///< do not count for FirstEnd; sorted
    JudgedCommands judged = JudgedCommands::EndedByThemselves;
    HaltPolicy halt = {}; ///< that of the run, for Parallel and Xargs
    bool diesOfSignals = true; ///< of the first that asks prun to end; else the run is judged
    bool interruptForgiven = false; ///< what ends after a SIGINT to prun counts as succeeded
    /// 0 and 1 are the only exit statuses, whatever prun met itself; it dies of SIGQUIT only, or as
    /// `diesOfSignals` says.
    bool onlyOne = false;
};

} // namespace prun
