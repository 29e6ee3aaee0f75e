// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qsystemdetection.h>

namespace prun::test {

// For the few rows of a table that mean something else on Windows.
#ifdef Q_OS_WIN
inline constexpr bool onWindows = true;
#else
inline constexpr bool onWindows = false;
#endif

} // namespace prun::test
