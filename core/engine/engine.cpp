// SPDX-License-Identifier: MIT
#include <core/engine/engine.h>

#include <core/engine/engine_texts.h>

#include <utility>

namespace prun {

namespace {

TaskSpec withSlot(TaskSpec spec, const QByteArray &slot)
{
    spec.command.replace(slotMark, slot);
    for (QByteArray &argument : spec.arguments)
        argument.replace(slotMark, slot);
    return spec;
}

} // namespace

Engine::Engine(const Parts &parts, const Scheduler::Options &options,
               std::vector<ChildStreams> streams)
    : m_parts(parts),
      m_scheduler(parts.plan, options),
      m_splitter(this),
      m_streams(std::move(streams))
{
    m_parts.runner.setListener(this);
    m_parts.clock.setListener(this);
}

Engine::~Engine()
{
    m_parts.runner.setListener(nullptr);
    m_parts.clock.setListener(nullptr);
}

void Engine::begin(const QByteArray &runId)
{
    m_runId = runId;
    m_inputs.push_back(input::Capacity{ m_parts.runner.capacity() });
    post(input::Begin{ runId, std::chrono::system_clock::now() });
}

void Engine::post(Input input)
{
    m_inputs.push_back(std::move(input));
    if (m_working)
        return; // carrying out an action caused it: it has its turn after that
    m_working = true;
    while (!m_inputs.empty()) {
        const Input next = std::move(m_inputs.front());
        m_inputs.pop_front();
        for (const Action &action : m_scheduler.apply(next, m_parts.clock.now()))
            std::visit([this](const auto &what) { perform(what); }, action);
    }
    m_working = false;
    setAlarm();
}

void Engine::tell(decltype(Event::what) what)
{
    m_parts.bus.tell({ m_parts.clock.now(), std::move(what) });
}

void Engine::finish(int exitStatus, int signal)
{
    const Instant now = m_parts.clock.now();
    m_parts.bus.tell({ now, RunFinished{ exitStatus, signal, now } });
}

void Engine::pauseReading(bool pause)
{
    m_parts.runner.pauseReading(pause);
    m_readingPaused = pause;
    if (!pause)
        m_splitter.readingResumed(m_parts.clock.now());
    post(input::ReadingPaused{ pause });
}

template<typename Visit>
void Engine::forEachAlive(Visit &&visit)
{
    for (const TaskId task : m_scheduler.tasks()) {
        if (attempt::isAlive(m_scheduler.stateOf(task)))
            visit(task);
    }
}

void Engine::passSignal(int signal)
{
    forEachAlive([&](TaskId task) { m_parts.runner.signalTree(task, signal); });
}

void Engine::suspend(bool suspend)
{
    forEachAlive([&](TaskId task) { m_parts.runner.suspendTree(task, suspend); });
}

void Engine::processStarted(TaskId task, qint64 pid)
{
    post(input::Spawned{ task, pid, std::chrono::system_clock::now() });
}

void Engine::processFailed(TaskId task, LaunchFailure failure)
{
    input::SpawnFailed failed;
    failed.task = task;
    failed.exitCode = failure.kind == LaunchFailure::Kind::NotFound ? 127 : 126;
    failed.resources = failure.kind == LaunchFailure::Kind::Resources;
    failed.reason = launchFailureText(failure);
    post(std::move(failed));
}

void Engine::processOutput(TaskId task, Stream stream, QByteArrayView bytes)
{
    const Instant now = m_parts.clock.now();
    m_scheduler.noteOutput(task, now);
    m_splitter.feed(task, stream, bytes, now);
    if (!m_working && m_splitter.nextFlush())
        setAlarm();
}

void Engine::lines(TaskId task, Stream stream, QByteArrayView bytes, bool partial)
{
    tell(TaskOutput{ task, stream, partial, bytes });
}

void Engine::processExited(TaskId task, ExitStatus status)
{
    input::Exited exited;
    exited.task = task;
    exited.known = status.kind != ExitStatus::Kind::Unknown;
    exited.coreDumped = status.coreDumped;
    exited.memoryRanOut = status.memoryRanOut;
    if (status.kind == ExitStatus::Kind::Code)
        exited.exitCode = status.value;
    else
        exited.signal = status.kind == ExitStatus::Kind::Signal ? status.value : 0;
    post(exited);
}

void Engine::processOutputEnded(TaskId task)
{
    m_splitter.finish(task);
    post(input::OutputEnded{ task });
}

void Engine::processSuspended(TaskId task, int signal)
{
    tell(TaskAlert{ task, suspendedText(signal) });
}

void Engine::alarm()
{
    // The rest of a line may be in the pipe already: while nothing is read, or where prun did not
    // get the processor for longer than the patience lasts. Between two alarms all is read that can
    // be, so that a line which was due at the last one and is still held has really stopped.
    if (!m_readingPaused)
        m_splitter.flush(std::exchange(m_lastAlarm, m_parts.clock.now()));
    post(input::Tick{});
}

void Engine::setAlarm()
{
    std::optional<Instant> next = m_scheduler.nextDeadline();
    const std::optional<Instant> flush = m_splitter.nextFlush();
    if (flush && !m_readingPaused)
        next = next ? std::min(*next, *flush) : *flush;
    m_parts.clock.setAlarm(next);
}

void Engine::perform(const action::AskTask &)
{
    m_parts.host.askTask();
}

void Engine::perform(const action::AskHooks &ask)
{
    m_parts.host.askHooks(ask.task, ask.attempt);
}

void Engine::perform(const action::Spawn &spawn)
{
    const TaskSpec &spec = m_scheduler.spec(spawn.task);
    const QByteArray slot = QByteArray::number(spawn.slot);
    Result<LaunchSpec> launch =
        m_parts.executor.prepare(m_parts.plan.marksSlots ? withSlot(spec, slot) : spec);
    if (!launch) {
        const bool found = launch.error().cause() != std::errc::no_such_file_or_directory;
        processFailed(spawn.task,
                      { found ? LaunchFailure::Kind::NotExecutable : LaunchFailure::Kind::NotFound,
                        launch.error() });
        return;
    }
    const QByteArray index = QByteArray::number(quint32(spawn.task));
    launch->environment.insert(launch->environment.end(),
                               { { "PRUN_RUN_ID", m_runId },
                                 { "PRUN_NAME", spec.name.isEmpty() ? index : spec.name },
                                 { "PRUN_INDEX", index },
                                 { "PRUN_ATTEMPT", QByteArray::number(spawn.attempt) },
                                 { "PRUN_SEQ", QByteArray::number(sequenceOf(spec, spawn.task)) },
                                 { "PRUN_SLOT", slot } });
    m_parts.runner.spawn(spawn.task, *launch, streamsOf(spawn.task));
}

ChildStreams Engine::streamsOf(TaskId task) const
{
    if (m_streams.empty())
        return {};
    return m_streams[std::min(indexOf(task), m_streams.size() - 1)];
}

void Engine::perform(const action::SignalTree &signal)
{
    m_parts.runner.signalTree(signal.task, signal.signal);
}

void Engine::perform(const action::KillTree &kill)
{
    m_parts.runner.killTree(kill.task);
}

void Engine::perform(const action::CheckTree &check)
{
    post(input::TreeChecked{ check.task, m_parts.runner.treeAlive(check.task) });
}

void Engine::perform(const action::NameSurvivors &name)
{
    m_survivors = true;
    tell(Notice{ Notice::Level::Error, survivorsText(m_parts.runner.treeMembers(name.task)) });
    m_parts.runner.giveUpTree(name.task);
}

void Engine::perform(const action::EndLeak &leak)
{
    if (leak.name)
        tell(TaskAlert{ leak.task, leakText(m_parts.runner.outputHolders(leak.task)) });
    m_unread += m_parts.runner.closeOutput(leak.task);
}

void Engine::perform(const action::Forget &forget)
{
    m_parts.runner.forget(forget.task);
}

void Engine::perform(const action::Tell &fact)
{
    tell(fact.what);
}

void Engine::perform(const action::EndRun &end)
{
    m_parts.host.runEnded(end.sweep);
}

} // namespace prun
