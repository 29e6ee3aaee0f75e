// SPDX-License-Identifier: MIT
#include <app/process_environment.h>
#include <app/session.h>

#include <core/engine/engine_texts.h>

#include <platform/console.h>
#include <platform/descriptor_io.h>
#include <platform/entry_state.h>
#include <platform/self_signal.h>

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qrandom.h>

using namespace std::chrono_literals;

namespace prun {

namespace {

constexpr auto kPatienceAfterStop = 1s; // with a reader that does not read
constexpr auto kPatienceWhenForced = 100ms;
constexpr auto kPatienceWhenSuspended = 200ms;
constexpr auto kPatienceWithHooks = 10s;
constexpr auto kKillPatience = 1s;

QByteArray makeRunId()
{
    return QByteArray::number(QRandomGenerator::system()->generate64(), 16);
}

QByteArray failureText(std::error_code cause)
{
    if (cause == std::errc::bad_file_descriptor)
        return "it was closed when prun was started";
    return QByteArray::fromStdString(cause.message());
}

int descriptorOf(Stream stream)
{
    const int descriptor = stream == Stream::Out ? 1 : 2;
    return wasClosed(descriptor) ? -1 : descriptor;
}

std::vector<TaskSpec::Role> rolesOf(const Plan &plan)
{
    std::vector<TaskSpec::Role> roles;
    roles.reserve(plan.tasks.size());
    for (const TaskSpec &task : plan.tasks)
        roles.push_back(task.role);
    return roles;
}

} // namespace

Session::Session(RunRequest request, QByteArrayList environment, const GuardOutcome &guard)
    : m_request(std::move(request)),
      m_environment(std::move(environment)),
      m_guard(guard),
      m_runId(makeRunId()),
      m_qtMessages([this](const QByteArray &text) { say(Notice::Level::Detail, text); }),
      m_plugins(PluginSearch::standard(m_request.pluginPaths)),
      m_writer(descriptorOf(Stream::Out), descriptorOf(Stream::Err), this),
      m_exitPolicy(m_request.plan.judgement, rolesOf(m_request.plan))
{
    removeVariables(m_environment, m_request.notInherited);
}

Session::~Session() = default;

Result<ProgramEnd> Session::run()
{
    m_signals = std::make_unique<SignalSource>([this](ReceivedSignal signal) { received(signal); });
    if (Result<void> prepared = prepare(); !prepared) {
        m_reports.clear(); // takes back what was begun beside the old reports
        return prepared.error();
    }
    QObject::connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock,
                     &m_context, [this] { flushOutput(); });
    QCoreApplication::processEvents(); // a signal that came meanwhile comes before the first start
    begin();
    if (m_phase != Phase::Over)
        QCoreApplication::exec();
    return finished();
}

void Session::begin()
{
    m_phase = Phase::Running;
    m_engine->begin(m_runId);
    for (const Notice &notice : std::exchange(m_earlyNotices, {}))
        say(notice.level, notice.text);
    if (m_input)
        m_input->start();
}

void Session::received(ReceivedSignal signal)
{
    using enum SignalKind;
    switch (signal.kind) {
    case Interrupt:
    case Terminate:
    case Hangup:
    case Quit:
        askedToEnd(signal);
        break;
    case WindowChanged:
        if (const auto size = terminalSize(isTerminal(2) ? 2 : 1); size && m_formatter)
            m_formatter->resized(size->columns, size->rows);
        [[fallthrough]];
    case User1:
    case User2:
        if (m_engine)
            m_engine->passSignal(signal.number);
        break;
    case TerminalStop:
        stopAndContinue();
        break;
    case Continued:
        if (m_engine)
            m_engine->suspend(false);
        break;
    case ChildChanged:
        if (m_runner)
            m_runner->childChanged();
        break;
    }
}

void Session::askedToEnd(ReceivedSignal signal)
{
    if (m_phase == Phase::Running || m_phase == Phase::Preparing) {
        if (m_engine)
            m_engine->post(input::StopAsked{ signal.number, signal.fromTerminal, signal.timeLeft });
        return;
    }
    // The run is over and prun only waits for someone to read its output, or for a hook.
    const bool again = m_lateSignal != 0 || m_engine->scheduler().stop().signal != 0;
    m_lateSignal = signal.number;
    m_leaveTimer.start(again ? kPatienceWhenForced : kPatienceAfterStop);
}

