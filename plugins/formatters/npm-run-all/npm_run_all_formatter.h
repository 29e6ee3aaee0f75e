// SPDX-License-Identifier: MIT
#pragma once

#include "common/terminal_filter.h"

#include <prun/formatter.h>

#include <map>
#include <vector>

namespace prun {

/// The output of run-p, run-s and npm-run-all: that of the scripts, behind labels if they are
/// wanted, and one line about the failure that ended the run.
class NpmRunAllFormatter final : public Formatter
{
public:
    static Result<std::unique_ptr<Formatter>> create(const FormatterContext &context);

    void consume(const Event &event, Output &out) override;

private:
    explicit NpmRunAllFormatter(const FormatterContext &context) : m_context(context) { }

    Result<void> readGroups(const QString &text);
    bool isOn(const char *option) const
    {
        return m_context.options.value(QLatin1String(option)) == QLatin1String("1");
    }
    void begin(const RunStarted &run);
    void finished(const TaskFinished &end, Output &out);
    void output(const TaskOutput &output, Output &out);
    void labelled(TaskId task, Stream stream, QByteArrayView bytes, Output &out);
    void ended(const RunFinished &run, Output &out) const;
    void notice(const Notice &notice, Output &out) const;
    QByteArray labelOf(TaskId task, Stream stream);
    QByteArray nameOf(TaskId task) const;
    std::size_t groupOf(TaskId task) const;

    /// What was written last, of all commands of a group and to both streams together.
    struct LineState
    {
        QByteArray label;
        bool atStart = true;
    };

    const FormatterContext m_context;
    std::span<const TaskSpec> m_tasks;
    std::vector<std::size_t> m_groups; // their ends
    std::vector<qsizetype> m_widths; // of labels, per group
    std::vector<LineState> m_states; // per group
    std::map<QByteArray, int> m_colors; // of names, in the order in which they are first seen
    std::map<std::pair<TaskId, Stream>, TerminalFilter> m_filters;
    QByteArray m_failure; // the line about it
};

} // namespace prun
