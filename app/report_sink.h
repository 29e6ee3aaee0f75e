// SPDX-License-Identifier: MIT
#pragma once

#include <app/formatter_sink.h>

#include <QtCore/qsavefile.h>

namespace prun {

/// A formatter whose output goes to a file (--report): what was there before stays until the run
/// has ended and the new report is whole. Devices and pipes are written as the run goes on.
class ReportSink final : public EventSink, private FormatterSink::Host
{
public:
    struct Parts
    {
        std::unique_ptr<Formatter> formatter;
        OutputOrder order = OutputOrder::Live;
        std::function<Nanoseconds()> clock;
        std::function<void(const Error &)> lost; ///< output that waited could not be kept
    };
    ReportSink(const QByteArray &file, Parts parts);

    Result<void> open();
    void consume(const Event &event) override { m_sink.consume(event); }
    /// Writes what the formatter has made. Once per turn of the event loop is enough.
    void flush();
    /// After RunFinished.
    Result<void> finish();

private:
    bool formatterHasRoom() override { return true; }
    void formatterWrote() override { flush(); }
    void formatterLost(const Error &error) override { m_lost(error); }
    Error failure() const;

    QByteArray m_path;
    QSaveFile m_file;
    QByteArray m_buffer;
    std::function<void(const Error &)> m_lost;
    FormatterSink m_sink;
};

} // namespace prun
