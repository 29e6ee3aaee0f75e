// SPDX-License-Identifier: MIT
#pragma once

#include <app/formatter_sink.h>

#include <core/output/report_writer.h>

namespace prun {

/// A formatter whose output goes to a file (--report).
class ReportSink final : public EventSink,
                         private FormatterSink::Host,
                         private ReportWriter::Listener
{
public:
    class Host
    {
    public:
        /// There is room again, or everything is written.
        virtual void reportMoved() = 0;
        /// Output that waited for its turn could not be kept.
        virtual void reportLost(const Error &error) = 0;

    protected:
        ~Host() = default;
    };
    struct Parts
    {
        std::unique_ptr<Formatter> formatter;
        OutputOrder order = OutputOrder::Live;
        std::function<Nanoseconds()> clock;
    };

    explicit ReportSink(Host *host) : m_host(host) { }

    /// Before anything else.
    Result<void> open(const QByteArray &file, Parts parts);
    void consume(const Event &event) override { m_sink->consume(event); }
    void flush() { m_writer->flush(); }
    /// Nothing more may be made for it now; Host::reportMoved() follows.
    bool full() { return m_writer->full(); }
    /// There is room again.
    void release() { m_sink->release(); }
    /// The formatter has had its last event and all is written; else Host::reportMoved() follows.
    bool written() { return m_sink->finished() && m_writer->idle(); }
    /// The report is whole, or the error says what is missing.
    Result<void> finish(std::chrono::milliseconds patience) { return m_writer->finish(patience); }

private:
    bool formatterHasRoom() override;
    bool formatterMayDraw() override { return true; }
    void formatterWrote() override { m_writer->flush(); }
    void formatterLost(const Error &error) override { m_host->reportLost(error); }
    void reportHasRoom() override { m_host->reportMoved(); }
    void reportIdle() override { m_host->reportMoved(); }

    Host *m_host;
    std::unique_ptr<ReportWriter> m_writer;
    std::unique_ptr<FormatterSink> m_sink;
};

} // namespace prun
