// SPDX-License-Identifier: MIT
#pragma once

#include <app/formatter_sink.h>
#include <app/input_router.h>
#include <app/program_end.h>
#include <app/qt_messages.h>
#include <app/report_sink.h>
#include <app/run_verdict.h>

#include <core/engine/engine.h>
#include <core/events/exit_policy.h>
#include <core/events/job_log.h>
#include <core/events/log_files.h>
#include <core/exec/qprocess_runner.h>
#include <core/exec/qt_clock.h>
#include <core/output/output_writer.h>
#include <core/plugin/guarded_formatter.h>
#include <core/plugin/hook_runner.h>
#include <core/plugin/plugin_loader.h>

#include <platform/guard.h>
#include <platform/signal_source.h>

namespace prun {

/// One run of prun: the only place where the parts know each other. Main thread; needs the
/// QCoreApplication, and runs its event loop.
class Session final : private Engine::Host,
                      private OutputWriter::Listener,
                      private FormatterSink::Host,
                      private ReportSink::Host,
                      private LogFiles::Listener,
                      private JobLog::Listener,
                      private TaskFeed::Receiver
{
public:
    Session(RunRequest request, QByteArrayList environment, const GuardOutcome &guard);
    ~Session();
    Q_DISABLE_COPY_MOVE(Session)

    /// An error means that nothing was started.
    Result<ProgramEnd> run();

private:
    enum class Phase : quint8 { Preparing, Running, Ending, Over };

    /// A command that writes to prun's own output has met the end of its reader before prun, which
    /// writes nothing there.
    struct ReaderWatch final : EventSink
    {
        explicit ReaderWatch(Session *owner) : session(owner) { }
        void consume(const Event &event) override;
        Session *session;
    };
    /// Stops reading from commands when what was read cannot be written.
    struct Throttle final : EventSink
    {
        explicit Throttle(Session *owner) : session(owner) { }
        void consume(const Event &event) override;
        Session *session;
    };

    void askTask() override { m_request.feed->ask(this); }
    void askHooks(TaskId task, int attempt) override;
    void runEnded(bool sweep) override;
    void writerHasRoom() override;
    void writerIdle() override;
    void writerFailed(Stream stream, std::error_code cause) override;
    bool formatterHasRoom() override;
    bool formatterMayDraw() override;
    void formatterWrote() override { m_writer.flush(); }
    void formatterLost(const Error &error) override;
    void reportMoved() override;
    void reportLost(const Error &error) override { formatterLost(error); }
    void logFilesFailed(const Error &error) override;
    void jobLogFailed(const Error &error) override { logFilesFailed(error); }

    void taskCame(std::shared_ptr<const TaskSpec> task) override;
    void tasksEnded() override;
    void tasksFailed(const Error &error) override;
    void tasksWarned(const QByteArray &text) override { say(Notice::Level::Warning, text); }

    Result<void> prepare();
    Result<void> prepareFormatter();
    Result<void> prepareReports();
    Result<void> prepareLogFiles();
    Result<void> prepareJobLog();
    Result<void> prepareHooks();
    Result<void> prepareRunner();
    std::unique_ptr<Executor> makeExecutor() const;
    void prepareEngine();
    std::vector<ChildStreams> childStreams() const;

    void begin();
    void received(ReceivedSignal signal);
    void askedToEnd(ReceivedSignal signal);
    void stopAndContinue();
    void flushOutput();
    bool outputFull();
    bool outputWritten();
    void goOnReading();
    void say(Notice::Level level, const QByteArray &text);
    void lose(const QByteArray &text);
    std::chrono::milliseconds patienceWithReader() const;
    void tellLostOutput(qint64 bytes);
    void endIfWritten();
    void leaveLoop();
    bool readerGone() const;
    RunFacts facts() const;
    ProgramEnd finished();

    RunRequest m_request;
    QByteArrayList m_environment;
    const GuardOutcome m_guard;
    const QByteArray m_runId;
    std::vector<Notice> m_earlyNotices; // of the time before the first event

    QObject m_context; // of connections: they end with the session
    QtMessages m_qtMessages;
    PluginLoader m_plugins;
    OutputWriter m_writer;
    Throttle m_throttle{ this };
    ReaderWatch m_readerWatch{ this };
    EventBus m_bus;
    ExitPolicy m_exitPolicy;
    std::unique_ptr<QtClock> m_clock;
    std::unique_ptr<FormatterSink> m_formatter;
    std::vector<std::unique_ptr<ReportSink>> m_reports;
    std::unique_ptr<LogFiles> m_logFiles;
    std::unique_ptr<JobLog> m_jobLog;
    std::unique_ptr<HookRunner> m_hooks;
    std::unique_ptr<QProcessRunner> m_runner;
    std::unique_ptr<Executor> m_executor;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<InputRouter> m_input;
    std::unique_ptr<SignalSource> m_signals;
    QTimer m_leaveTimer; // bounds the wait for readers and hooks after a stop
    int m_lateSignal = 0; // came when prun only waited for its output to be written
    Phase m_phase = Phase::Preparing;
    bool m_paused = false; // nothing is read from commands
    std::chrono::steady_clock::time_point m_pausedAt;
    bool m_toldFailure = false; // of standard output
    bool m_hooksBusy = false;
    bool m_survivors = false;
    bool m_lost = false;
    bool m_inputFailed = false; // not all tasks came
};

} // namespace prun
