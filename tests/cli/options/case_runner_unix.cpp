// SPDX-License-Identifier: MIT
#include "case_runner.h"

#include <tests/support/leak_check.h>
#include <tests/support/prun_process.h>

#include <QtCore/qfileinfo.h>

#include <signal.h>

#include <memory>

namespace {

/// A case may start prun ten times, on a machine that does ten other things.
constexpr std::chrono::minutes kPatience{ 3 };

QByteArray folderOf(const QByteArray &program)
{
    return QFileInfo(QFile::decodeName(program)).path().toUtf8();
}

} // namespace

void prepareForCases()
{
    signal(SIGPIPE, SIG_IGN); // a program may end without reading its input
}

bool isForThisSystem(const OptionCase &)
{
    return true;
}

CaseEnd runCase(const OptionCase &one, const QByteArray &folder)
{
    const QByteArray programs = folderOf(prunProgram()) + ':' + folderOf(testChild());
    const LeakCheck check;
    PrunProcess shell({ "-c", one.script },
                      { .program = "/bin/sh",
                        .environment = { "PATH=" + programs + ':' + qgetenv("PATH"),
                                         "HOME=" + folder, "TERM=dumb", check.mark() },
                        .folder = folder });
    if (!one.input.isEmpty())
        shell.type(one.input);
    shell.closeInput();
    const std::optional<PrunProcess::End> end = shell.waitForEnd(kPatience);
    CaseEnd result;
    if (end && end->signal == 0)
        result.code = end->code;
    const std::unique_ptr<char[]> how(toString(end));
    result.how = how.get();
    result.out = shell.out();
    result.err = shell.err();
    if (!one.leavesProcesses)
        result.left = check.leftAfter().join(", ");
    return result;
}
