// SPDX-License-Identifier: MIT
#include <app/help_fitting.h>

#include <app/text_columns.h>

#include <QtCore/qbytearraylist.h>

#include <algorithm>

namespace prun {

namespace {

constexpr int kLeastWidth = 20; // a word has to fit somehow
constexpr int kIndent = 2; // of options and examples
constexpr int kIndentBelow = 6;

int indentOf(const QByteArray &line)
{
    const auto text = std::find_if(line.begin(), line.end(), [](char c) { return c != ' '; });
    return static_cast<int>(text - line.begin());
}

class HelpFitter
{
public:
    explicit HelpFitter(int columns) : m_columns(std::max(columns, kLeastWidth)) { }

    void addLine(const QByteArray &line)
    {
        const int indent = indentOf(line);
        if (line.isEmpty()) {
            endPart();
            m_out += '\n';
        } else if (indent == 0 || (indent > kIndentBelow && m_isRow)) {
            if (indent == 0 && m_isRow)
                endPart();
            m_text += (m_text.isEmpty() ? "" : " ") + line.trimmed();
        } else {
            endPart();
            beginRow(line.trimmed());
        }
    }

    QByteArray finished()
    {
        endPart();
        return m_out;
    }

private:
    // What stands at its left, and the beginning of what stands beside that.
    void beginRow(const QByteArray &row)
    {
        const qsizetype gap = row.indexOf("  ");
        m_isRow = true;
        m_left = gap < 0 ? row : row.first(gap);
        m_text = gap < 0 ? QByteArray() : row.sliced(gap).trimmed();
    }

    void endPart()
    {
        if (m_isRow) {
            m_out += QByteArray(kIndent, ' ');
            appendWrapped(m_out, toView(m_left), kIndent, kIndentBelow, m_columns);
        }
        if (!m_text.isEmpty()) {
            const int indent = m_isRow ? kIndentBelow : 0;
            m_out += QByteArray(indent, ' ');
            appendWrapped(m_out, toView(m_text), indent, indent, m_columns);
        }
        m_isRow = false;
        m_left.clear();
        m_text.clear();
    }

    const int m_columns;
    QByteArray m_out;
    QByteArray m_left;
    QByteArray m_text; // of a paragraph, or beside m_left
    bool m_isRow = false;
};

} // namespace

QByteArray fittedHelp(const QByteArray &help, int columns)
{
    if (columns >= kReadableColumns)
        return help;
    HelpFitter fitter(columns);
    QByteArrayList lines = help.split('\n');
    if (lines.constLast().isEmpty()) // behind the last line end
        lines.removeLast();
    for (const QByteArray &line : std::as_const(lines))
        fitter.addLine(line);
    return fitter.finished();
}

} // namespace prun
