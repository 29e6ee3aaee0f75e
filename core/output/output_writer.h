// SPDX-License-Identifier: MIT
#pragma once

#include <core/output/stream_writer.h>

#include <prun/formatter.h>

namespace prun {

/// The way of bytes to stdout and stderr. Where both lead to the same place they share one buffer,
/// so that the order is kept; that place then is Stream::Out. Main thread only.
///
/// A turn of the event loop: formatters append to output(), then flush(); while full() nothing is
/// read from commands. At the end: wait in the event loop until idle(), then finish(). SIGPIPE and
/// SIGXFSZ must be ignored in this process, so that they come as errors.
class OutputWriter final : private StreamWriter::Listener
{
public:
    /// All calls come from the event loop, never from inside a call of the writer.
    class Listener
    {
    public:
        /// full() was true and is not any more.
        virtual void writerHasRoom() = 0;
        /// idle() was false and is true now.
        virtual void writerIdle() = 0;
        /// The first write to `stream` that failed; once per stream. EPIPE: its reader is gone.
        /// EBADF: it was closed when prun started, and something was to be written there.
        virtual void writerFailed(Stream stream, std::error_code cause) = 0;

    protected:
        ~Listener() = default;
    };

    /// The descriptors of stdout and stderr, -1 for one that was closed when prun started.
    OutputWriter(int out, int err, Listener *listener);
    Q_DISABLE_COPY_MOVE(OutputWriter)

    Output &output() { return m_output; }
    void flush();
    /// flush(), and waits until everything is written, `patience` at most: before the process
    /// stops.
    void settle(std::chrono::milliseconds patience);
    /// True: read nothing more from commands; writerHasRoom() follows.
    bool full();
    /// True: everything appended was written, or is lost. False: writerIdle() follows.
    bool idle();
    /// The first error of the stream; no error: none.
    std::error_code failure(Stream stream) const;

    struct Loss
    {
        qint64 bytes[2] = { 0, 0 }; ///< of Stream::Out and Stream::Err; at most so many
        explicit operator bool() const { return bytes[0] > 0 || bytes[1] > 0; }
    };
    /// The end: waits until everything is written, `patience` at most (without one: for ever, and
    /// without looking at signals), and tells what was lost during the whole run. A write that
    /// hangs is left behind in its thread: leave the process by _exit().
    Loss finish(std::optional<std::chrono::milliseconds> patience);

private:
    StreamWriter::Listener *listenerOfStreams() { return this; }
    void streamHasRoom() override;
    void streamIdle() override;
    void streamFailed(StreamWriter *writer, std::error_code cause) override;

    Listener *m_listener;
    StreamWriter m_out;
    std::unique_ptr<StreamWriter> m_err; // null: shares m_out
    Output m_output;
};

} // namespace prun
