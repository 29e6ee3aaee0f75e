// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qprocess.h>

namespace prun {

/// Makes `process` run `command` with the system's shell, with signals as a new process has them:
/// not blocked and not ignored, as they are on the thread of a hook. What it writes goes to
/// standard error: prun's standard output belongs to the commands. It stays in prun's own process
/// group, which is how prun tells it from what its commands left behind.
void setUpShell(QProcess *process, const QString &command);

} // namespace prun
