// SPDX-License-Identifier: MIT
#pragma once

#include <core/events/event_bus.h>
#include <core/exec/clock.h>
#include <core/exec/process_runner.h>
#include <core/output/line_splitter.h>
#include <core/schedule/scheduler.h>

#include <deque>

namespace prun {

/// The imperative shell around the scheduler: carries what happened to it, carries out what it
/// decides, tells what became true. It decides nothing itself. Main thread only.
class Engine final : private ProcessRunner::Listener,
                     private Clock::Listener,
                     private LineSplitter::Receiver
{
public:
    /// What lies outside a run: hooks, and the end.
    class Host
    {
    public:
        /// Answered, now or later, by post() of input::TaskCame or NoMoreTasks.
        virtual void askTask() = 0;
        /// Answered, now or later, by post(input::HooksAnswered).
        virtual void askHooks(TaskId task, int attempt) = 0;
        /// Nothing of the run is alive that could end by itself. If `sweep`, whatever else
        /// descends from prun must end too. Only finish() follows.
        virtual void runEnded(bool sweep) = 0;

    protected:
        ~Host() = default;
    };

    /// All must outlive the engine.
    struct Parts
    {
        const Plan &plan;
        ProcessRunner &runner;
        Clock &clock;
        Executor &executor;
        EventBus &bus;
        Host &host;
    };

    Engine(const Parts &parts, const Scheduler::Options &options,
           std::vector<ChildStreams> streams);
    ~Engine();
    Q_DISABLE_COPY_MOVE(Engine)

    void begin(const QByteArray &runId);
    /// May be called from anywhere on the main thread, also while another input is worked on.
    void post(Input input);
    /// A fact that did not come from the scheduler, such as a warning.
    void tell(decltype(Event::what) what);
    /// The last event.
    void finish(int exitStatus, int signal);

    /// Back-pressure: while true nothing is read from commands.
    void pauseReading(bool pause);
    /// To every command that runs.
    void passSignal(int signal);
    /// Stops every command that runs by SIGSTOP, or lets them go on.
    void suspend(bool suspend);

    const Scheduler &scheduler() const { return m_scheduler; }
    /// Something is alive although it was killed.
    bool hasSurvivors() const { return m_survivors; }
    /// What commands wrote and prun did not read, because it gave up on a reader of its own.
    qint64 unreadBytes() const { return m_unread; }

private:
    void processStarted(TaskId task, qint64 pid) override;
    void processFailed(TaskId task, LaunchFailure failure) override;
    void processOutput(TaskId task, Stream stream, QByteArrayView bytes) override;
    void processExited(TaskId task, ExitStatus status) override;
    void processOutputEnded(TaskId task) override;
    void processSuspended(TaskId task, int signal) override;
    void alarm() override;
    void lines(TaskId task, Stream stream, QByteArrayView bytes, bool partial) override;

    void perform(const action::AskTask &ask);
    void perform(const action::AskHooks &ask);
    void perform(const action::Spawn &spawn);
    void perform(const action::SignalTree &signal);
    void perform(const action::KillTree &kill);
    void perform(const action::CheckTree &check);
    void perform(const action::NameSurvivors &name);
    void perform(const action::EndLeak &leak);
    void perform(const action::Forget &forget);
    void perform(const action::Tell &fact);
    void perform(const action::EndRun &end);

    ChildStreams streamsOf(TaskId task) const;
    template<typename Visit>
    void forEachAlive(Visit &&visit);
    void setAlarm();

    const Parts m_parts;
    Scheduler m_scheduler;
    LineSplitter m_splitter;
    const std::vector<ChildStreams> m_streams; // per task; the last holds for all that follow
    std::deque<Input> m_inputs;
    QByteArray m_runId;
    qint64 m_unread = 0;
    Instant m_lastAlarm{};
    bool m_working = false;
    bool m_survivors = false;
    bool m_readingPaused = false;
};

} // namespace prun
