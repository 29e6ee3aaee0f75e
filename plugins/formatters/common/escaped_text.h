// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// Valid UTF-8 on one line, safe to show on any terminal: control characters, invalid bytes and
/// characters that reorder or hide text become `\n`, `\x1b`, `\u202e`. For names, command lines
/// and whatever else others have chosen.
QByteArray escaped(QByteArrayView text);

/// At most `characters` long; what is too much is cut from the middle: `npm..prod`.
QByteArray shortened(QByteArrayView text, int characters);

} // namespace prun
