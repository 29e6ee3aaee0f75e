// SPDX-License-Identifier: MIT
#pragma once

#include "live_region.h"
#include "run_board.h"

#include "common/labels.h"
#include "common/style.h"

#include <vector>

namespace prun {

/// What the live region shows, and in which characters.
struct View
{
    const RunBoard &board;
    Labels &labels;
    const Palette &palette;
    const std::vector<TaskId> &hidden;
    int columns; ///< of the terminal
    int rows;
    bool unicode;

    /// At least one row less than the terminal has, none of them as wide as it.
    std::vector<LiveRegion::Line> lines(Nanoseconds now) const;

private:
    LiveRegion::Line status(Nanoseconds now, int width) const;
    LiveRegion::Line details(Nanoseconds now, int width) const;
    void addBar(LiveRegion::Line &line, int width) const;
    LiveRegion::Line runningLine(const RunBoard::Running &running, Nanoseconds now,
                                 int width) const;
};

} // namespace prun
