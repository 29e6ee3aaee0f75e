// SPDX-License-Identifier: MIT
#include "outcome_text.h"

#include "duration_text.h"
#include "escaped_text.h"
#include "signal_name.h"

namespace prun {

namespace {

QByteArray behind(const char *separator, const QByteArray &reason, const char *end = "")
{
    return reason.isEmpty() ? QByteArray() : separator + escaped(reason) + end;
}

} // namespace

bool isFailure(const Outcome &outcome)
{
    using enum Outcome::Kind;
    return outcome.kind != Succeeded && outcome.kind != Canceled && outcome.kind != Skipped;
}

QByteArray exitText(const Outcome &outcome)
{
    return outcome.signal != 0 ? nameOfSignal(outcome.signal)
                               : QByteArray::number(outcome.exitCode);
}

QByteArray endingText(const TaskFinished &end)
{
    using enum Outcome::Kind;
    const QByteArray killed = end.outcome.forced ? " and had to be killed" : "";
    switch (end.outcome.kind) {
    case Succeeded:
    case Failed:
    case Signaled:
        return "exited with code " + exitText(end.outcome)
            + behind(" (", meaningOfStatus(end.outcome.signal), ")")
            + (end.outcome.coreDumped ? " (core dumped)" : "") + behind(" (", end.reason, ")");
    case TimedOut:
        return "timed out after " + durationText(end.duration) + killed
            + behind(" (", end.reason, ")");
    case Canceled:
        return "was canceled" + killed + behind(" (", end.reason, ")");
    case Skipped:
        return "was skipped" + behind(": ", end.reason);
    case NoStart:
        return "could not be started" + behind(": ", end.reason);
    case Unknown:
        break;
    }
    return "ended in an unknown way" + behind(": ", end.reason);
}

QByteArray retryText(const TaskRetrying &retry)
{
    const QByteArray attempt = " (attempt " + QByteArray::number(retry.nextAttempt) + ')';
    if (retry.delay <= Nanoseconds(0))
        return "restarted" + attempt;
    return "restarts in " + durationText(retry.delay) + attempt;
}

QByteArray stoppingText(const RunStopping &stopping)
{
    using enum RunStopping::Why;
    if (stopping.forced)
        return "Killing " + counted(stopping.commands, "command") + "..";
    const bool others = stopping.why == OtherEnded || stopping.why == OtherFailed;
    const QByteArray sending = "ending " + nameOfSignal(stopping.signal) + " to "
        + counted(stopping.commands, others ? "other command" : "command") + "..";
    switch (stopping.why) {
    case Deadline:
        return "The deadline has passed, s" + sending;
    case ReaderGone:
        return "Nobody reads the output any more, s" + sending;
    case OutputLost:
        return "Output cannot be kept, s" + sending;
    default:
        return 'S' + sending;
    }
}

QByteArray haltedText(const RunHalted &halted)
{
    if (halted.running == 0)
        return "Starting no more commands";
    if (halted.stops)
        return {};
    return "Starting no more commands, waiting for " + groupedNumber(halted.running) + "..";
}

QByteArray counted(qint64 count, const char *noun)
{
    return groupedNumber(count) + ' ' + noun + (count == 1 ? "" : "s");
}

QByteArray commandText(const QByteArray &command, int columns)
{
    // A command can be a whole script: cut it before looking at every character of it.
    constexpr qsizetype longest = 4000;
    const bool isLong = command.size() > 2 * longest;
    const QByteArray text = isLong ? command.left(longest) + command.right(longest) : command;
    return shortened(escaped(text.trimmed()), columns);
}

} // namespace prun
