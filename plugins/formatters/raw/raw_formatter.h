// SPDX-License-Identifier: MIT
#pragma once

#include <prun/formatter.h>
#include <prun/task_specs.h>

namespace prun {

/// Every byte of the commands and no byte more, except for what went wrong in prun itself. With
/// `--raw` commands write to prun's own streams, and there is no output to pass on.
class RawFormatter final : public Formatter
{
public:
    explicit RawFormatter(const FormatterContext &context)
        : m_quiet(context.presentation.quiet),
          m_verbose(context.presentation.verbose),
          m_terminal(context.terminal[static_cast<int>(Stream::Err)])
    { }

    void consume(const Event &event, Output &out) override;

private:
    void started(const TaskStarted &start, Output &out);
    void ended(const TaskFinished &end, Output &out);
    void notice(const Notice &notice, Output &out);

    TaskSpecs m_tasks;
    bool m_quiet;
    bool m_verbose;
    bool m_terminal;
};

} // namespace prun
