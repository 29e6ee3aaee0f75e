// SPDX-License-Identifier: MIT
#pragma once

#include <core/events/event_sink.h>

#include <prun/error.h>

#include <QtCore/qfile.h>

#include <list>
#include <memory>
#include <span>
#include <vector>

namespace prun {

/// Writes what each command prints, as it is, to a file of its own: `DIR/<index>-<name>.log`, its
/// stdout and stderr in the order in which they were read. The name is made of the letters, digits,
/// dots, dashes and underscores of the command's name or, without one, of its command line.
///
/// A file is made when its command starts, empty if there is one already. Further attempts go to
/// the same file, each behind a line `--- attempt 2 ---`. Few files are open at any time, however
/// many commands run. Main thread only.
class LogFiles final : public EventSink
{
public:
    class Listener
    {
    public:
        /// A file could not be made or written; once per run. The others go on.
        virtual void logFilesFailed(const Error &error) = 0;

    protected:
        ~Listener() = default;
    };

    /// Makes the folder, and those above it, if there is none.
    static Result<std::unique_ptr<LogFiles>> create(const QByteArray &folder, Listener *listener);

    void consume(const Event &event) override;

    /// The file of a task, whether it exists yet or not. Only after RunStarted.
    QString pathOf(TaskId task) const;
    /// Output that could not be written.
    qint64 lostBytes() const { return m_lost; }

    static constexpr std::size_t kMostOpen = 16;

private:
    struct Log
    {
        bool made = false;
        bool inLine = false; ///< the last byte was no newline
    };
    struct Open
    {
        TaskId task;
        std::unique_ptr<QFile> file;
    };

    LogFiles(QString folder, Listener *listener);
    void start(const TaskStarted &started);
    void write(TaskId task, QByteArrayView bytes);
    QFile *fileOf(TaskId task);
    void close(TaskId task);
    void fail(const QFile &file, const QString &what);

    QString m_folder;
    Listener *m_listener;
    std::span<const TaskSpec> m_tasks;
    std::vector<Log> m_logs;
    std::list<Open> m_open; // the last used comes first
    qint64 m_lost = 0;
    bool m_failed = false;
};

} // namespace prun
