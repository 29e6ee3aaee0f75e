// SPDX-License-Identifier: MIT
#pragma once

#include <platform/pipe.h>
#include <platform/write_notice.h>

#include <prun/task.h>

#include <functional>
#include <memory>
#include <unordered_map>

namespace prun {

/// Writes to the standard input of commands without ever waiting for them. What a command does not
/// take is kept until it does; what comes after it has closed its input is dropped silently.
class InputFeeder
{
public:
    void add(TaskId task, OwnedDescriptor writingEnd);
    void write(TaskId task, QByteArrayView bytes);
    /// Once everything is written.
    void close(TaskId task);
    /// At once.
    void remove(TaskId task);
    int count() const { return static_cast<int>(m_inputs.size()); }
    /// Bytes that no command has taken yet.
    qint64 waiting() const { return m_waiting; }
    /// `taken` is called when some of them were taken or dropped, but not from inside write().
    void setTaken(std::function<void()> taken) { m_taken = std::move(taken); }

private:
    struct Input
    {
        OwnedDescriptor end;
        QByteArray pending;
        bool closing = false;
        std::unique_ptr<WriteNotice> writable; ///< before `end` is closed it must be gone
    };
    void flush(TaskId task);

    std::unordered_map<TaskId, Input> m_inputs;
    std::function<void()> m_taken;
    qint64 m_waiting = 0;
};

} // namespace prun
