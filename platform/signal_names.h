// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qlist.h>

#include <optional>

namespace prun {

/// `SIGTERM`; null for a number without a name of its own. Async-signal-safe, lives for ever.
const char *standardSignalName(int signal) noexcept;

/// `SIGTERM`, `SIGRTMIN+3`, or for a number that the system does not know `signal 99`.
QByteArray signalName(int signal);

/// The number of `term`, `SIGTERM`, `rtmin+3` or `15`; letter case does not matter. None for an
/// unknown name, 0, a negative number or one that is too large.
std::optional<int> signalFromName(QByteArrayView name);

/// All names without `SIG`, for a message that says what was meant most likely.
QList<QByteArray> signalShortNames();

} // namespace prun
