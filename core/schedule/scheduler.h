// SPDX-License-Identifier: MIT
#pragma once

#include <core/job/job_table.h>
#include <core/plan/plan.h>
#include <core/schedule/deadline_queue.h>
#include <core/schedule/halt_counter.h>
#include <core/schedule/ready_queue.h>
#include <core/schedule/scheduler_io.h>

#include <functional>
#include <optional>
#include <queue>
#include <unordered_map>

namespace prun {

/// How and why a run is being ended before its time.
struct RunStop
{
    bool active = false; ///< nothing more of the commands starts
    bool forced = false; ///< without grace, and no more teardown
    bool everything = false; ///< nothing that descends from prun may live on
    RunStopping::Why why = RunStopping::Why::Signal; ///< the first reason
    int signal = 0; ///< that prun was asked to end by, or 0
    Nanoseconds timeLeft{ 0 }; ///< that the system then leaves prun, if it does
    bool deadlinePassed = false;
    bool readerGone = false;
};

/// Decides. What happened goes in, what is to be done comes out: `apply(input, now)`. Plain values:
/// no process, no timer, no clock, no file, and the same inputs always give the same actions.
class Scheduler
{
public:
    struct Options
    {
        quint64 seed = 1; ///< of the jitter of backoffs
        bool asksHooks = false; ///< before every start
        std::vector<TaskId> terminalTasks; ///< that have the terminal, one after another; sorted
    };

    /// `plan` must outlive the scheduler.
    Scheduler(const Plan &plan, Options options);

    /// The actions are to be carried out in order; the reference is valid until the next call.
    const Actions &apply(const Input &input, Instant now);
    /// When input::Tick is due.
    std::optional<Instant> nextDeadline() const { return m_deadlines.next(); }
    /// A task wrote something; cheap, because that happens all the time.
    void noteOutput(TaskId task, Instant now)
    {
        if (m_jobs.knows(task))
            m_jobs.lastOutput(task) = now;
    }

    const RunStop &stop() const { return m_stop; }
    bool isOver() const { return m_phase == Phase::Over; }
    /// Commands at once, as far as plan and system allow; 0 is no limit.
    int slots() const;
    int running() const { return m_running; }
    attempt::State stateOf(TaskId task) const
    {
        return m_jobs.knows(task) ? m_jobs.state(task) : attempt::State::Ended;
    }
    /// Of a task that is not final yet, or that the plan has.
    const TaskSpec &spec(TaskId task) const
    {
        return m_plan.grows ? *m_added.at(task) : m_plan.task(task);
    }
    /// All tasks that may be alive, in order.
    TaskRange tasks() const { return m_jobs.known(); }

private:
    enum class Phase : quint8 { Commands, Teardown, Over };
    struct Ending
    {
        Outcome outcome;
        QByteArray reason;
    };
    /// New starts wait because the system ran out of something.
    struct Shortage
    {
        std::optional<Instant> since;
        Instant holdUntil{};
        Nanoseconds delay{};
    };

    void handle(const input::Begin &begin);
    void handle(const input::HooksAnswered &answer);
    void handle(const input::Spawned &spawned);
    void handle(const input::SpawnFailed &failed);
    void handle(const input::Exited &exited);
    void handle(const input::OutputEnded &ended);
    void handle(const input::TreeChecked &checked);
    void handle(const input::StopAsked &asked);
    void handle(const input::ReaderGone &);
    void handle(const input::OutputLost &);
    void handle(const input::Capacity &capacity);
    void handle(const input::ReadingPaused &reading);
    void handle(const input::Tick &);
    void handle(const input::TaskCame &came);
    void handle(const input::NoMoreTasks &);

    // starting
    void startWhatMay();
    bool mayStart();
    int heldSlots() const { return m_plan.run.retriesHoldSlots ? m_retrying : 0; }
    void start(TaskId task);
    bool postpone(const input::SpawnFailed &failed);

