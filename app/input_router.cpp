// SPDX-License-Identifier: MIT
#include <app/input_router.h>

#include <prun/byte_lines.h>

namespace prun {

namespace {

// Longer lines are sent in pieces, to the command that their beginning is for.
constexpr qsizetype kLongestLine = 64 * 1024;
constexpr qint64 kMuch = 1024 * 1024;

} // namespace

InputRouter::InputRouter(std::span<const TaskSpec> tasks, TaskId defaultTarget,
                         ProcessRunner *runner, std::function<void(const QByteArray &)> complain)
    : m_tasks(tasks),
      m_defaultTarget(defaultTarget),
      m_runner(runner),
      m_complain(std::move(complain)),
      m_states(tasks.size(), State::Waiting)
{
    m_runner->setInputTaken([this] { pauseIfMuchWaits(); });
}

void InputRouter::start()
{
    m_source = std::make_unique<InputSource>([this](QByteArrayView bytes) { take(bytes); },
                                             [this](std::error_code reason) { ended(reason); });
}

void InputRouter::take(QByteArrayView bytes)
{
    m_unfinished.append(bytes);
    const qsizetype complete = m_unfinished.lastIndexOf('\n') + 1;
    if (complete > 0) {
        const QByteArray lines = m_unfinished.left(complete);
        m_unfinished.remove(0, complete);
        forEachLine(lines, [this](QByteArrayView line) { takeLine(line); });
    }
    if (m_unfinished.size() >= kLongestLine)
        takeLine(std::exchange(m_unfinished, {}));
    pauseIfMuchWaits();
}

void InputRouter::takeLine(QByteArrayView line)
{
    const Addressed addressed = m_longLine ? Addressed{ *m_longLine, line } : address(line);
    m_longLine = line.endsWith('\n') ? std::nullopt : std::optional(addressed.task);
    send(addressed);
}

void InputRouter::pauseIfMuchWaits()
{
    if (m_source)
        m_source->pause(m_waitingBytes + m_runner->waitingInput() >= kMuch);
}

void InputRouter::ended(std::error_code reason)
{
    if (reason)
        m_complain("the input cannot be read any more: "
                   + QByteArray::fromStdString(reason.message()));
    if (!m_unfinished.isEmpty())
        takeLine(std::exchange(m_unfinished, {}));
    m_ended = true;
    for (std::size_t i = 0; i < m_states.size(); ++i) {
        if (m_states[i] == State::Running)
            m_runner->closeInput(TaskId(i));
    }
}

InputRouter::Addressed InputRouter::address(QByteArrayView line) const
{
    const qsizetype colon = line.indexOf(':');
    if (colon > 0) {
        const QByteArrayView target = line.first(colon);
        const QByteArrayView text = line.sliced(colon + 1);
        for (std::size_t i = 0; i < m_tasks.size(); ++i) {
            if (!m_tasks[i].name.isEmpty() && m_tasks[i].name == target)
                return { TaskId(i), text };
        }
        bool isNumber = false;
        const qulonglong index = target.toByteArray().toULongLong(&isNumber);
        if (isNumber && index < m_tasks.size() && m_tasks[index].role == TaskSpec::Role::Command)
            return { TaskId(index), text };
    }
    return { m_defaultTarget, line };
}

void InputRouter::send(Addressed addressed)
{
    switch (m_states[indexOf(addressed.task)]) {
    case State::Waiting:
        m_waiting[addressed.task].append(addressed.text);
        m_waitingBytes += addressed.text.size();
        break;
    case State::Running:
        m_runner->write(addressed.task, addressed.text);
        break;
    case State::Over:
        m_complain("input for command " + QByteArray::number(quint32(addressed.task))
                   + ", which has ended, was dropped");
        break;
    }
}

void InputRouter::consume(const Event &event)
{
    if (const auto *started = std::get_if<TaskStarted>(&event.what))
        begin(started->task);
    else if (const auto *finished = std::get_if<TaskFinished>(&event.what))
        finish(finished->task, finished->willRetry);
}

void InputRouter::begin(TaskId task)
{
    m_states[indexOf(task)] = State::Running;
    m_runner->write(task, takeWaiting(task));
    if (m_ended)
        m_runner->closeInput(task);
    pauseIfMuchWaits();
}

void InputRouter::finish(TaskId task, bool willRetry)
{
    m_states[indexOf(task)] = willRetry ? State::Waiting : State::Over;
    if (willRetry)
        return;
    if (const qsizetype dropped = takeWaiting(task).size(); dropped > 0)
        m_complain(QByteArray::number(dropped) + " bytes of input for command "
                   + QByteArray::number(quint32(task)) + ", which never ran, were dropped");
    pauseIfMuchWaits();
}

QByteArray InputRouter::takeWaiting(TaskId task)
{
    const auto waiting = m_waiting.extract(task);
    if (waiting.empty())
        return {};
    m_waitingBytes -= waiting.mapped().size();
    return waiting.mapped();
}

} // namespace prun
