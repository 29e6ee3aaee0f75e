// SPDX-License-Identifier: MIT
#include <app/report_sink.h>

#include <core/config/printable.h>

#include <QtCore/qfile.h>

namespace prun {

ReportSink::ReportSink(const QByteArray &file, Parts parts)
    : m_path(file),
      m_file(QFile::decodeName(file)),
      m_lost(std::move(parts.lost)),
      m_sink(std::move(parts.formatter), parts.order, Output(&m_buffer, &m_buffer), this,
             std::move(parts.clock))
{ }

Result<void> ReportSink::open()
{
    // A pipe or a device, or a file in a folder where none can be made beside it.
    m_file.setDirectWriteFallback(true);
    if (m_file.open(QIODevice::WriteOnly))
        return {};
    return failure();
}

void ReportSink::flush()
{
    if (m_buffer.isEmpty())
        return;
    m_file.write(m_buffer); // what went wrong is told by commit()
    m_buffer.resize(0);
}

Result<void> ReportSink::finish()
{
    flush();
    if (m_file.commit())
        return {};
    return failure();
}

Error ReportSink::failure() const
{
    return Error(
        Error::Code::Io,
        QStringLiteral("cannot write the report %1: %2").arg(quoted(m_path), m_file.errorString()));
}

} // namespace prun
