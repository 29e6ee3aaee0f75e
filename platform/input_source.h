// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qglobal.h>

#include <functional>
#include <memory>
#include <system_error>

namespace prun {

/// Reads standard input, or another descriptor, as it comes, from the event loop, without ever
/// waiting for it.
class InputSource
{
public:
    /// `data` gets bytes that dangle when it returns; `ended` comes once, at the end of input or,
    /// with the reason, when it cannot be read. The descriptor must stay open for as long as the
    /// source lives, and on Windows until the process ends.
    InputSource(std::function<void(QByteArrayView)> data,
                std::function<void(std::error_code)> ended, int descriptor = 0);
    ~InputSource();
    Q_DISABLE_COPY_MOVE(InputSource)

    /// Reads nothing while true.
    void pause(bool pause);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace prun
