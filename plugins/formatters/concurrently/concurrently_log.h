// SPDX-License-Identifier: MIT
#pragma once

#include <prun/formatter.h>

#include <optional>

namespace prun {

/// One stream that all commands share: a line belongs to whoever began it, and what somebody else
/// writes begins a line of its own.
class ConcurrentlyLog
{
public:
    /// `text` is not empty. Each of its lines gets `prefix`, but not the first one if that goes on
    /// with an unfinished line of the same writer (nothing: the runner itself).
    void write(std::optional<TaskId> writer, QByteArrayView prefix, QByteArrayView text,
               QByteArray &out);
    bool isUnfinished() const { return m_last != '\n'; }
    bool isUnfinishedOf(TaskId task) const { return isUnfinished() && m_writer == task; }
    /// Ends an unfinished line.
    void finishLine(QByteArray &out);

private:
    std::optional<TaskId> m_writer; // of the last bytes
    char m_last = '\n';
};

} // namespace prun
