// SPDX-License-Identifier: MIT
#pragma once

#include <prun/formatter.h>
#include <prun/task_specs.h>

#include <array>
#include <map>

namespace prun {

/// Every byte of the commands, with the name before each line if wanted. Live, a line is shown
/// when it is whole; in turns, as it comes.
class JobsFormatter final : public Formatter
{
public:
    static Result<std::unique_ptr<Formatter>> create(const FormatterContext &context);

    void consume(const Event &event, Output &out) override;

private:
    struct Settings
    {
        bool live = true;
        bool tag = false;
        bool lastAttempt = false; ///< what is written waits until it is known
        bool failures = false;
        bool halt = false; ///< told
        bool quiet = false;
        bool terminal[2] = { false, false };
    };
    struct Job
    {
        std::array<QByteArray, 2> waiting; ///< a line without its end, or an attempt
        std::array<bool, 2> inLine = {};
        bool started = false;
        bool dropped = false; ///< this attempt will be made again
        bool final = false;
    };

    explicit JobsFormatter(const Settings &settings) : m_settings(settings) { }

    void on(const TaskStarted &start);
    void on(const TaskOutput &output, Output &out);
    void on(const TaskFinished &end, Output &out);
    void on(const TaskOutputEnded &end, Output &out);
    void on(const RunHalted &halted, Output &out);
    void on(const RunStopping &stopping, Output &out);
    void on(const Notice &notice, Output &out);
    void write(TaskId task, Job &job, Stream stream, QByteArrayView bytes, Output &out);
    void forget(TaskId task);
    void writeWaiting(TaskId task, Job &job, Output &out);
    void tellEnd(const TaskFinished &end, Output &out);

    Settings m_settings;
    TaskSpecs m_tasks;
    std::map<TaskId, Job> m_jobs; // of which something was written
};

} // namespace prun
