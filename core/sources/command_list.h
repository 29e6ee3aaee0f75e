// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qbytearrayview.h>

#include <vector>

namespace prun {

/// Commands out of a text with one per line, fed in pieces as they are read. Lines are bytes in any
/// encoding; a byte order mark at the start, white space before a command and a '\r' at its end are
/// dropped; empty lines and lines that begin with '#' are comments. The last line needs no newline.
class CommandListReader
{
public:
    struct Command
    {
        QByteArray text; ///< never empty
        int line = 1; ///< where it stands, from 1
    };

    /// `place` names the text in errors: `jobs.txt`.
    explicit CommandListReader(QString place) : m_place(std::move(place)) { }

    /// An Error::Code::Config at `place:line:column` for a NUL, and for more than 256 MiB or
    /// ten million commands.
    Result<void> feed(QByteArrayView bytes);
    /// No more comes.
    void finish();

    std::vector<Command> &commands() { return m_commands; }

private:
    void endLine();

    std::vector<Command> m_commands;
    QByteArray m_pending; // the line whose end was not seen yet
    QString m_place;
    qint64 m_size = 0;
    int m_line = 1;
};

} // namespace prun
