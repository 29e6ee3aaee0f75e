// SPDX-License-Identifier: MIT
#include "child_setup.h"

#include <csignal>

namespace prun {

namespace {

/// Between fork and exec, in prun's memory: system calls only.
void resetSignals()
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    std::signal(SIGPIPE, SIG_DFL);
}

} // namespace

void setUpShell(QProcess *process, const QString &command)
{
    process->setProgram(QStringLiteral("/bin/sh"));
    // The first shell becomes the second one, whose standard output is redirected.
    process->setArguments({ QStringLiteral("-c"), QStringLiteral("exec /bin/sh -c \"$1\" >&2"),
                            QStringLiteral("sh"), command });
    process->setChildProcessModifier(resetSignals);
}

} // namespace prun
