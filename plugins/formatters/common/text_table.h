// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearraylist.h>

#include <vector>

namespace prun {

/// A table in a frame of lines, each column as wide as its widest cell.
class TextTable
{
public:
    /// How wide a text is: columns of a terminal, or whatever else people count.
    using Measure = int (*)(const QByteArray &text);

    explicit TextTable(Measure measure) : m_measure(measure) { }

    void addColumn(QByteArray title);
    void addCell(std::size_t column, const QByteArray &cell);
    std::size_t columnCount() const { return m_columns.size(); }
    /// Of the columns so far, with what stands between them: `│ a │ bc │ `.
    int usedWidth() const;

    /// The lines of the table, without line ends. `unicode` false: the strokes are `+-|`.
    QByteArrayList lines(bool unicode) const;

private:
    struct Column
    {
        QByteArray title;
        QByteArrayList cells;
        int width = 0;
    };
    struct Strokes;

    QByteArray ruler(const Strokes &strokes, int row) const;
    QByteArray row(const Strokes &strokes, qsizetype index) const;

    Measure m_measure;
    std::vector<Column> m_columns;
};

} // namespace prun
