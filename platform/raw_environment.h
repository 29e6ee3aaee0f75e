// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

namespace prun {

/// The environment of this process as `NAME=value`. Unix: raw bytes, as they are. Windows: UTF-8.
QByteArrayList rawEnvironment();

/// What this process was called with, from main()'s arguments, in the same form; first its own
/// name.
QByteArrayList rawArguments(int argc, char **argv);

} // namespace prun
