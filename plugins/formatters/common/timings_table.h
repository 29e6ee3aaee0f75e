// SPDX-License-Identifier: MIT
#pragma once

#include <prun/event.h>

#include <QtCore/qbytearray.h>

#include <vector>

namespace prun {

class Labels;

/// How long each command ran, longest first: concurrently's table.
class TimingsTable
{
public:
    void add(const TaskFinished &end) { m_rows.push_back(end); }
    bool isEmpty() const { return m_rows.empty(); }

    struct Look
    {
        QByteArray linePrefix; ///< stands before each line
        int columns = 0; ///< of the terminal, or 0; commands are shortened to fit it
        bool unicode = true; ///< false: the strokes are `+-|`
    };
    QByteArray text(const Labels &labels, const Look &look) const;

private:
    std::vector<TaskFinished> m_rows; // the last attempt of each command
};

} // namespace prun
