// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// What a person would see of one line of output, as valid UTF-8: without colours and control
/// sequences, tabs as spaces, and of a line that overwrites itself only the last state.
QByteArray visibleText(QByteArrayView line);

} // namespace prun
