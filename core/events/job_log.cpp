// SPDX-License-Identifier: MIT
#include <core/events/job_log.h>

#include <QtCore/qfileinfo.h>

#include <algorithm>

namespace prun {

namespace {

/// Where the last line of the file begins that has no line end; its size if there is none.
qint64 beginOfOpenLine(QFile &file)
{
    constexpr qint64 block = 64 * 1024;
    for (qint64 end = file.size(); end > 0;) {
        const qint64 begin = std::max<qint64>(0, end - block);
        file.seek(begin);
        const qsizetype lineEnd = file.read(end - begin).lastIndexOf('\n');
        if (lineEnd >= 0)
            return begin + lineEnd + 1;
        end = begin;
    }
    return 0;
}

/// What a crash or a full disk left of a row must neither run into the next one nor, with half of a
/// command, be taken for one.
void mendEnd(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly))
        return; // it is told where the log is opened
    const qint64 begin = beginOfOpenLine(file);
    if (begin == file.size())
        return;
    file.seek(0);
    if (jobLogHeader().startsWith(file.read(4)))
        file.resize(begin);
    else if (file.seek(file.size())) // whatever it is, it is somebody's
        file.write("\n");
}

} // namespace

Result<std::unique_ptr<JobLog>> JobLog::open(const QByteArray &path, bool append,
                                             Listener *listener)
{
    if (append)
        mendEnd(QString::fromUtf8(path));
    std::unique_ptr<JobLog> log(new JobLog(QString::fromUtf8(path), listener));
    const auto mode = append ? QIODevice::Append : QIODevice::Truncate;
    if (!log->m_file.open(QIODevice::WriteOnly | QIODevice::Unbuffered | mode))
        return Error(Error::Code::Io,
                     QStringLiteral("cannot open %1: %2")
                         .arg(QString::fromUtf8(path), log->m_file.errorString()))
            .in(QStringLiteral("option --joblog"));
    if (log->m_file.size() == 0)
        log->write(jobLogHeader());
    return log;
}

void JobLog::consume(const Event &event)
{
    m_tasks.consume(event);
    std::visit(Overloaded{
                   [this](const TaskStarted &what) { start(what); },
                   [this](const TaskOutput &what) {
                       if (what.stream == Stream::Out)
                           m_jobs[what.task].row.received += what.bytes.size();
                   },
                   [this](const TaskFinished &what) { finish(what); },
                   [this](const TaskOutputEnded &what) { end(what.task); },
                   [](const auto &) {},
               },
               event.what);
}

void JobLog::start(const TaskStarted &started)
{
    Job &job = m_jobs[started.task];
    job.row = {};
    job.slot = started.slot;
    job.row.startedAt = std::chrono::duration<double>(started.at.time_since_epoch()).count();
}

void JobLog::finish(const TaskFinished &finished)
{
    using enum Outcome::Kind;
    const Outcome &outcome = finished.outcome;
    const auto found = m_jobs.find(finished.task);
    const bool runs = found != m_jobs.end() && found->second.row.startedAt > 0;
    Job &job = m_jobs[finished.task];
    job.finished = !finished.willRetry;
    job.canceled = outcome.kind == Canceled || outcome.kind == Skipped;
    job.row.seconds = std::chrono::duration<double>(finished.duration).count();
    job.row.exitCode = outcome.kind == TimedOut ? -1 : (outcome.signal != 0 ? 0 : outcome.exitCode);
    if (outcome.kind == Unknown)
        job.row.exitCode = -1;
    job.row.signal = outcome.signal;
    if (!runs)
        end(finished.task);
}

void JobLog::end(TaskId task)
{
    const auto found = m_jobs.find(task);
    if (found == m_jobs.end())
        return;
    if (!found->second.finished)
        return;
    Job job = std::move(found->second);
    m_jobs.erase(found);
    if (!job.canceled) {
        const TaskSpec &spec = m_tasks[task];
        job.row.number = sequenceOf(spec, task);
        job.row.command = spec.command;
        job.row.command.replace(slotMark, QByteArray::number(job.slot));
        write(jobLogLine(job.row));
    }
    m_tasks.forget(task);
}

void JobLog::write(const QByteArray &text)
{
    if (m_failed || m_file.write(text) == text.size())
        return;
    m_failed = true;
    m_listener->jobLogFailed(
        Error(Error::Code::Io, QStringLiteral("cannot write: ") + m_file.errorString())
            .in(m_file.fileName()));
}

} // namespace prun
