// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qstring.h>

namespace prun {

/// Text from outside made fit for one line of a message: control characters, invisible and
/// direction-changing characters and invalid UTF-8 are written as `\n`, `\x1b`, `\u202e`.
QString printable(QByteArrayView text);

/// The same in double quotes, cut in the middle if it is long.
QString quoted(QByteArrayView text);

} // namespace prun
