// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearraylist.h>
#include <QtCore/qbytearrayview.h>

#include <optional>

namespace prun {

/// How a piece of text looks, in the words and with the very bytes of the library chalk: each word
/// opens with a sequence of its own and closes with another.
class ChalkStyle
{
public:
    ChalkStyle() = default; ///< changes nothing
    /// `reset`, what concurrently's own words are shown in. `level`: 0 no colours, 1 (16 of them),
    /// 2 (256), 3 (24 bits).
    static ChalkStyle reset(int level);
    /// `red`, `bgBlue.bold`, `#23de43`, `bg#102030`, `rgb(1,2,3)`, `ansi256(9)`, …; nothing if a
    /// word is unknown.
    static std::optional<ChalkStyle> parse(QByteArrayView text, int level);

    /// Line by line; empty text stays empty.
    QByteArray paint(QByteArrayView text) const;

private:
    void add(const QByteArray &open, const QByteArray &close);

    QByteArray m_open;
    QByteArray m_close;
};

/// What stands between delimiters that are not in parentheses, trimmed, without what is empty.
QByteArrayList splitOutsideParentheses(QByteArrayView text, char delimiter);

/// The colours of the first `count` commands for `--prefix-colors`, one of each: `auto` becomes a
/// colour that is not used otherwise, and the last one repeats.
QByteArrayList chosenColors(const QByteArrayList &given, std::size_t count);

} // namespace prun
