// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qglobal.h>

namespace prun {

/// What came of asking for the next of something.
enum class Pull : quint8 {
    Got,
    NotYet, ///< ask again when there is more
    End, ///< there is nothing more, and will not be
};

/// Bytes, piece by piece, of a file or from somewhere else.
class ByteSource
{
public:
    virtual ~ByteSource() = default;
    /// `bytes` is set only if one was got, and then not empty.
    virtual Result<Pull> next(QByteArray &bytes) = 0;
};

/// Values, such as the lines of a file, one after another.
class ValueSource
{
public:
    virtual ~ValueSource() = default;
    /// `value` is set only if one was got.
    virtual Result<Pull> next(QByteArray &value) = 0;
};

} // namespace prun
