// SPDX-License-Identifier: MIT
#include "text_table.h"

#include <algorithm>

namespace prun {

/// The strokes of a frame: horizontal, vertical, and where they meet.
struct TextTable::Strokes
{
    const char *horizontal;
    const char *vertical;
    const char *corners[3][3]; // top, middle, bottom × left, between, right
};

void TextTable::addColumn(QByteArray title)
{
    const int width = m_measure(title);
    m_columns.push_back({ std::move(title), {}, width });
}

void TextTable::addCell(std::size_t column, const QByteArray &cell)
{
    Column &to = m_columns[column];
    to.cells << cell;
    to.width = std::max(to.width, m_measure(cell));
}

int TextTable::usedWidth() const
{
    int used = 2;
    for (const Column &column : m_columns)
        used += column.width + 3;
    return used;
}

QByteArray TextTable::ruler(const Strokes &strokes, int row) const
{
    QByteArray line;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        line += strokes.corners[row][i == 0 ? 0 : 1];
        line += QByteArray(strokes.horizontal).repeated(m_columns[i].width + 2);
    }
    return line + strokes.corners[row][2];
}

QByteArray TextTable::row(const Strokes &strokes, qsizetype index) const
{
    QByteArray line;
    for (const Column &column : m_columns) {
        const QByteArray &cell = index < 0 ? column.title : column.cells[index];
        const int missing = std::max(0, column.width - m_measure(cell));
        line += strokes.vertical + (' ' + cell) + QByteArray(missing, ' ') + ' ';
    }
    return line + strokes.vertical;
}

QByteArrayList TextTable::lines(bool unicode) const
{
    static constexpr Strokes box = { "─",
                                     "│",
                                     { { "┌", "┬", "┐" }, { "├", "┼", "┤" }, { "└", "┴", "┘" } } };
    static constexpr Strokes ascii = {
        "-", "|", { { "+", "+", "+" }, { "+", "+", "+" }, { "+", "+", "+" } }
    };
    const Strokes &strokes = unicode ? box : ascii;
    QByteArrayList lines{ ruler(strokes, 0), row(strokes, -1), ruler(strokes, 1) };
    const qsizetype rows = m_columns.empty() ? 0 : m_columns.front().cells.size();
    for (qsizetype i = 0; i < rows; ++i)
        lines << row(strokes, i);
    return lines << ruler(strokes, 2);
}

} // namespace prun
