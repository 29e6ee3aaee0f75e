// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

namespace prun::test {

/// Lets everybody write to a file or folder; what lies in it stays as it is. False after a failure.
bool letEverybodyWrite(const QString &path);
/// Lets nobody but the user write to it.
bool letOnlyUserWrite(const QString &path);

} // namespace prun::test
