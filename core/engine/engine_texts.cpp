// SPDX-License-Identifier: MIT
#include <core/engine/engine_texts.h>

#include <platform/signal_names.h>

#include <QtCore/qbytearraylist.h>

namespace prun {

static QByteArray joined(const std::vector<QByteArray> &items)
{
    constexpr std::size_t kMostNamed = 10;
    QByteArrayList named(items.begin(),
                         items.begin() + qptrdiff(std::min(items.size(), kMostNamed)));
    if (items.size() > kMostNamed)
        named << QByteArray::number(qsizetype(items.size() - kMostNamed)) + " more";
    return named.join(", ");
}

QByteArray launchFailureText(const LaunchFailure &failure)
{
    const Error &error = failure.error;
    if (failure.kind != LaunchFailure::Kind::NotFound)
        return error.toString().toUtf8();
    // The sentence says what the number would say again.
    const QString hint =
        error.hintText().isEmpty() ? QString() : QStringLiteral(" (%1)").arg(error.hintText());
    return (error.what() + hint).toUtf8();
}

QByteArray suspendedText(int signal)
{
    const QByteArray name = signalName(signal);
    if (name == "SIGTTIN" || name == "SIGTTOU")
        return "is stopped: it wants the terminal (" + name + "); --tty gives it to one command";
    return "is stopped by " + name;
}

QByteArray survivorsText(const std::vector<QByteArray> &processes)
{
    if (processes.empty())
        return "a process survived SIGKILL";
    return "alive although killed: " + joined(processes);
}

QByteArray leakText(const std::vector<QByteArray> &holders)
{
    if (holders.empty())
        return "left its output open; it is closed now";
    return "left its output to " + joined(holders)
        + "; it is closed now, and writing to it again is SIGPIPE";
}

} // namespace prun
