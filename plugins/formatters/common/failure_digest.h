// SPDX-License-Identifier: MIT
#pragma once

#include "output_tail.h"

#include <prun/event.h>

#include <vector>

namespace prun {

class Labels;
struct Palette;

/// Which commands failed, how, and what they said last: the end of a failed run.
class FailureDigest
{
public:
    void add(const TaskFinished &end, const OutputTail &tail);
    void addNotStarted() { ++m_notStarted; }
    bool isEmpty() const { return m_count == 0 && m_notStarted == 0; }

    /// Lines of prun's own. `columns` is the width of the terminal, or 0.
    QByteArray text(const Labels &labels, const Palette &palette, int columns) const;

private:
    struct Entry
    {
        TaskFinished end;
        QByteArrayList lastLines;
    };
    static constexpr std::size_t mostDetailed = 20;
    static constexpr int mostLines = 10;

    std::vector<Entry> m_entries;
    qint64 m_count = 0;
    qint64 m_notStarted = 0;
};

} // namespace prun
