// SPDX-License-Identifier: MIT
#include "child_setup.h"

#include <qt_windows.h>

namespace prun {

void setUpShell(QProcess *process, const QString &command)
{
    process->setProgram(QStringLiteral("cmd.exe"));
    // Verbatim: cmd.exe takes off the outer quotes and nothing else.
    process->setNativeArguments(QStringLiteral("/d /s /c \"") + command + u'"');
    process->setCreateProcessArgumentsModifier([](QProcess::CreateProcessArguments *call) {
        call->startupInfo->hStdOutput = call->startupInfo->hStdError;
    });
}

} // namespace prun
