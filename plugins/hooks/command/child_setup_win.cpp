// SPDX-License-Identifier: MIT
#include "child_setup.h"

namespace prun {

void setUpShell(QProcess *process, const QString &command)
{
    process->setProgram(QStringLiteral("cmd.exe"));
    // Verbatim: cmd.exe takes off the outer quotes and nothing else.
    process->setNativeArguments(QStringLiteral("/d /s /c \"(") + command
                                + QStringLiteral(") 1>&2\""));
}

} // namespace prun
