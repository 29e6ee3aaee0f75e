// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <vector>

namespace prun {

/// One process type of a Procfile.
struct ProcfileEntry
{
    QByteArray name; ///< letters, digits, _ and -
    QByteArray command; ///< as it stands there, never blank
    int line = 1; ///< where it stands, from 1
};

struct Procfile
{
    /// A line that says nothing, although it is neither empty nor a comment.
    struct Ignored
    {
        QByteArray text; ///< without white space around it
        int line = 1;
        int column = 1; ///< of its first character
    };

    std::vector<ProcfileEntry> entries; ///< at least one; their names are unique
    std::vector<Ignored> ignored;
};

/// Lines `NAME: COMMAND`, as foreman reads them: the name stands at the beginning of the line,
/// white space after the colon is dropped, what follows is the command; all other lines say
/// nothing. Bytes in any encoding. An Error::Code::Config at `place:line:column` for a name that
/// comes twice or has no command, for a NUL, and for a file without any process.
Result<Procfile> parseProcfile(QByteArrayView text, const QString &place);

} // namespace prun