/// Ctrl-Z: the commands stop, then prun; when it goes on, so do they.
void Session::stopAndContinue()
{
    m_engine->suspend(true);
    m_formatter->suspend();
    m_writer.settle(kPatienceWhenSuspended);
    announceLiveView(false);
    const auto before = std::chrono::steady_clock::now();
    stopSelf();
    m_clock->excludePause(std::chrono::steady_clock::now() - before);
    m_engine->suspend(false);
    m_engine->post(input::Tick{});
}

void Session::askHooks(TaskId task, int attempt)
{
    m_hooks->ask(task, attempt);
}

void Session::taskCame(std::shared_ptr<const TaskSpec> task)
{
    m_engine->post(input::TaskCame{ std::move(task) });
}

void Session::tasksEnded()
{
    m_engine->post(input::NoMoreTasks{});
}

void Session::tasksFailed(const Error &error)
{
    m_inputFailed = true;
    say(Notice::Level::Error, error.toString().toUtf8());
    m_engine->post(input::NoMoreTasks{});
}

bool Session::formatterHasRoom()
{
    m_writer.flush();
    return !m_writer.full();
}

/// What it draws over and over again may hide the cursor, and is to be left if prun dies.
bool Session::formatterMayDraw()
{
    const bool may = isInForeground();
    announceLiveView(may);
    return may;
}

void Session::formatterLost(const Error &error)
{
    lose(error.toString().toUtf8());
    m_engine->post(input::OutputLost{});
}

void Session::logFilesFailed(const Error &error)
{
    const QByteArray text = error.toString().toUtf8();
    m_lost = true;
    QMetaObject::invokeMethod( // it comes from the middle of an event
        &m_context, [this, text] { say(Notice::Level::Error, text); }, Qt::QueuedConnection);
}

void Session::writerHasRoom()
{
    m_formatter->release();
    goOnReading();
    endIfWritten();
}

void Session::reportMoved()
{
    for (const std::unique_ptr<ReportSink> &report : m_reports)
        report->release();
    goOnReading();
    endIfWritten();
}

bool Session::outputFull()
{
    return m_writer.full() || std::ranges::any_of(m_reports, &ReportSink::full);
}

void Session::goOnReading()
{
    if (m_phase == Phase::Running && m_paused && !outputFull()) {
        m_paused = false;
        m_engine->pauseReading(false);
    }
}

void Session::writerIdle()
{
    endIfWritten();
}

void Session::writerFailed(Stream stream, std::error_code cause)
{
    const bool readerGone = cause == std::errc::broken_pipe;
    if (readerGone && stream == Stream::Out) {
        if (m_phase == Phase::Running)
            m_engine->post(input::ReaderGone{});
    } else {
        m_lost = true;
        if (stream == Stream::Out) { // else there is nowhere to say it
            m_toldFailure = true;
            say(Notice::Level::Error, "cannot write to standard output: " + failureText(cause));
        }
    }
    endIfWritten(); // what waited for that stream will never be written
}

void Session::ReaderWatch::consume(const Event &event)
{
    using enum Outcome::Kind;
    const auto *finished = std::get_if<TaskFinished>(&event.what);
    if (!finished || (finished->outcome.kind != Failed && finished->outcome.kind != Signaled))
        return;
    if (readerIsGone(descriptorOf(Stream::Out)))
        session->m_engine->post(input::ReaderGone{});
}

/// Events that carry output may fill what prun keeps for its reader; then nothing more is read.
void Session::Throttle::consume(const Event &event)
{
    if (std::holds_alternative<TaskOutput>(event.what) && !session->m_paused
        && session->outputFull()) {
        session->m_paused = true;
        session->m_pausedAt = std::chrono::steady_clock::now();
        session->m_engine->pauseReading(true);
    }
}

void Session::flushOutput()
{
    m_writer.flush();
    for (const std::unique_ptr<ReportSink> &report : m_reports)
        report->flush();
}

void Session::say(Notice::Level level, const QByteArray &text)
{
    if (m_phase == Phase::Preparing) {
        m_earlyNotices.push_back({ level, text });
    } else if (m_phase == Phase::Running) {
        m_engine->tell(Notice{ level, text });
    } else if (level >= Notice::Level::Warning) { // formatters have seen their last event
        const char *label = level == Notice::Level::Warning ? "warning: " : "error: ";
        m_writer.output().append(Stream::Err, QByteArray("prun: ") + label + text + '\n');
        m_writer.flush();
    }
}

