// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

namespace prun {

/// The last line of what a process writes; the rest is forgotten as it comes.
class LastWords
{
public:
    void append(const char *bytes, qsizetype count)
    {
        m_end.append(bytes, count);
        if (m_end.size() > kKept)
            m_end.remove(0, m_end.size() - kKept);
    }
    QByteArray line() const
    {
        const QByteArray text = m_end.trimmed();
        return text.mid(text.lastIndexOf('\n') + 1).trimmed();
    }

private:
    static constexpr qsizetype kKept = 4096;
    QByteArray m_end;
};

} // namespace prun
