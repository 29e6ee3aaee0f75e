// SPDX-License-Identifier: MIT
#pragma once

#include <app/map_call.h>
#include <app/task_feed.h>

#include <core/sources/map_batches.h>

#include <optional>
#include <unordered_map>

namespace prun {

/// How many bytes a command line may have that this shell reads, None: that is started directly.
/// For how many values to put into it: what the system allows, but not more than 128 KiB.
qsizetype longestCommandLine(Shell::Kind shell);

/// Makes a task of the values of a job.
class MapTaskMaker
{
public:
    MapTaskMaker(const QByteArrayList &command, const OptionValues &options,
                 std::shared_ptr<const Surroundings> surroundings);

    /// Names of the values, from a header, for {name}. Before the first task.
    void setColumns(const QByteArrayList &columns);
    /// An Error::Code::Usage names a value that cannot be quoted.
    Result<TaskSpec> make(const MapJob &job) const;
    /// What it makes, for how many values fit.
    const MapTemplate &line() const { return *m_line; }
    /// How many bytes that may have.
    qsizetype longestLine() const { return longestCommandLine(m_options.shell); }
    /// Whether there may be a slotMark in the commands that it makes.
    bool marksSlots() const { return m_line->marksSlots(); }

private:
    void quoteWords(QByteArrayList &words) const;
    TaskSpec withArguments(TaskSpec task, const MapJob &job) const;

    QByteArrayList m_command;
    std::shared_ptr<const Surroundings> m_surroundings;
    bool m_direct; // no shell: the words of the command are its arguments
    bool m_quotesCommand;
    QByteArray m_tagText;
    MapTemplate::Options m_options;
    std::optional<MapTemplate> m_line;
    std::vector<MapTemplate> m_words;
    std::optional<MapTemplate> m_tag;
};

/// What is wanted of the values that a job log has already.
class ResumePolicy
{
public:
    /// Reads the log, if there is one. Without --resume, --resume-failed it wants everything.
    static Result<ResumePolicy> read(const QByteArray &log, const OptionValues &options,
                                     QByteArrayList &warnings);

    /// False: the job was done, and this is to count. `warning` is set if it was another command
    /// when the log was written.
    bool wants(const TaskSpec &task, QByteArray &warning) const;

private:
    struct Done
    {
        bool succeeded = false;
        std::size_t command = 0; ///< its hash: a log may have millions
    };
    std::unordered_map<quint64, Done> m_done; // by number; what the last row of the job says
    bool m_failedAgain = false;
};

/// The jobs of a map, one task each.
class MapTasks final : public TaskSource
{
public:
    MapTasks(MapBatches jobs, MapTaskMaker maker, ResumePolicy resume)
        : m_jobs(std::move(jobs)), m_maker(std::move(maker)), m_resume(std::move(resume))
    { }

    Result<Pull> next(TaskSpec &task) override;
    QByteArrayList takeWarnings() override { return std::exchange(m_warnings, {}); }

private:
    MapBatches m_jobs;
    MapTaskMaker m_maker;
    ResumePolicy m_resume;
    QByteArrayList m_warnings;
    int m_warned = 0;
    bool m_begun = false;
};

/// The jobs that failed according to a job log, in the order of their numbers.
Result<std::vector<TaskSpec>> failedTasks(const QByteArray &log,
                                          const std::shared_ptr<const Surroundings> &surroundings,
                                          QByteArrayList &warnings);

} // namespace prun
