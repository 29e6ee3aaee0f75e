// SPDX-License-Identifier: MIT
#pragma once

#include <core/output/background_writer.h>

#include <QtCore/qbytearray.h>

#include <chrono>
#include <memory>
#include <optional>
#include <system_error>

namespace prun {

/// One open descriptor that output goes to. A regular file or the null device is written at once;
/// everything that has a reader is written by a thread, so that the caller never waits for that
/// reader. Holds a fixed amount: the caller stops making output while full() is true. Main thread
/// only; needs an event loop for its listener.
class StreamWriter
{
public:
    /// All calls come from the event loop, never from inside a call of the writer.
    class Listener
    {
    public:
        /// full() was true and is not any more.
        virtual void streamHasRoom() = 0;
        /// idle() was false and is true now.
        virtual void streamIdle() = 0;
        /// The first write that failed; once. EPIPE: the reader is gone. EBADF: closed.
        virtual void streamFailed(StreamWriter *writer, std::error_code cause) = 0;

    protected:
        ~Listener() = default;
    };

    /// A negative descriptor stands for one that was closed when prun started. The descriptor is
    /// not owned. `listener` may be null.
    StreamWriter(int descriptor, Listener *listener);
    ~StreamWriter();
    Q_DISABLE_COPY_MOVE(StreamWriter)

    /// Append here, then call flush(). The reference stays valid.
    QByteArray &buffer() { return m_buffer; }
    /// Hands over what was appended, or keeps it until more has come while a write is under way.
    /// Once per turn of the event loop is enough; before any wait it must have been called.
    void flush();
    /// True: make no more output; streamHasRoom() follows.
    bool full();
    /// True: everything appended was written, or is lost. False: streamIdle() follows.
    bool idle();

    qint64 lostBytes() const;
    std::error_code failure() const;
    /// Waits until everything is written, `patience` at most (without one: for ever), and returns
    /// how many bytes were lost in all. Nothing may be appended afterwards.
    qint64 finish(std::optional<std::chrono::milliseconds> patience);

private:
    class Inbox;
    void writeNow();
    void handOver();
    void fail(std::error_code cause);
    void queueNews();
    void news();

    QByteArray m_buffer;
    std::unique_ptr<Inbox> m_inbox;
    std::unique_ptr<BackgroundWriter> m_background; // null: written at once
    Listener *m_listener;
    int m_descriptor;
    std::error_code m_failure;
    qint64 m_lost = 0; // besides what the background writer lost
    bool m_closed = false;
    bool m_toldFailure = false;
    bool m_wasFull = false;
    bool m_idleWanted = false;
};

} // namespace prun
