// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

namespace prun {

/// How one attempt ended. What the operating system said (`exitCode`, `signal`) is kept beside
/// what prun makes of it (`kind`): a command that timed out and exits 0 when asked to end is
/// TimedOut with exitCode 0.
struct Outcome
{
    enum class Kind : quint8 {
        Succeeded, ///< exit code 0
        Failed, ///< exit code not 0, by itself
        Signaled, ///< a signal (Windows: an exception or a control event) that prun did not send
        TimedOut, ///< ended by prun because of --timeout or --idle-timeout
        Canceled, ///< ended, or never started, by prun on purpose: kill-others, a stop of the run
        Skipped, ///< never started: a hook said so, or what it depends on failed
        NoStart, ///< could not be started; exitCode is 127 (not found) or 126 (anything else)
        Unknown, ///< the operating system did not tell, or it survived SIGKILL; never a success
    };

    Kind kind = Kind::Succeeded;
    bool coreDumped = false;
    bool forced = false; ///< prun had to kill it: the grace period was over, or a second Ctrl-C
    int exitCode = 0; ///< meaningless if `signal` is set
    int signal = 0; ///< number of the signal that it died of, or 0 (Windows: NTSTATUS)

    bool operator==(const Outcome &) const = default;

    /// As a shell's `$?` would show it: the exit code, 128 + signal, or 124 after a time limit.
    int shellStatus() const
    {
        if (kind == Kind::TimedOut)
            return 124;
        if (signal != 0)
            return 128 + signal;
        return kind == Kind::Unknown && exitCode == 0 ? 1 : exitCode;
    }
};

/// The name that every report uses: `succeeded`, `failed`, `signaled`, `timed-out`, …
constexpr const char *nameOf(Outcome::Kind kind)
{
    using enum Outcome::Kind;
    switch (kind) {
    case Succeeded:
        return "succeeded";
    case Failed:
        return "failed";
    case Signaled:
        return "signaled";
    case TimedOut:
        return "timed-out";
    case Canceled:
        return "canceled";
    case Skipped:
        return "skipped";
    case NoStart:
        return "no-start";
    case Unknown:
        break;
    }
    return "unknown";
}

} // namespace prun
