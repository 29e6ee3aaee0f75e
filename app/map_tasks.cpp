// SPDX-License-Identifier: MIT
#include <app/map_tasks.h>

#include <app/byte_sources.h>

#include <core/config/printable.h>
#include <core/sources/command_words.h>
#include <core/sources/job_log_rows.h>
#include <core/sources/script_words.h>
#include <core/sources/value_splitter.h>

#include <platform/program_file.h>

#include <QtCore/qfileinfo.h>

#include <map>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int mostWarnings = 10;

Shell::Kind kindOf(const Surroundings &surroundings)
{
    if (surroundings.shell.kind != Shell::Kind::Automatic)
        return surroundings.shell.kind;
    return systemShell().posix ? Shell::Kind::Posix : Shell::Kind::Cmd;
}

/// A line that a POSIX shell takes apart into these words: it is told and logged, and run again.
QByteArray asLine(const QByteArrayList &words)
{
    if (!systemShell().posix)
        return words.join(' ');
    QByteArrayList texts;
    for (const QByteArray &word : words) {
        const QByteArray filled = QByteArray(word).replace(slotMark, "1");
        const QByteArray text = quotedForShell(filled);
        texts << (text == filled ? word : quotedForShell(word));
    }
    return texts.join(' ');
}

/// Row by row; a job that was run again has another row further down. A row without its line end
/// may have only half of its command: that was not done.
template<typename Use>
Result<void> forEachRow(const QByteArray &path, QByteArrayList &warnings, Use &&use)
{
    if (!QFileInfo::exists(QString::fromUtf8(path)))
        return {};
    Result<std::unique_ptr<ByteSource>> bytes = openFile(path);
    if (!bytes)
        return std::move(bytes.error());
    SplitValues lines(std::move(*bytes), '\n');
    QByteArray line;
    for (;;) {
        Result<Pull> got = lines.next(line);
        if (!got)
            return got.error();
        if (*got == Pull::End)
            return {};
        if (lines.endsOpen())
            warnings << u"%1 ends within a row, which is left out"_s.arg(quoted(path)).toUtf8();
        else if (const auto row = parseJobLogLine(line))
            use(*row);
    }
}

} // namespace

qsizetype longestCommandLine(Shell::Kind shell)
{
    constexpr qsizetype most = 128 * 1024;
    constexpr qsizetype mostOfCmd = 8191;
    // The shell, its options, quotes.
    const qsizetype around = shell == Shell::Kind::None && systemShell().posix ? 0 : 256;
    const qsizetype single = argumentLimits().single;
    const qsizetype allowed = shell == Shell::Kind::Cmd ? mostOfCmd : single > 0 ? single : most;
    return std::min(most, allowed - around);
}

MapTaskMaker::MapTaskMaker(const QByteArrayList &command, const OptionValues &options,
                           std::shared_ptr<const Surroundings> surroundings)
    : m_command(command),
      m_surroundings(std::move(surroundings)),
      m_direct(kindOf(*m_surroundings) == Shell::Kind::None),
      m_quotesCommand(options.has(OptionId::QuoteCommand))
{
    m_options.shell = kindOf(*m_surroundings);
    m_options.repeatsWords = options.has(OptionId::ContextReplace);
    if (const OptionValue *all = options.find(OptionId::Replacement))
        m_options.all = all->text;
    const OptionValue *tag = options.find(OptionId::TagString);
    m_tagText = tag ? tag->text : m_options.all;
    setColumns({});
}

void MapTaskMaker::setColumns(const QByteArrayList &columns)
{
    m_options.columns = columns;
    QByteArrayList words = m_command;
    if (m_quotesCommand)
        quoteWords(words);
    m_line.emplace(words.join(' '), m_options);
    MapTemplate::Options own = m_options;
    own.appends = false;
    m_words.clear();
    for (const QByteArray &word : std::as_const(m_command))
        m_words.emplace_back(word, own);
    m_tag.emplace(m_tagText, own);
}

