// SPDX-License-Identifier: MIT
#pragma once

#include <core/output/stream_writer.h>

#include <prun/error.h>
#include <prun/formatter.h>

#include <QtCore/qsavefile.h>

namespace prun {

/// The way of bytes to one report file (--report ID=FILE). A regular file appears when the report
/// is complete: until then the old one, if any, stays as it was. What is no regular file (a named
/// pipe, /dev/null, /dev/fd/3) is written as the bytes come, and its reader is waited for as that
/// of stdout is. Main thread only.
class ReportWriter final : private StreamWriter::Listener
{
public:
    /// All calls come from the event loop, never from inside a call of the writer.
    class Listener
    {
    public:
        /// full() was true and is not any more.
        virtual void reportHasRoom() = 0;
        /// idle() was false and is true now.
        virtual void reportIdle() = 0;

    protected:
        ~Listener() = default;
    };

    static Result<std::unique_ptr<ReportWriter>> open(const QByteArray &path, Listener *listener);
    ~ReportWriter();
    Q_DISABLE_COPY_MOVE(ReportWriter)

    /// Both streams of the formatter go to the same file.
    Output &output() { return m_output; }
    void flush();
    /// As those of OutputWriter.
    bool full();
    bool idle();
    /// The end of the report: waits for a reader, `patience` at most (without one: for ever), and
    /// puts the complete file in its place. The error says what was lost since open(), and where.
    Result<void> finish(std::optional<std::chrono::milliseconds> patience);

private:
    ReportWriter(const QByteArray &path, Listener *listener);
    StreamWriter::Listener *listenerOfStream() { return this; }
    Error failed(const QString &why) const;
    void streamHasRoom() override { m_listener->reportHasRoom(); }
    void streamIdle() override { m_listener->reportIdle(); }
    void streamFailed(StreamWriter *, std::error_code) override { } // finish() tells

    QByteArray m_path;
    Listener *m_listener;
    QByteArray m_buffer; // for m_file
    std::unique_ptr<QSaveFile> m_file; // either this
    int m_descriptor = -1;
    std::unique_ptr<StreamWriter> m_stream; // or this
    Output m_output;
};

} // namespace prun
