// SPDX-License-Identifier: MIT
#pragma once

#include <prun/event.h>

#include <vector>

namespace prun {

class Labels;

/// How long each command ran, longest first: concurrently's table.
class TimingsTable
{
public:
    void add(const TaskFinished &end) { m_rows.push_back(end); }
    bool isEmpty() const { return m_rows.empty(); }

    /// `--> Timings:` and the table, each line with `--> ` before it. `columns` is the width of the
    /// terminal, or 0; commands are shortened to fit it. Without `unicode`, lines are `+-|`.
    QByteArray text(const Labels &labels, int columns, bool unicode) const;

private:
    std::vector<TaskFinished> m_rows; // the last attempt of each command
};

} // namespace prun
