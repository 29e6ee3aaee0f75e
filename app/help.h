// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

namespace prun {

/// The text of `prun --help`: plain UTF-8, at most 80 columns.
QByteArray renderHelp();
QByteArray renderStartHelp();
QByteArray renderMapHelp();
QByteArray renderXargsHelp();
QByteArray renderPluginsHelp();

} // namespace prun
