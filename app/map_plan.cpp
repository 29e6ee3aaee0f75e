// SPDX-License-Identifier: MIT
#include <app/map_plan.h>

#include <app/input_files.h>
#include <app/native_commands.h>
#include <app/option_reader.h>

#include <core/config/printable.h>
#include <core/config/value_parsers.h>
#include <core/sources/job_log_rows.h>
#include <core/sources/map_batches.h>
#include <core/sources/map_inputs.h>

#include <platform/program_file.h>

#include <QtCore/qfileinfo.h>
#include <QtCore/qhash.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr qsizetype mostWarnings = 10;

bool isSourceMark(const QByteArray &word)
{
    return word == ":::" || word == "::::" || word == ":::+" || word == "::::+";
}

/// A source of values as it was asked for.
struct SourceWords
{
    bool files = false;
    bool linked = false;
    QByteArrayList words;
};

struct MapCall
{
    QByteArrayList command;
    std::vector<SourceWords> sources;
};

MapCall takeApart(const ParsedArguments &parsed)
{
    MapCall call;
    const bool link = parsed.options.has(OptionId::Link);
    for (const OptionValue *file : parsed.options.findAll(OptionId::ArgumentFile))
        call.sources.push_back({ true, link, { file->text } });
    bool inCommand = true;
    for (const QByteArray &word : parsed.commands) {
        if (isSourceMark(word)) {
            inCommand = false;
            call.sources.push_back({ word.startsWith("::::"), link || word.endsWith('+'), {} });
        } else if (inCommand) {
            call.command << word;
        } else {
            call.sources.back().words << word;
        }
    }
    if (call.sources.empty())
        call.sources.push_back({ true, false, { "-" } });
    return call;
}

Result<char> separatorOf(const OptionValues &options)
{
    char separator = options.has(OptionId::NullSeparated) ? '\0' : '\n';
    OptionReader reader(options);
    reader.read(OptionId::Separator, separator, parseSeparator);
    if (reader.failed())
        return std::move(reader.result().error());
    return separator;
}

Result<std::vector<MapSource>> readSources(const std::vector<SourceWords> &asked, char separator)
{
    std::vector<MapSource> sources;
    bool inputIsTaken = false;
    for (const SourceWords &one : asked) {
        if (!one.files) {
            sources.push_back({ one.words, one.linked });
            continue;
        }
        bool linked = one.linked;
        for (const QByteArray &path : one.words) { // each file is a source of its own
            if (path == "-" && std::exchange(inputIsTaken, true))
                return Error(Error::Code::Usage, u"the input can be read only once"_s);
            const Result<QByteArray> text = readLargeFile(path);
            if (!text)
                return Error(text.error());
            sources.push_back({ splitValues(*text, separator), linked });
        }
    }
    return sources;
}

Result<MapRecords> readRecords(const MapCall &call, const OptionValues &options)
{
    const Result<char> separator = separatorOf(options);
    if (!separator)
        return Error(separator.error());
    auto sources = readSources(call.sources, *separator);
    if (!sources)
        return std::move(sources.error());
    MapInputOptions how;
    how.hasHeader = options.has(OptionId::HasHeader);
    how.wraps = options.has(OptionId::Link);
    how.skipsEmpty = options.has(OptionId::SkipEmpty);
    if (const OptionValue *header = options.find(OptionId::HasHeader);
        header && header->text != ":")
        return Error(Error::Code::Usage, u"only \":\" is possible"_s).in(header->place);
    if (const OptionValue *columns = options.find(OptionId::ColumnSeparator))
        how.columnPattern = columns->text;
    return combine(std::move(*sources), how);
}

