// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

namespace prun {

/// A help text of 80 columns as a terminal of fewer can show it: paragraphs are wrapped, and what
/// stands beside an option or an example comes below it. With 80 columns and more it is as it was.
QByteArray fittedHelp(const QByteArray &help, int columns);

} // namespace prun
