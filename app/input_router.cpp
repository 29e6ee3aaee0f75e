// SPDX-License-Identifier: MIT
#include <app/input_router.h>

#include <prun/byte_lines.h>

namespace prun {

InputRouter::InputRouter(std::span<const TaskSpec> tasks, TaskId defaultTarget,
                         ProcessRunner *runner, std::function<void(const QByteArray &)> complain)
    : m_tasks(tasks),
      m_defaultTarget(defaultTarget),
      m_runner(runner),
      m_complain(std::move(complain)),
      m_states(tasks.size(), State::Waiting)
{ }

void InputRouter::start()
{
    m_source = std::make_unique<InputSource>([this](QByteArrayView bytes) { take(bytes); },
                                             [this] { ended(); });
}

void InputRouter::take(QByteArrayView bytes)
{
    m_unfinished.append(bytes);
    const qsizetype complete = m_unfinished.lastIndexOf('\n') + 1;
    if (complete == 0)
        return;
    const QByteArray lines = m_unfinished.left(complete);
    m_unfinished.remove(0, complete);
    forEachLine(lines, [this](QByteArrayView line) { send(line); });
}

void InputRouter::ended()
{
    if (!m_unfinished.isEmpty())
        send(std::exchange(m_unfinished, {}));
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

void InputRouter::send(QByteArrayView line)
{
    const Addressed addressed = address(line);
    switch (m_states[indexOf(addressed.task)]) {
    case State::Waiting:
        m_waiting[addressed.task].append(addressed.text);
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
    if (const auto *started = std::get_if<TaskStarted>(&event.what)) {
        m_states[indexOf(started->task)] = State::Running;
        const auto waiting = m_waiting.extract(started->task);
        if (!waiting.empty())
            m_runner->write(started->task, waiting.mapped());
        if (m_ended)
            m_runner->closeInput(started->task);
    } else if (const auto *finished = std::get_if<TaskFinished>(&event.what)) {
        m_states[indexOf(finished->task)] = finished->willRetry ? State::Waiting : State::Over;
    }
}

} // namespace prun
