// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

QT_FORWARD_DECLARE_CLASS(QProcess)

namespace prun::test {

/// Starts it with the program and arguments that it has; false if it does not start. Under Wine,
/// which cannot start a process now and then for no reason of the program, this is tried again.
bool startProgram(QProcess &process);

} // namespace prun::test
