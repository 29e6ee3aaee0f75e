// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>

#include <string>

namespace prun {

/// A path in UTF-8 as the functions of Windows take it, also if it is longer than 259 characters:
/// such a one is made absolute and gets the prefix that lifts their limit. Any thread.
std::wstring longPath(QByteArrayView path);

/// The same for what a process starts in, or is started from, where the prefix does not help: its
/// short names, where they are needed. Empty if they do not help either, or there is no such thing.
std::wstring shortPath(QByteArrayView path);

} // namespace prun
