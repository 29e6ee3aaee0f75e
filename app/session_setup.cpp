// SPDX-License-Identifier: MIT
// How a session is put together: everything that can fail before something is started.
#include <app/process_environment.h>
#include <app/session.h>
#include <app/terminal_facts.h>
#include <app/verb_hints.h>

#include <core/exec/local_executor.h>
#include <platform/console.h>
#include <platform/fd_limit.h>

namespace prun {

Result<void> Session::prepare()
{
    raiseOpenFileLimit();
    m_clock = std::make_unique<QtClock>();
    for (Result<void> (Session::*step)() :
         { &Session::prepareFormatter, &Session::prepareHooks, &Session::prepareLogFiles,
           &Session::prepareJobLog, &Session::prepareRunner, &Session::prepareReports }) {
        if (Result<void> done = (this->*step)(); !done)
            return done;
    }
    prepareEngine();
    QObject::connect(&m_leaveTimer, &QTimer::timeout, &m_context, [this] { leaveLoop(); });
    m_leaveTimer.setSingleShot(true);
    for (const QByteArray &warning : m_request.warnings)
        say(Notice::Level::Warning, warning);
    if (m_guard.failure)
        say(Notice::Level::Warning,
            "if prun is killed, its commands may live on: "
                + QByteArray::fromStdString(m_guard.failure.message()));
    if (!QProcessRunner::seesProcesses())
        say(Notice::Level::Warning,
            "processes cannot be listed (/proc is missing): what leaves the process group of its "
            "command cannot be ended");
    return {};
}

Result<void> Session::prepareFormatter()
{
    const PluginChoice &choice = m_request.formatter;
    const FormatterContext context = terminalContext(m_request, m_environment);
    if (!m_request.rawStreams)
        announceColors(m_environment, context.colorDepth[0]);
    const Result<OutputOrder> order = m_plugins.orderOf(choice.id, choice.options);
    if (!order)
        return order.error();
    Result<std::unique_ptr<Formatter>> formatter = m_plugins.makeFormatter(choice.id, context);
    if (!formatter)
        return formatter.error();
    auto guarded = std::make_unique<GuardedFormatter>(
        choice.id, std::move(*formatter), [this](const QString &why) { lose(why.toUtf8()); });
    FormatterSink::Host *const host = this;
    m_formatter = std::make_unique<FormatterSink>(std::move(guarded), *order, m_writer.output(),
                                                  host, [this] { return m_clock->now(); });
    m_bus.add(&m_exitPolicy);
    m_bus.add(m_formatter.get());
    m_bus.add(&m_throttle);
    if (m_request.rawStreams)
        m_bus.add(&m_readerWatch);
    return {};
}

Result<void> Session::prepareReports()
{
    for (const ReportChoice &choice : m_request.reports) {
        const PluginChoice &plugin = choice.formatter;
        const Result<OutputOrder> order = m_plugins.orderOf(plugin.id, plugin.options);
        if (!order)
            return order.error();
        Result<std::unique_ptr<Formatter>> formatter =
            m_plugins.makeFormatter(plugin.id, fileContext(m_request, plugin));
        if (!formatter)
            return formatter.error();
        auto guarded = std::make_unique<GuardedFormatter>(
            plugin.id, std::move(*formatter), [this](const QString &why) { lose(why.toUtf8()); });
        auto report = std::make_unique<ReportSink>(static_cast<ReportSink::Host *>(this));
        if (Result<void> opened = report->open(
                choice.file, { std::move(guarded), *order, [this] { return m_clock->now(); } });
            !opened)
            return opened;
        m_bus.add(report.get());
        m_reports.push_back(std::move(report));
    }
    return {};
}

Result<void> Session::prepareLogFiles()
{
    if (m_request.logDirectory.isEmpty())
        return {};
    Result<std::unique_ptr<LogFiles>> files = LogFiles::create(m_request.logDirectory, this);
    if (!files)
        return files.error();
    m_logFiles = std::move(*files);
    m_bus.add(m_logFiles.get());
    return {};
}

Result<void> Session::prepareJobLog()
{
    const JobLogChoice &choice = m_request.jobLog;
    if (choice.file.isEmpty())
        return {};
    Result<std::unique_ptr<JobLog>> log = JobLog::open(choice.file, choice.append, this);
    if (!log)
        return log.error();
    m_jobLog = std::move(*log);
    m_bus.add(m_jobLog.get());
    return {};
}

Result<void> Session::prepareHooks()
{
    if (m_request.hooks.empty())
        return {};
    HookRunner::Callbacks callbacks;
    callbacks.answered = [this](TaskId task, int attempt, const StartDecision &decision) {
        m_engine->post(input::HooksAnswered{ task, attempt, decision });
    };
    callbacks.notice = [this](const Notice &notice) {
        if (notice.level == Notice::Level::Error)
            m_lost = true;
        say(notice.level, notice.text);
    };
    callbacks.finished = [this](bool) {
        m_hooksBusy = false;
        endIfWritten();
    };
    m_hooks = std::make_unique<HookRunner>(std::move(callbacks));
    for (const PluginChoice &choice : m_request.hooks) {
        HookContext context;
        context.options = choice.options;
        context.runId = m_runId;
        context.tasks = m_request.plan.tasks;
        context.say = m_hooks->speaker(choice.id);
        Result<std::unique_ptr<Hook>> hook = m_plugins.makeHook(choice.id, context);
        if (!hook)
            return hook.error();
        m_hooks->add(choice.id, std::move(*hook));
    }
    m_bus.add(m_hooks.get());
    return {};
}

Result<void> Session::prepareRunner()
{
    m_runner = std::make_unique<QProcessRunner>(RunnerOptions{ m_environment });
    m_executor = makeExecutor();
    if (openFileLimit() >= m_runner->descriptorsNeeded())
        return {};
    return Error(Error::Code::Usage,
                 QStringLiteral("the limit of open files is %1, and prun needs at least %2 to run "
                                "one command")
                     .arg(openFileLimit())
                     .arg(m_runner->descriptorsNeeded()))
        .hint(QStringLiteral("raise it with ulimit -n"));
}

/// The first command is what may be a misspelt verb.
std::unique_ptr<Executor> Session::makeExecutor() const
{
    QByteArray path = valueIn(m_environment, "PATH");
    if (m_request.meantVerb.isNull())
        return std::make_unique<LocalExecutor>(std::move(path));
    return std::make_unique<VerbHints>(std::move(path), m_request.plan.tasks.front().command,
                                       m_request.meantVerb);
}

/// Of several commands none gets the terminal: a Ctrl-C there would reach the one that runs twice,
/// from the terminal and from prun, which knows only one command as the one that has it.
void Session::prepareEngine()
{
    const InputRouting &input = m_request.input;
    Scheduler::Options options;
    options.seed = m_runId.toULongLong(nullptr, 16);
    options.asksHooks = m_hooks && m_hooks->decidesStarts();
    if (isTerminal(0))
        options.terminalTasks = input.alone;
    if (input.terminal)
        options.terminalTasks = { *input.terminal };
    m_engine = std::make_unique<Engine>(
        Engine::Parts{ m_request.plan, *m_runner, *m_clock, *m_executor, m_bus, *this }, options,
        childStreams());
    if (!input.forward)
        return;
    m_input = std::make_unique<InputRouter>(
        m_request.plan.tasks, input.defaultTarget, m_runner.get(),
        [this](const QByteArray &text) { say(Notice::Level::Warning, text); });
    m_bus.add(m_input.get());
}

/// Per task; empty if all of them are connected as usual.
std::vector<ChildStreams> Session::childStreams() const
{
    const InputRouting &input = m_request.input;
    if (!m_request.rawStreams && !input.forward && !input.terminal && input.alone.empty())
        return {};
    const bool grows = m_request.plan.grows; // one for all of them
    std::vector<ChildStreams> streams(grows ? 1 : m_request.plan.tasks.size());
    for (std::size_t i = 0; i < streams.size(); ++i) {
        if (m_request.rawStreams)
            streams[i].outputs = ChildStreams::Outputs::Inherited;
        if (!grows && input.forward && m_request.plan.tasks[i].role == TaskSpec::Role::Command)
            streams[i].input = ChildStreams::Input::Pipe;
    }
    if (m_request.rawStreams) {
        for (const TaskId hidden : m_request.presentation.hidden)
            streams[indexOf(hidden)].outputs = ChildStreams::Outputs::Null;
    }
    const auto shared =
        isTerminal(0) ? ChildStreams::Input::Terminal : ChildStreams::Input::Inherited;
    for (const TaskId task : input.alone)
        streams[indexOf(task)].input = shared;
    if (input.terminal)
        streams[indexOf(*input.terminal)] = { ChildStreams::Input::Terminal,
                                              ChildStreams::Outputs::Inherited };
    return streams;
}

} // namespace prun
