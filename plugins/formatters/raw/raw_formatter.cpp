// SPDX-License-Identifier: MIT
#include "raw_formatter.h"

#include "common/escaped_text.h"
#include "common/outcome_text.h"

namespace prun {

void RawFormatter::consume(const Event &event, Output &out)
{
    std::visit(Overloaded{
                   [&](const RunStarted &run) { on(run); },
                   [&](const TaskOutput &output) { out.append(output.stream, output.bytes); },
                   [&](const TaskFinished &end) { notStarted(end, out); },
                   [&](const Notice &what) { notice(what, out); },
                   [](const auto &) {},
               },
               event.what);
}

// The one ending that the command itself has no words for.
void RawFormatter::notStarted(const TaskFinished &end, Output &out)
{
    constexpr int longestCommand = 1000;
    if (end.outcome.kind != Outcome::Kind::NoStart)
        return;
    const QByteArray command = commandText(m_tasks[indexOf(end.task)].command, longestCommand);
    out.append(Stream::Err, "prun: " + command + ' ' + endingText(end) + '\n');
}

void RawFormatter::notice(const Notice &notice, Output &out)
{
    if (notice.level == Notice::Level::Error)
        out.append(Stream::Err, "prun: error: " + escaped(notice.text) + '\n');
    else if (notice.level == Notice::Level::Warning && !m_quiet)
        out.append(Stream::Err, "prun: warning: " + escaped(notice.text) + '\n');
}

} // namespace prun
