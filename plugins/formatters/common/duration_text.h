// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

#include <chrono>

namespace prun {

/// For people, in at most two units: `0ms`, `24ms`, `1.2s`, `3m05s`, `2h07m`, `3d04h`.
QByteArray durationText(std::chrono::nanoseconds duration);

/// With thousands separated: `1,305`.
QByteArray groupedNumber(qint64 number);

} // namespace prun
