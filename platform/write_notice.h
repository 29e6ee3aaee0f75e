// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <functional>
#include <memory>

namespace prun {

/// Tells from the event loop that prun's end of a pipe can be written again. Main thread only.
class WriteNotice
{
public:
    /// `descriptor` must outlive it. Silent until setEnabled(true).
    WriteNotice(int descriptor, const std::function<void()> &writable);
    /// Also from inside `writable`.
    ~WriteNotice();
    Q_DISABLE_COPY_MOVE(WriteNotice)

    void setEnabled(bool enabled);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace prun
