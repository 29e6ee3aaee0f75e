// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// Appends `bytes` to `buffer` with `label` before each line; not before the first one if that only
/// goes on with a line (`continues`). All output of all commands passes through here: it costs a
/// search for the line ends and a copy, nothing else.
void appendLabelled(QByteArray &buffer, QByteArrayView label, QByteArrayView bytes,
                    bool continues = false);

} // namespace prun
