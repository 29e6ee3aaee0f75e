// SPDX-License-Identifier: MIT
#include "output_tail.h"

namespace prun {

void OutputTail::append(QByteArrayView bytes)
{
    if (bytes.size() >= capacity) {
        m_cut = m_cut || bytes.size() > capacity || !m_bytes.isEmpty();
        bytes = bytes.last(capacity);
        m_bytes.resize(0);
    } else if (m_bytes.size() + bytes.size() > 2 * capacity) {
        m_bytes.remove(0, m_bytes.size() + bytes.size() - capacity);
        m_cut = true;
    }
    m_bytes.append(bytes);
}

QByteArrayList OutputTail::lines(int count) const
{
    QByteArrayView rest = m_bytes;
    if (rest.size() > capacity)
        rest = rest.last(capacity);
    const bool cut = m_cut || rest.size() < m_bytes.size();
    if (rest.endsWith('\n'))
        rest.chop(1);
    QByteArrayList lines;
    while (!rest.isEmpty() && lines.size() < count) {
        const qsizetype newline = rest.lastIndexOf('\n');
        const QByteArrayView line = rest.sliced(newline + 1);
        lines.prepend((newline < 0 && cut ? ".." : "") + line.toByteArray());
        rest = newline < 0 ? QByteArrayView() : rest.first(newline);
    }
    return lines;
}

} // namespace prun
