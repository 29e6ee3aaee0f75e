// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

namespace prun {

/// The environment of this process as `NAME=value`. Unix: raw bytes, as they are. Windows: UTF-8.
QByteArrayList rawEnvironment();

} // namespace prun