void Session::lose(const QByteArray &text)
{
    m_lost = true;
    say(Notice::Level::Error, text);
}

void Session::runEnded(bool sweep)
{
    if (sweep) {
        const auto left = m_runner->killEverything(kKillPatience);
        if (!left.empty()) {
            m_survivors = true;
            say(Notice::Level::Error, survivorsText(left));
        }
    }
    const ProgramEnd end = verdictOf(facts());
    m_engine->finish(end.exitStatus, end.signal);
    m_phase = Phase::Ending;
    const RunStop &stop = m_engine->scheduler().stop();
    if (m_hooks) {
        m_hooksBusy = true;
        m_hooks->finish(stop.forced ? kPatienceWhenForced : kPatienceWithHooks);
    }
    flushOutput();
    if (stop.everything)
        m_leaveTimer.start(stop.forced ? kPatienceWhenForced : patienceWithReader());
    endIfWritten();
}

/// After a stop. A reader that was waited for while the commands ended has had its time.
std::chrono::milliseconds Session::patienceWithReader() const
{
    const bool stalled =
        m_paused && std::chrono::steady_clock::now() - m_pausedAt >= kPatienceAfterStop;
    return stalled ? kPatienceWhenForced : kPatienceAfterStop;
}

void Session::endIfWritten()
{
    if (m_phase == Phase::Ending && !m_hooksBusy && outputWritten())
        leaveLoop();
}

/// Asks all of them: each tells later what it denies now.
bool Session::outputWritten()
{
    bool written = m_formatter->finished() && m_writer.idle();
    for (const std::unique_ptr<ReportSink> &report : m_reports)
        written = report->written() && written;
    return written;
}

void Session::leaveLoop()
{
    m_phase = Phase::Over;
    QCoreApplication::quit();
}

/// It may show only when the run is over and its last lines are written.
bool Session::readerGone() const
{
    return m_engine->scheduler().stop().readerGone
        || m_writer.failure(Stream::Out) == std::errc::broken_pipe;
}

RunFacts Session::facts() const
{
    RunFacts facts;
    facts.stop = m_engine->scheduler().stop();
    facts.stop.readerGone = readerGone();
    facts.survivors = m_survivors || m_engine->hasSurvivors();
    facts.lost = m_lost;
    facts.diesOfSignals = m_request.plan.judgement.diesOfSignals;
    facts.diesOfSigpipe = !ignoredAtEntry(kBrokenPipe);
    facts.judgement = m_inputFailed ? m_request.failureStatus : m_exitPolicy.exitStatus();
    facts.onlyOne = m_request.plan.judgement.onlyOne;
    return facts;
}

/// What is not written by now will not be.
ProgramEnd Session::finished()
{
    for (const std::unique_ptr<ReportSink> &report : m_reports) {
        if (const Result<void> whole = report->finish(std::chrono::milliseconds(0)); !whole) {
            m_lost = true;
            writeIfRoom(2, "prun: error: " + whole.error().toString().toUtf8() + '\n');
        }
    }
    const OutputWriter::Loss loss = m_writer.finish(std::chrono::milliseconds(0));
    const qint64 lost =
        loss.bytes[0] + loss.bytes[1] + m_formatter->waitingBytes() + m_engine->unreadBytes();
    if (lost > 0)
        tellLostOutput(lost);
    else
        announceLiveView(false); // its end was written
    RunFacts now = facts();
    if (m_lateSignal != 0) {
        now.stop.signal = m_lateSignal;
        now.diesOfSignals = true;
    }
    return verdictOf(now);
}

/// The last words. Nobody misses what was meant for a reader who went away.
void Session::tellLostOutput(qint64 bytes)
{
    m_lost = true;
    if (readerGone() && !ignoredAtEntry(kBrokenPipe))
        return;
    QByteArray text =
        "prun: error: " + QByteArray::number(bytes) + " bytes of output could not be written";
    const std::error_code failure = m_writer.failure(Stream::Out);
    if (failure && !m_toldFailure && !readerGone())
        text += ": " + failureText(failure);
    writeIfRoom(2, text + '\n');
}

} // namespace prun
