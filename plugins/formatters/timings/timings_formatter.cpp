// SPDX-License-Identifier: MIT
#include "timings_formatter.h"

#include "common/escaped_text.h"

#include <algorithm>
#include <utility>

namespace prun {

TimingsFormatter::TimingsFormatter(const FormatterContext &context, Labels labels)
    : m_labels(std::move(labels)),
      m_hidden(context.presentation.hidden),
      m_terminal(context.terminal[static_cast<int>(Stream::Out)]),
      m_look{ {}, m_terminal ? context.columns : 0, context.unicode }
{ }

void TimingsFormatter::consume(const Event &event, Output &out)
{
    std::visit(Overloaded{
                   [&](const RunStarted &run) { m_labels.begin(run); },
                   [&](const TaskFinished &end) { finished(end); },
                   [&](const Notice &notice) {
                       if (notice.level == Notice::Level::Error)
                           out.append(Stream::Err, "prun: error: " + escaped(notice.text) + '\n');
                   },
                   [&](const RunFinished &) {
                       if (!m_table.isEmpty())
                           out.append(Stream::Out, m_table.text(m_labels, m_look));
                   },
                   [](const auto &) {},
               },
               event.what);
}

void TimingsFormatter::resized(int columns, int)
{
    if (m_terminal)
        m_look.columns = columns;
}

void TimingsFormatter::finished(const TaskFinished &end)
{
    const bool isHidden = std::binary_search(m_hidden.begin(), m_hidden.end(), end.task);
    if (end.attempt > 0 && !end.willRetry && !isHidden)
        m_table.add(end);
}

} // namespace prun
