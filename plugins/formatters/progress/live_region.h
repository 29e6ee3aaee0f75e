// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

#include <vector>

namespace prun {

/// The last lines of a terminal, drawn again in place. Everything else is printed above them:
/// erase() first, then print, then show().
class LiveRegion
{
public:
    struct Line
    {
        QByteArray text; ///< one row, with colours, neutral at its end
        int columns = 0; ///< that it takes; less than the terminal has
        bool operator==(const Line &) const = default;
    };

    /// Draws `lines` in place of what is shown, unless they are the same.
    void show(const std::vector<Line> &lines, QByteArray &buffer);
    bool isShown() const { return !m_shown.empty(); }
    /// Leaves the cursor at the beginning of an empty line.
    void erase(QByteArray &buffer);
    /// erase(), and the cursor can be seen again.
    void end(QByteArray &buffer);
    /// The terminal is as wide as this now; it has wrapped what no longer fits.
    void resized(int columns) { m_columns = columns; }

private:
    int rowsAbove() const;

    std::vector<Line> m_shown;
    int m_columns = 0; // 0: as wide as when the lines were drawn
    bool m_cursorHidden = false;
};

} // namespace prun
