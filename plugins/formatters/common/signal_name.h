// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

namespace prun {

/// `SIGTERM` for 15; `signal 40` for a number without a name; `0xC0000005` for an NTSTATUS.
QByteArray nameOfSignal(int number);
/// What an NTSTATUS means that programs of Windows often end with; null of every other number.
const char *meaningOfStatus(int number);

} // namespace prun
