// SPDX-License-Identifier: MIT
#include <platform/child_status.h>
#include <platform/job_objects_win.h>

#include <qt_windows.h>

// There are no zombies on Windows and no stopped processes: QProcess tells all there is.

namespace prun {

// The numbers of Unix where there is one; else that of the exception.
ExitStatus exitStatusOf(int code, bool crashed)
{
    using Kind = ExitStatus::Kind;
    const auto status = static_cast<DWORD>(code);
    if (status == static_cast<DWORD>(STATUS_CONTROL_C_EXIT))
        return { Kind::Signal, 2, false };
    if (status == job_objects::kKilled)
        return { Kind::Signal, 9, false };
    return { crashed ? Kind::Signal : Kind::Code, code, false };
}

std::optional<ExitStatus> peekExit(qint64)
{
    return std::nullopt;
}

qint64 anyEndedChild()
{
    return 0;
}

void reapChild(qint64) { }

std::optional<std::vector<qint64>> childrenOfThisThread()
{
    return std::nullopt;
}

bool haveChildren()
{
    return true;
}

StoppedChild nextStoppedChild()
{
    return {};
}

} // namespace prun
