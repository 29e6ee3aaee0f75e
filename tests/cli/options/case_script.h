// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

#include <optional>
#include <vector>

/// One line of a script that needs no shell, so that it can be run where there is none:
///
///     NAME=value … prun …     echo $?            the exit status of the prun before it
///     echo TEXT > FILE        printf TEXT > FILE (with \n, \r, \t and \\)
///     touch FILE …            mkdir FOLDER …     rm FILE …
///     cat FILE …              ls
///
/// each perhaps with `2>/dev/null` or `2>&1`, separated by line ends or `;`. Words may be quoted as
/// in sh; nothing in them is replaced.
struct ScriptStep
{
    QByteArrayList variables; ///< `NAME=value`
    QByteArrayList words; ///< without quotes; the first says what is done
    QByteArray file; ///< that it writes to, if it writes to one
    bool hidesErrors = false;
    bool joinsErrors = false;
};

/// The steps of a script in order; nothing if it needs a shell.
std::optional<std::vector<ScriptStep>> stepsOf(const QByteArray &script);
