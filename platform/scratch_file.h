// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qglobal.h>

#include <system_error>

namespace prun {

/// A file without a name in the folder for temporary files. Nobody else can open it, and it is
/// gone when this process is, however that ends.
class ScratchFile
{
public:
    ScratchFile() = default;
    ~ScratchFile();
    Q_DISABLE_COPY_MOVE(ScratchFile)

    bool isOpen() const { return m_descriptor >= 0; }
    std::error_code open();
    /// All of `bytes`, or an error.
    std::error_code write(qint64 offset, QByteArrayView bytes);
    /// Exactly `size` bytes into `to`, or an error; less in the file is an error too.
    std::error_code read(qint64 offset, char *to, qsizetype size);
    /// Gives the space of the file back.
    std::error_code truncate();

    static QByteArray folder(); ///< where it is, for a message

private:
    int m_descriptor = -1;
};

} // namespace prun