    // one attempt
    void takeSlot(TaskId task);
    void freeSlot(TaskId task);
    void advance(TaskId task, attempt::Input input, const Ending &ending = {});
    void perform(TaskId task, attempt::Acts acts, const Ending &ending);
    void armLimits(TaskId task);
    void report(TaskId task, const Ending &ending);
    void settle(TaskId task);
    void releaseDependents(TaskId task);
    void finishIfDrained(TaskId task);
    void retryIfDue(TaskId task);
    void cancelRetry(TaskId task);
    attempt::Input exitInput(TaskId task, const Outcome &outcome) const;
    bool willRetry(TaskId task, const Outcome &outcome) const;
    int stopSignalOf(TaskId task) const;
    bool passesOn() const { return m_plan.run.passesSignalsOn || m_terminalSignal; }
    Nanoseconds graceOf(TaskId task) const;
    Nanoseconds drainTime() const;

    // stages
    void beginStage(std::size_t stage);
    void endOfStageTask(TaskId task);
    void followEndInStage(TaskId task, bool failed);
    void stopStage();
    bool isInStage(TaskId task) const
    {
        return indexOf(task) >= m_stageBegin && indexOf(task) < m_stageEnd;
    }

    // the run
    void onDeadline(const Deadline &deadline);
    void onIdle(TaskId task);
    void onLeak(TaskId task);
    void followEndOf(TaskId task, const Outcome &outcome);
    void halt(TaskId task, const Outcome &outcome);
    void startNoMore();
    void stopOthers(RunStopping::Why why);
    void stopRun(RunStopping::Why why, int signal, bool fromTerminal);
    void forceRun(int signal);
    void cancelQueued() { cancelQueued(0, m_commands); }
    void cancelQueued(std::size_t begin, std::size_t end);
    void endLeftovers(TaskId task);
    void boundTeardown(TaskId task);
    int countAlive() const;
    void enterNextPhase();
    bool isCommand(TaskId task) const
    {
        return m_plan.grows || m_plan.task(task).role == TaskSpec::Role::Command;
    }

    void arm(Deadline::Kind kind, Instant when, TaskId task = {});
    void tell(decltype(Event::what) what) { m_actions.push_back(action::Tell{ std::move(what) }); }
    void warn(QByteArray text) { tell(Notice{ Notice::Level::Warning, std::move(text) }); }
    double random();

    const Plan &m_plan;
    const Options m_options;
    JobTable m_jobs;
    std::unordered_map<TaskId, std::shared_ptr<const TaskSpec>> m_added; // that are not final
    ReadyQueue m_ready;
    DeadlineQueue m_deadlines;
    std::vector<quint32> m_dependentsOf; // as Plan::edgesOf, the other way round
    std::vector<TaskId> m_dependents;
    Actions m_actions;
    RunStop m_stop;
    Shortage m_shortage;
    std::optional<HaltCounter> m_halt;
    std::priority_queue<quint32, std::vector<quint32>, std::greater<>> m_freeSlots;
    quint32 m_slotsMade = 0;
    Instant m_now{};
    Instant m_nextStart{};
    Instant m_readingResumed{};
    std::size_t m_commands = 0; // tasks of role Command; the teardown commands follow them
    std::size_t m_left = 0; // tasks of the present phase that are not final
    std::size_t m_nextTeardown = 0;
    std::size_t m_stage = 0; // of Plan::stages; all commands if there are none
    std::size_t m_stageBegin = 0;
    std::size_t m_stageEnd = 0;
    std::size_t m_stageLeft = 0; // commands of the stage that are not final
    bool m_stageFailed = false; // or one before it that goes on
    int m_running = 0;
    int m_retrying = 0; // commands that wait for the time of their next attempt
    int m_capacity = 0; // 0: unknown
    quint64 m_random;
    Phase m_phase = Phase::Commands;
    bool m_terminalSignal = false; // the signal being passed on came from the terminal
    bool m_begun = false;
    bool m_open = false; // more tasks may come
    bool m_asked = false; // for one of them
    bool m_noNew = false;
    bool m_readingPaused = false;
    bool m_capacityTold = false;
    bool m_shortageTold = false;
};

} // namespace prun
