// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearraylist.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// The end of what a command wrote: at most `capacity` bytes, however much it writes.
class OutputTail
{
public:
    static constexpr qsizetype capacity = 4096;

    void append(QByteArrayView bytes);
    bool isEmpty() const { return m_bytes.isEmpty(); }
    /// The last lines without their ends, at most `count`. The first may be cut: then it begins
    /// with `..`.
    QByteArrayList lines(int count) const;

private:
    QByteArray m_bytes; // up to twice the capacity, so that most appends move nothing
    bool m_cut = false;
};

} // namespace prun
