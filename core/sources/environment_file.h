// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace prun {

using EnvironmentEntry = std::pair<QByteArray, QByteArray>; ///< name and value, raw bytes

/// The value of a variable, if it is set.
using VariableLookup = std::function<std::optional<QByteArray>(const QByteArray &name)>;

/// `NAME=value`; the value may be empty, the name may not.
Result<EnvironmentEntry> parseEnvironmentEntry(QByteArrayView text);

/// A file of `NAME=value` lines, as `.env` files have them:
/// - empty lines and lines that begin with '#' are skipped; `export ` before a name is, too;
/// - a bare value ends at ` #` or at the end of the line, white space around it is dropped;
/// - in '…' every byte stands for itself; in "…" `\n`, `\r`, `\t`, `\"`, `\\` and `\$` are escapes;
///   both may go on over several lines;
/// - nothing is expanded, a `$` is a `$`, unless there is a `lookup`: then `${NAME}`,
///   `${NAME:-x}` (x if it is not set or empty) and `${NAME-x}` (x if it is not set) are, outside
///   of '…', with the earlier entries of the file before those that `lookup` knows.
/// Later entries win, as they do in the environment. Errors are Error::Code::Config at
/// `place:line:column`.
Result<std::vector<EnvironmentEntry>>
parseEnvironmentFile(QByteArrayView text, const QString &place, const VariableLookup &lookup = {});

} // namespace prun
