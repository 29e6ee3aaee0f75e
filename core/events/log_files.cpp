// SPDX-License-Identifier: MIT
#include <core/events/log_files.h>

#include <core/config/printable.h>

#include <QtCore/qdir.h>

#include <algorithm>

namespace prun {

namespace {

constexpr qsizetype kLongestName = 40;

/// Words that are fit for a file name on every system, joined by dashes.
QString fileNamePart(const QByteArray &text)
{
    QString part;
    for (const QChar c : QString::fromUtf8(text)) {
        const bool fit = c.isLetterOrNumber() || c == u'.' || c == u'_';
        if (fit)
            part += c;
        else if (!part.isEmpty() && !part.endsWith(u'-'))
            part += u'-';
        if (part.size() == kLongestName)
            break;
    }
    while (part.endsWith(u'-') || part.endsWith(u'.'))
        part.chop(1);
    return part;
}

/// Why the folder cannot be made or written to, as far as it can be seen.
QString whyNot(const QString &folder)
{
    const auto shown = [](const QString &path) { return quoted(path.toUtf8()); };
    QFileInfo nearest(folder);
    while (!nearest.exists() && nearest.path() != nearest.filePath())
        nearest.setFile(nearest.path());
    const QString reason = !nearest.isDir() ? QStringLiteral("%1 is no folder")
        : !nearest.isWritable()             ? QStringLiteral("%1 may not be written to")
                                            : QString();
    if (nearest.filePath() == folder && !reason.isEmpty())
        return reason.arg(shown(folder));
    const QString what = QStringLiteral("cannot make the folder %1").arg(shown(folder));
    return reason.isEmpty() ? what
                            : what + QStringLiteral(": ") + reason.arg(shown(nearest.filePath()));
}

} // namespace

LogFiles::LogFiles(QString folder, Listener *listener)
    : m_folder(std::move(folder)), m_listener(listener)
{ }

Result<std::unique_ptr<LogFiles>> LogFiles::create(const QByteArray &folder, Listener *listener)
{
    const QString path = QString::fromUtf8(folder);
    if (!QDir().mkpath(path) || !QFileInfo(path).isWritable())
        return Error(Error::Code::Io, whyNot(path)).in(QStringLiteral("log files"));
    return std::unique_ptr<LogFiles>(new LogFiles(path, listener));
}

void LogFiles::consume(const Event &event)
{
    std::visit(Overloaded{
                   [this](const RunStarted &what) {
                       m_tasks = what.tasks;
                       m_logs.resize(what.tasks.size());
                   },
                   [this](const TaskStarted &what) { start(what); },
                   [this](const TaskOutput &what) { write(what.task, what.bytes); },
                   [this](const TaskOutputEnded &what) { close(what.task); },
                   [](const auto &) {},
               },
               event.what);
}

QString LogFiles::pathOf(TaskId task) const
{
    const TaskSpec &spec = m_tasks[indexOf(task)];
    const QString words = fileNamePart(spec.name.isEmpty() ? spec.command : spec.name);
    const QString index = QString::number(indexOf(task));
    return m_folder + u'/' + index + (words.isEmpty() ? words : u'-' + words)
        + QStringLiteral(".log");
}

void LogFiles::start(const TaskStarted &started)
{
    Log &log = m_logs[indexOf(started.task)];
    if (started.attempt == 1 || !log.made) {
        fileOf(started.task);
        return;
    }
    QByteArray separator = "--- attempt " + QByteArray::number(started.attempt) + " ---\n";
    if (log.inLine)
        separator.prepend('\n');
    write(started.task, separator);
}

void LogFiles::write(TaskId task, QByteArrayView bytes)
{
    QFile *file = fileOf(task);
    if (!file) {
        m_lost += bytes.size();
        return;
    }
    const qint64 written = file->write(bytes.data(), bytes.size());
    if (written != bytes.size()) {
        m_lost += bytes.size() - std::max<qint64>(written, 0);
        fail(*file, QStringLiteral("cannot write"));
    }
    m_logs[indexOf(task)].inLine = bytes.back() != '\n';
}

/// The open file of the task, or null if it cannot be opened.
QFile *LogFiles::fileOf(TaskId task)
{
    const auto found = std::find_if(m_open.begin(), m_open.end(),
                                    [task](const Open &open) { return open.task == task; });
    if (found != m_open.end()) {
        m_open.splice(m_open.begin(), m_open, found);
        return found->file.get();
    }
    Log &log = m_logs[indexOf(task)];
    auto file = std::make_unique<QFile>(pathOf(task));
    const auto mode = log.made ? QIODevice::Append : QIODevice::Truncate;
    if (!file->open(QIODevice::WriteOnly | QIODevice::Unbuffered | mode)) {
        fail(*file, QStringLiteral("cannot open"));
        return nullptr;
    }
    log.made = true;
    if (m_open.size() == kMostOpen)
        m_open.pop_back();
    m_open.push_front({ task, std::move(file) });
    return m_open.front().file.get();
}

void LogFiles::close(TaskId task)
{
    std::erase_if(m_open, [task](const Open &open) { return open.task == task; });
}

void LogFiles::fail(const QFile &file, const QString &what)
{
    if (m_failed)
        return;
    m_failed = true;
    m_listener->logFilesFailed(
        Error(Error::Code::Io, what + QStringLiteral(": ") + file.errorString())
            .in(file.fileName())
            .in(QStringLiteral("log files")));
}

} // namespace prun
