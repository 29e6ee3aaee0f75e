// SPDX-License-Identifier: MIT
#pragma once

#include <prun/event.h>

#include <QtCore/qbytearraylist.h>

#include <map>
#include <span>

namespace prun {

/// A moment that a shell command can be given for.
enum class Moment : quint8 { Start, Exit, Fail, Finish };

constexpr Moment kMoments[] = { Moment::Start, Moment::Exit, Moment::Fail, Moment::Finish };

/// `start`, `exit`, …: the option of that name and the value of PRUN_EVENT.
const char *nameOf(Moment moment);

/// Which moments an event is, and what a command is told about it in its environment.
class EventVariables
{
public:
    using Variables = std::vector<std::pair<QByteArray, QByteArray>>;

    EventVariables(QByteArray runId, std::span<const TaskSpec> tasks)
        : m_runId(std::move(runId)), m_tasks(tasks)
    { }

    /// To be shown every event, in order: the end of a command is told with its process id.
    std::vector<Moment> momentsOf(const Event &event);
    /// For a moment that momentsOf() has just returned for this event.
    Variables variables(Moment moment, const Event &event) const;
    /// `web` or `command 3`, for messages; empty for the run itself.
    QByteArray whom(const Event &event) const;

private:
    const TaskSpec *taskOf(const Event &event, TaskId *id) const;

    QByteArray m_runId;
    std::span<const TaskSpec> m_tasks;
    std::map<TaskId, qint64> m_running; ///< process ids
    qint64 m_pid = 0; ///< of the command of the last event
};

} // namespace prun
