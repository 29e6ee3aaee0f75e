// SPDX-License-Identifier: MIT
#include "raw_formatter.h"

#include "common/escaped_text.h"
#include "common/outcome_text.h"

namespace prun {

void RawFormatter::consume(const Event &event, Output &out)
{
    m_tasks.consume(event);
    std::visit(Overloaded{
                   [&](const TaskStarted &start) { started(start, out); },
                   [&](const TaskOutput &output) { out.append(output.stream, output.bytes); },
                   [&](const TaskFinished &end) { ended(end, out); },
                   [&](const Notice &what) { notice(what, out); },
                   [](const auto &) {},
               },
               event.what);
}

// Verbose: as `sh -x` and `xargs -t` do it.
void RawFormatter::started(const TaskStarted &start, Output &out)
{
    if (!m_verbose)
        return;
    const QByteArray &command = m_tasks[start.task].command;
    out.append(Stream::Err, (m_terminal ? escaped(command) : command) + '\n');
}

// That it did not start is the one ending that the command itself has no words for.
void RawFormatter::ended(const TaskFinished &end, Output &out)
{
    constexpr int longestCommand = 1000;
    if (end.outcome.kind == Outcome::Kind::NoStart) {
        const QByteArray command = commandText(m_tasks[end.task].command, longestCommand);
        out.append(Stream::Err, "prun: " + command + ' ' + endingText(end) + '\n');
    }
    if (!end.willRetry)
        m_tasks.forget(end.task);
}

void RawFormatter::notice(const Notice &notice, Output &out)
{
    if (notice.level == Notice::Level::Error)
        out.append(Stream::Err, "prun: error: " + escaped(notice.text) + '\n');
    else if (notice.level == Notice::Level::Warning && !m_quiet)
        out.append(Stream::Err, "prun: warning: " + escaped(notice.text) + '\n');
}

} // namespace prun
