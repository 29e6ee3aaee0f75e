// SPDX-License-Identifier: MIT
#include "concurrently_log.h"

#include "common/labelled_lines.h"

#include <utility>

namespace prun {

void ConcurrentlyLog::write(std::optional<TaskId> writer, QByteArrayView prefix,
                            QByteArrayView text, QByteArray &out)
{
    if (m_writer != writer)
        finishLine(out);
    if (text.contains("…")) { // concurrently does so, for the sake of old terminals
        const QByteArray plain = text.toByteArray().replace("…", "...");
        appendLabelled(out, prefix, plain, isUnfinished());
    } else {
        appendLabelled(out, prefix, text, isUnfinished());
    }
    m_writer = writer;
    m_last = text.back();
}

void ConcurrentlyLog::finishLine(QByteArray &out)
{
    if (std::exchange(m_last, '\n') != '\n')
        out += '\n';
}

} // namespace prun
