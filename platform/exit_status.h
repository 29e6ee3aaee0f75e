// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

namespace prun {

/// How a process ended, in words that mean the same on every system.
struct ExitStatus
{
    enum class Kind : quint8 {
        Code,
        Signal, ///< Windows: an exception, or STATUS_CONTROL_C_EXIT
        Unknown, ///< the system did not tell
    };
    Kind kind = Kind::Code;
    int value = 0; ///< exit code; signal number (Windows: NTSTATUS)
    bool coreDumped = false;
    bool memoryRanOut = false; ///< the kernel has killed something in its control group meanwhile
};

} // namespace prun
