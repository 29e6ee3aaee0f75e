// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearrayview.h>

namespace prun {

/// Words that are no commands where a command may stand.

/// Refuses the verbs of parts that this version does not have: `run`, `map`, … Only the
/// first argument of prun can be a verb.
Result<void> checkVerb(QByteArrayView firstArgument);

/// The verb that the first argument was meant to be if no program has its name: `stat` is `start`,
/// `concurently` is `concurrently`. Null if it resembles none.
QString meantVerb(QByteArrayView firstArgument);

/// Refuses the command shortcut that this version does not have: `task:lint`.
Result<void> checkShortcut(QByteArrayView command);

} // namespace prun
