// SPDX-License-Identifier: MIT
#include "live_region.h"

#include <utility>

namespace prun {

namespace {

constexpr QByteArrayView hideCursor = "\x1b[?25l";
constexpr QByteArrayView showCursor = "\x1b[?25h";
constexpr QByteArrayView eraseToEndOfLine = "\x1b[K";
constexpr QByteArrayView eraseBelow = "\x1b[J";

void moveToFirstRow(QByteArray &buffer, int rowsAbove)
{
    buffer += '\r';
    if (rowsAbove > 0)
        buffer += "\x1b[" + QByteArray::number(rowsAbove) + 'A';
}

} // namespace

void LiveRegion::show(const std::vector<Line> &lines, QByteArray &buffer)
{
    if (lines == m_shown && m_columns == 0)
        return;
    if (lines.empty())
        return erase(buffer);
    if (!std::exchange(m_cursorHidden, true))
        buffer += hideCursor;
    if (!m_shown.empty())
        moveToFirstRow(buffer, rowsAbove());
    const bool fewer = lines.size() < m_shown.size() || m_columns != 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0)
            buffer += '\n';
        if (m_columns == 0 && i < m_shown.size() && lines[i] == m_shown[i])
            continue;
        buffer += lines[i].text;
        buffer += eraseToEndOfLine;
    }
    if (fewer)
        buffer += eraseBelow;
    buffer += '\r'; // what is typed, such as ^C, does not make the line longer than the terminal
    m_shown = lines;
    m_columns = 0;
}

void LiveRegion::erase(QByteArray &buffer)
{
    if (!m_shown.empty()) {
        moveToFirstRow(buffer, rowsAbove());
        buffer += eraseBelow;
    }
    m_shown.clear();
    m_columns = 0;
}

void LiveRegion::end(QByteArray &buffer)
{
    erase(buffer);
    if (std::exchange(m_cursorHidden, false))
        buffer += showCursor;
}

// How far the cursor, at the beginning of the last line, is below the first row.
int LiveRegion::rowsAbove() const
{
    int rows = static_cast<int>(m_shown.size()) - 1;
    if (m_columns == 0)
        return rows;
    for (std::size_t i = 0; i + 1 < m_shown.size(); ++i)
        rows += m_shown[i].columns > 0 ? (m_shown[i].columns - 1) / m_columns : 0;
    return rows;
}

} // namespace prun
