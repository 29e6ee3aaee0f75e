// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

namespace prun {

/// The manual page prun(1) as roff source; packaging/man/prun.1 is this text.
QByteArray renderManPage();

} // namespace prun
