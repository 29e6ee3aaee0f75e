// SPDX-License-Identifier: MIT
#include <core/output/report_writer.h>

#include <core/config/printable.h>

#include <platform/descriptor_io.h>

#include <QtCore/qfileinfo.h>

namespace prun {

namespace {

/// A file under /dev or /proc may look regular, as /dev/fd/3 does, and still must not be replaced.
bool mustBeWrittenInPlace(const QByteArray &path, const QFileInfo &info)
{
    return path.startsWith("/dev/") || path.startsWith("/proc/")
        || (info.exists() && !info.isFile() && !info.isDir());
}

} // namespace

ReportWriter::ReportWriter(const QByteArray &path, Listener *listener)
    : m_path(path), m_listener(listener), m_output(&m_buffer, &m_buffer)
{ }

ReportWriter::~ReportWriter()
{
    m_stream.reset();
    if (m_descriptor >= 0)
        closeDescriptor(m_descriptor);
}

Result<std::unique_ptr<ReportWriter>> ReportWriter::open(const QByteArray &path, Listener *listener)
{
    std::unique_ptr<ReportWriter> report(new ReportWriter(path, listener));
    const QString name = QString::fromUtf8(path);
    if (!mustBeWrittenInPlace(path, QFileInfo(name))) {
        report->m_file = std::make_unique<QSaveFile>(name);
        if (!report->m_file->open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            return report->failed(report->m_file->errorString());
        return report;
    }
    const OpenedDescriptor opened = openForWriting(path);
    if (opened.error) {
        Error error(Error::Code::Io, QStringLiteral("cannot open"), opened.error);
        if (opened.error == std::errc::no_such_device_or_address)
            error = std::move(error).hint(QStringLiteral("nobody reads it yet"));
        return std::move(error).in(QStringLiteral("report ") + quoted(path));
    }
    report->m_descriptor = opened.descriptor;
    report->m_stream =
        std::make_unique<StreamWriter>(opened.descriptor, report->listenerOfStream());
    QByteArray *buffer = &report->m_stream->buffer();
    report->m_output = Output(buffer, buffer);
    return report;
}

void ReportWriter::flush()
{
    if (m_stream) {
        m_stream->flush();
    } else if (!m_buffer.isEmpty()) {
        m_file->write(m_buffer); // remembers the first error; then commit() fails
        m_buffer.resize(0);
    }
}

bool ReportWriter::full()
{
    return m_stream && m_stream->full();
}

bool ReportWriter::idle()
{
    return !m_stream || m_stream->idle();
}

Result<void> ReportWriter::finish(std::optional<std::chrono::milliseconds> patience)
{
    flush();
    if (!m_stream) {
        if (!m_file->commit())
            return failed(m_file->errorString());
        return {};
    }
    const qint64 lost = m_stream->finish(patience);
    if (const std::error_code cause = m_stream->failure())
        return failed(QString::fromLocal8Bit(cause.message().c_str()));
    if (lost > 0)
        return failed(QStringLiteral("its reader left %1 bytes unread").arg(lost));
    return {};
}

Error ReportWriter::failed(const QString &why) const
{
    return Error(Error::Code::Io, QStringLiteral("cannot write: ") + why)
        .in(QStringLiteral("report ") + quoted(m_path));
}

} // namespace prun