Result<std::vector<MapJob>> jobsOf(const MapRecords &records, const OptionValues &options,
                                   int slotCount)
{
    MapBatching batching;
    OptionReader reader(options);
    reader.read(OptionId::PerCommand, batching.perJob,
                [](QByteArrayView text) { return parseInteger(text, 0, 1'000'000'000); });
    batching.fills = reader.isOn(OptionId::ContextReplace);
    batching.spread = slotCount;
    if (reader.failed())
        return std::move(reader.result().error());
    return makeJobs(records.records, batching);
}

Shell::Kind kindOf(const Surroundings &surroundings)
{
    if (surroundings.shell.kind != Shell::Kind::Automatic)
        return surroundings.shell.kind;
    return systemShell().posix ? Shell::Kind::Posix : Shell::Kind::Cmd;
}

/// Makes tasks of jobs.
class TaskMaker
{
public:
    TaskMaker(const QByteArrayList &command, const OptionValues &options,
              const QByteArrayList &columns, std::shared_ptr<const Surroundings> surroundings)
        : m_surroundings(std::move(surroundings)),
          m_direct(kindOf(*m_surroundings) == Shell::Kind::None)
    {
        m_options.shell = kindOf(*m_surroundings);
        m_options.columns = columns;
        m_options.repeatsWords = options.has(OptionId::ContextReplace);
        if (const OptionValue *all = options.find(OptionId::Replacement))
            m_options.all = all->text;
        QByteArrayList words = command;
        if (options.has(OptionId::QuoteCommand))
            quoteWords(words);
        m_valuesAreCommands = command.isEmpty();
        m_line.emplace(words.join(' '), m_options);
        MapTemplate::Options own = m_options;
        own.appends = false;
        for (const QByteArray &word : command)
            m_words.emplace_back(word, own);
        const OptionValue *tag = options.find(OptionId::TagString);
        m_tag.emplace(tag ? tag->text : m_options.all, own);
    }

    Result<TaskSpec> make(const MapJob &job) const
    {
        TaskSpec task;
        task.name = m_tag->expandRaw(job).replace(slotMark, "");
        task.surroundings = m_surroundings;
        if (m_valuesAreCommands) {
            task.command = job.values().join(' ');
            return task;
        }
        if (m_direct) {
            for (const MapTemplate &word : m_words)
                task.arguments << word.expandRaw(job);
            if (task.arguments.join(' ') == m_line->expandRaw(job))
                task.command = task.arguments.join(' ');
            else { // nothing was replaced: the values come last
                task.arguments << job.values();
                task.command = task.arguments.join(' ');
            }
            return task;
        }
        Result<QByteArray> line = m_line->expand(job);
        if (!line)
            return std::move(line.error());
        task.command = *line;
        return task;
    }

private:
    void quoteWords(QByteArrayList &words) const
    {
        for (QByteArray &word : words) {
            if (const auto quoted = quoteValue(word, QuoteState::Plain, m_options.shell);
                quoted && word != m_options.all)
                word = *quoted;
        }
    }

    std::shared_ptr<const Surroundings> m_surroundings;
    bool m_direct; // no shell: the words of the command are its arguments
    bool m_valuesAreCommands = false;
    MapTemplate::Options m_options;
    std::optional<MapTemplate> m_line;
    std::vector<MapTemplate> m_words;
    std::optional<MapTemplate> m_tag;
};

/// What the log has of each job, the last row of each.
Result<QHash<quint64, JobLogRow>> readLog(const QByteArray &path)
{
    QHash<quint64, JobLogRow> last;
    if (!QFileInfo::exists(QString::fromUtf8(path)))
        return last;
    const Result<QByteArray> text = readLargeFile(path);
    if (!text)
        return Error(text.error());
    for (JobLogRow &row : parseJobLog(*text))
        last.insert(row.number, std::move(row));
    return last;
}

void warnIfOther(const JobLogRow &row, const TaskSpec &task, RunRequest &request)
{
    if (row.command == task.command || task.command.contains(slotMark)
        || request.warnings.size() > mostWarnings)
        return;
    request.warnings << u"job %1 was %2 when the log was written, and is %3 now"_s.arg(row.number)
                            .arg(quoted(row.command), quoted(task.command))
                            .toUtf8();
}

Result<void> addFailedOfLog(const OptionValues &options, RunRequest &request)
{
    const auto log = readLog(request.jobLog.file);
    const auto surroundings = mapSurroundings(options);
    if (!log || !surroundings)
        return log ? surroundings.error() : log.error();
    std::vector<JobLogRow> failed;
    for (const JobLogRow &row : *log) {
        if (!row.succeeded())
            failed.push_back(row);
    }
    std::ranges::sort(failed, {}, &JobLogRow::number);
    for (const JobLogRow &row : failed) {
        request.plan.tasks.push_back(
            { {}, row.command, {}, *surroundings, TaskSpec::Role::Command });
        request.plan.numbers.push_back(row.number);
    }
    return {};
}

} // namespace

Result<std::shared_ptr<const Surroundings>> mapSurroundings(const OptionValues &options)
{
    ParsedArguments one;
    one.options = options;
    one.commands = { "true" };
    Plan plan;
    if (auto added = addCommands(one, plan); !added)
        return std::move(added.error());
    return plan.tasks.front().surroundings;
}

Result<void> addMapTasks(const ParsedArguments &parsed, RunRequest &request)
{
    const OptionValues &options = parsed.options;
    if (options.has(OptionId::RetryFailed))
        return addFailedOfLog(options, request);
    const MapCall call = takeApart(parsed);
    const auto records = readRecords(call, options);
    if (!records)
        return records.error();
    const auto jobs = jobsOf(*records, options, request.plan.run.slots);
    const auto surroundings = mapSurroundings(options);
    if (!jobs || !surroundings)
        return jobs ? surroundings.error() : jobs.error();

    const bool resumes = options.has(OptionId::Resume) || options.has(OptionId::ResumeFailed);
    const auto log = resumes ? readLog(request.jobLog.file) : QHash<quint64, JobLogRow>();
    if (!log)
        return log.error();
    const TaskMaker maker(call.command, options, records->columns, *surroundings);
    for (const MapJob &job : *jobs) {
        Result<TaskSpec> task = maker.make(job);
        if (!task)
            return std::move(task.error());
        if (const auto row = log->find(job.number); row != log->end()) {
            warnIfOther(*row, *task, request);
            if (row->succeeded() || !options.has(OptionId::ResumeFailed))
                continue;
        }
        request.plan.marksSlots = request.plan.marksSlots || task->command.contains(slotMark);
        request.plan.tasks.push_back(std::move(*task));
        request.plan.numbers.push_back(job.number);
    }
    return {};
}

} // namespace prun
