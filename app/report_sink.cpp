// SPDX-License-Identifier: MIT
#include <app/report_sink.h>

namespace prun {

Result<void> ReportSink::open(const QByteArray &file, Parts parts)
{
    Result<std::unique_ptr<ReportWriter>> writer = ReportWriter::open(file, this);
    if (!writer)
        return writer.error();
    m_writer = std::move(*writer);
    FormatterSink::Host *const host = this;
    m_sink = std::make_unique<FormatterSink>(std::move(parts.formatter), parts.order,
                                             m_writer->output(), host, std::move(parts.clock));
    return {};
}

bool ReportSink::formatterHasRoom()
{
    m_writer->flush();
    return !m_writer->full();
}

} // namespace prun
