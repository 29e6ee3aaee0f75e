// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/pull.h>

#include <prun/task.h>

#include <functional>
#include <memory>

namespace prun {

/// Makes tasks, one after another.
class TaskSource
{
public:
    virtual ~TaskSource() = default;
    /// `task` is set only if one was got.
    virtual Result<Pull> next(TaskSpec &task) = 0;
    /// What a person should know about the tasks so far; each is told once.
    virtual QByteArrayList takeWarnings() { return {}; }
};

/// Where the tasks of a run come from that are not known when it begins. Main thread only.
class TaskFeed
{
public:
    class Receiver
    {
    public:
        virtual void taskCame(std::shared_ptr<const TaskSpec> task) = 0;
        virtual void tasksEnded() = 0;
        /// There are no more, because of this.
        virtual void tasksFailed(const Error &error) = 0;
        /// Comes before what it is about.
        virtual void tasksWarned(const QByteArray &text) = 0;

    protected:
        ~Receiver() = default;
    };

    explicit TaskFeed(std::unique_ptr<TaskSource> source) : m_source(std::move(source)) { }

    /// Asks for one. Answered by one of the first three calls of the receiver, from inside of this
    /// one or later, from moved(). Nothing may be asked before the answer, or after the end.
    void ask(Receiver *receiver);
    /// The source, which answered NotYet, may have something now.
    void moved();

private:
    std::unique_ptr<TaskSource> m_source;
    Receiver *m_receiver = nullptr; // that waits
};

} // namespace prun
