// SPDX-License-Identifier: MIT
#pragma once

#include <core/events/event_sink.h>
#include <core/sources/job_log_rows.h>

#include <prun/error.h>
#include <prun/task_specs.h>

#include <QtCore/qfile.h>

#include <map>
#include <memory>

namespace prun {

/// Writes a row for every command that ended by itself or for its time limit, in the order of
/// their ends: of its last attempt only. What prun canceled has no row, and so is made up for by
/// --resume. Each row is written at once.
class JobLog final : public EventSink
{
public:
    class Listener
    {
    public:
        /// Once: a row could not be written.
        virtual void jobLogFailed(const Error &error) = 0;

    protected:
        ~Listener() = default;
    };

    /// `listener` must outlive it. A new file begins with the header; from one that is gone on with
    /// a last row without its line end is taken away.
    static Result<std::unique_ptr<JobLog>> open(const QByteArray &path, bool append,
                                                Listener *listener);

    void consume(const Event &event) override;

private:
    struct Job
    {
        JobLogRow row;
        int slot = 0;
        bool finished = false; ///< for good
        bool canceled = false;
    };

    JobLog(const QString &path, Listener *listener) : m_file(path), m_listener(listener) { }

    void start(const TaskStarted &started);
    void finish(const TaskFinished &finished);
    void end(TaskId task);
    void write(const QByteArray &text);

    QFile m_file;
    TaskSpecs m_tasks;
    Listener *m_listener;
    std::map<TaskId, Job> m_jobs; // that run
    bool m_failed = false;
};

} // namespace prun
