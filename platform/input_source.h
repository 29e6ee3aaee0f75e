// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qglobal.h>

#include <functional>
#include <memory>

namespace prun {

/// Reads standard input as it comes, from the event loop, without ever waiting for it.
class InputSource
{
public:
    /// `data` gets bytes that dangle when it returns; `ended` comes once, at the end of input or
    /// when it cannot be read.
    InputSource(std::function<void(QByteArrayView)> data, std::function<void()> ended);
    ~InputSource();
    Q_DISABLE_COPY_MOVE(InputSource)

    /// Reads nothing while true.
    void pause(bool pause);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace prun
