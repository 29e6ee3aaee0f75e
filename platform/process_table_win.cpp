// SPDX-License-Identifier: MIT
#include <platform/process_table.h>

#include <QtCore/qt_windows.h>

// Unfinished: the job object of a command, which will know and end all that descends from it.

namespace prun {

std::vector<ProcessInfo> listProcesses()
{
    return {};
}

bool canListProcesses()
{
    return false;
}

qint64 ownProcessId()
{
    return static_cast<qint64>(::GetCurrentProcessId());
}

qint64 ownProcessGroup()
{
    return ownProcessId();
}

qint64 groupOfProcess(qint64)
{
    return 0;
}

QByteArray environmentOfProcess(qint64)
{
    return {};
}

JobControl jobControl()
{
    return { 9, 0, 0 };
}

SignalResult signalProcess(qint64, int)
{
    return SignalResult::Denied;
}

SignalResult signalProcess(const ProcessInfo &, int)
{
    return SignalResult::Denied;
}

SignalResult signalGroup(qint64, int)
{
    return SignalResult::Denied;
}

std::vector<ProcessInfo> holdersOfPipe(int)
{
    return {};
}

} // namespace prun
