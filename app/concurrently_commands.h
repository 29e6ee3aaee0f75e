// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>

#include <vector>

namespace prun {

/// A command of the dialect concurrently, before it becomes a task.
struct ConcurrentlyCommand
{
    QByteArray name;
    QByteArray command;
    bool operator==(const ConcurrentlyCommand &) const = default;
};

/// Without a pair of quotes around all of it, as shells that do not know them leave them there;
/// unchanged if there is such a quote within, too.
QByteArray withoutOuterQuotes(const QByteArray &command);

/// Puts `arguments` in place of {1}, {2}, … {@} (all of them) and {*} (all as one), quoted for a
/// shell; what there is no argument for goes away. `\{1}` stays, without the backslash.
QByteArray withArguments(const QByteArray &command, const QByteArrayList &arguments);

} // namespace prun
