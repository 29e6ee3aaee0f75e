// SPDX-License-Identifier: MIT
#include <platform/child_status.h>

// There are no zombies on Windows and no stopped processes: QProcess tells all there is.

namespace prun {

std::optional<ExitStatus> peekExit(qint64)
{
    return std::nullopt;
}

qint64 anyEndedChild()
{
    return 0;
}

void reapChild(qint64) { }

bool haveChildren()
{
    return true;
}

StoppedChild nextStoppedChild()
{
    return {};
}

} // namespace prun
