// SPDX-License-Identifier: MIT
#pragma once

#include "style.h"

#include <prun/task.h>

#include <QtCore/qbytearraylist.h>

#include <vector>

namespace prun {

/// Which command's label has which colour: `--prefix-colors`. The last one repeats; `auto` takes
/// the next of a cycle.
class PrefixColors
{
public:
    /// An empty list is `auto`.
    static Result<PrefixColors> parse(const QByteArrayList &given, int colorDepth);

    const Style &styleOf(std::size_t taskIndex) const;

private:
    struct Entry
    {
        bool automatic = false;
        std::size_t automaticBefore = 0; // entries that are `auto` before this one
        Style style;
    };
    std::vector<Entry> m_entries;
    std::vector<Style> m_cycle;
};

} // namespace prun
