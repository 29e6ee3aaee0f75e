// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearray.h>

#include <vector>

namespace prun {

/// What stands before each line of a command, before it is filled in.
class LabelTemplate
{
public:
    enum class Field : quint8 { Text, Index, Name, Command, Pid, Time, Elapsed, Attempt };
    struct Piece
    {
        Field field = Field::Text;
        QByteArray text; // for Text
    };

    /// A keyword (`index`, `pid`, `time`, `command`, `name`, `none`) or a template with `{index}`,
    /// `{name}`, `{command}`, `{pid}`, `{time}`, `{elapsed}`, `{attempt}`. Other braces are text.
    static LabelTemplate parse(const QByteArray &text);

    const std::vector<Piece> &pieces() const { return m_pieces; } ///< empty: no label
    bool hasBrackets() const { return m_brackets; } ///< keywords have them, templates do not
    bool contains(Field field) const;
    /// Different for every line of a command.
    bool changesWithTime() const { return contains(Field::Time) || contains(Field::Elapsed); }

private:
    std::vector<Piece> m_pieces;
    bool m_brackets = false;
};

} // namespace prun