void MapTaskMaker::quoteWords(QByteArrayList &words) const
{
    for (QByteArray &word : words) {
        if (const auto quoted = quoteValue(word, QuoteState::Plain, m_options.shell);
            quoted && word != m_options.all)
            word = *quoted;
    }
}

Result<TaskSpec> MapTaskMaker::make(const MapJob &job) const
{
    TaskSpec task;
    task.sequence = job.number;
    task.name = m_tag->expandRaw(job).replace(slotMark, "");
    task.surroundings = m_surroundings;
    if (m_command.isEmpty()) {
        task.command = job.values().join(' '); // the values are commands
        return task;
    }
    if (m_direct)
        return withArguments(std::move(task), job);
    Result<QByteArray> line = m_line->expand(job);
    if (!line)
        return std::move(line.error());
    task.command = *line;
    return task;
}

TaskSpec MapTaskMaker::withArguments(TaskSpec task, const MapJob &job) const
{
    for (const MapTemplate &word : m_words)
        task.arguments << word.expandRaw(job);
    if (!m_line->replaces())
        task.arguments << job.values();
    task.command = asLine(task.arguments);
    return task;
}

Result<ResumePolicy> ResumePolicy::read(const QByteArray &log, const OptionValues &options,
                                        QByteArrayList &warnings)
{
    ResumePolicy policy;
    policy.m_failedAgain = options.has(OptionId::ResumeFailed);
    if (!policy.m_failedAgain && !options.has(OptionId::Resume))
        return policy;
    const Result<void> read = forEachRow(log, warnings, [&](const JobLogRow &row) {
        policy.m_done.insert_or_assign(row.number, Done{ row.succeeded(), qHash(row.command) });
    });
    if (!read)
        return read.error();
    return policy;
}

bool ResumePolicy::wants(const TaskSpec &task, QByteArray &warning) const
{
    const auto found = m_done.find(task.sequence);
    if (found == m_done.end())
        return true;
    const Done &done = found->second;
    if (done.command != qHash(task.command) && !task.command.contains(slotMark))
        warning =
            u"job %1 was another command than %2 when the log was written"_s.arg(task.sequence)
                .arg(quoted(task.command))
                .toUtf8();
    return !done.succeeded && m_failedAgain;
}

Result<Pull> MapTasks::next(TaskSpec &task)
{
    for (;;) {
        MapJob job;
        Result<Pull> got = m_jobs.next(job, m_maker.line());
        if (!got || *got != Pull::Got)
            return got;
        if (!std::exchange(m_begun, true))
            m_maker.setColumns(m_jobs.columns());
        Result<TaskSpec> made = m_maker.make(job);
        if (!made)
            return std::move(made.error());
        QByteArray warning;
        const bool wanted = m_resume.wants(*made, warning);
        if (!warning.isEmpty() && ++m_warned <= mostWarnings)
            m_warnings << warning;
        if (wanted) {
            task = std::move(*made);
            return Pull::Got;
        }
    }
}

Result<std::vector<TaskSpec>> failedTasks(const QByteArray &log,
                                          const std::shared_ptr<const Surroundings> &surroundings,
                                          QByteArrayList &warnings)
{
    std::map<quint64, QByteArray> failed; // the command of each
    const Result<void> read = forEachRow(log, warnings, [&](const JobLogRow &row) {
        if (row.succeeded())
            failed.erase(row.number);
        else
            failed.insert_or_assign(row.number, row.command);
    });
    if (!read)
        return read.error();
    std::vector<TaskSpec> tasks;
    for (const auto &[number, command] : failed) {
        TaskSpec task;
        task.command = command;
        if (kindOf(*surroundings) == Shell::Kind::None && systemShell().posix)
            task.arguments = splitQuotedWords(command);
        task.surroundings = surroundings;
        task.sequence = number;
        tasks.push_back(std::move(task));
    }
    return tasks;
}

} // namespace prun
