// SPDX-License-Identifier: MIT
#pragma once

#include "common/labels.h"
#include "common/timings_table.h"

#include <prun/formatter.h>

namespace prun {

/// Nothing but the table of timings, and errors of prun itself.
class TimingsFormatter final : public Formatter
{
public:
    TimingsFormatter(const FormatterContext &context, Labels labels);

    void consume(const Event &event, Output &out) override;
    void resized(int columns, int rows) override;

private:
    void finished(const TaskFinished &end);

    Labels m_labels;
    TimingsTable m_table;
    std::vector<TaskId> m_hidden;
    bool m_terminal;
    TimingsTable::Look m_look;
};

} // namespace prun
