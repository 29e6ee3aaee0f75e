// SPDX-License-Identifier: MIT
#include <core/output/spill_file.h>

namespace prun {

namespace {

Error failed(const QString &what, std::error_code cause)
{
    return Error(Error::Code::Io, what, cause)
        .in(QStringLiteral("temporary file in ") + QString::fromUtf8(ScratchFile::folder()))
        .hint(QStringLiteral("TMPDIR names another folder for it"));
}

} // namespace

Result<qint64> SpillFile::append(QByteArrayView bytes)
{
    if (!m_file.isOpen()) {
        if (const std::error_code error = m_file.open())
            return failed(QStringLiteral("cannot make it for output that waits its turn"), error);
    }
    if (const std::error_code error = m_file.write(m_size, bytes))
        return failed(QStringLiteral("cannot write output that waits its turn"), error);
    const qint64 offset = m_size;
    m_size += bytes.size();
    return offset;
}

Result<QByteArray> SpillFile::read(qint64 offset, qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    if (const std::error_code error = m_file.read(offset, bytes.data(), size))
        return failed(QStringLiteral("cannot read output back"), error);
    return bytes;
}

void SpillFile::clear()
{
    m_size = 0;
    m_file.truncate(); // if it cannot, the same space is written again
}

} // namespace prun
