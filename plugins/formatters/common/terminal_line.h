// SPDX-License-Identifier: MIT
#pragma once

#include "sgr_state.h"
#include "terminal_filter.h"

#include <chrono>

namespace prun {

/// One stream of one command on its way to a terminal: keeps colours that a line leaves open away
/// from what others print, and shows a line that is drawn again and again (`\r`) at most 20 times
/// a second, always with its last state.
class TerminalLine final : private TerminalFilter::Sink
{
public:
    /// Where the lines go.
    struct Target
    {
        QByteArray &buffer;
        QByteArrayView label;
        bool &lineIsOpen; ///< this command's unfinished line is the last thing on the terminal
    };

    /// Appends what is to be shown of `bytes`. Every call ends with neutral colours.
    void write(QByteArrayView bytes, std::chrono::nanoseconds now, Target target);
    /// Shows what was held back, if its time has come or `force`.
    void redraw(std::chrono::nanoseconds now, bool force, Target target);
    /// Something is held back, for a twentieth of a second at most.
    bool isHeld() const { return m_overwrites && !m_pending.isEmpty(); }

private:
    void text(QByteArrayView bytes) override;
    void style(QByteArrayView sgrParameters) override;
    void link(QByteArrayView sequence, bool opens) override;
    void newline() override;
    void carriageReturn() override;

    void startPiece();
    void paint();

    TerminalFilter m_filter;
    SgrState m_style;
    QByteArray m_link; // the sequence of an open hyperlink
    QByteArray m_pending; // of the current line, not painted yet
    bool m_returned = false; // '\r' came, and nothing after it so far
    bool m_overwrites = false; // m_pending replaces what the terminal shows of the line
    std::chrono::nanoseconds m_lastRedraw{};
    Target *m_target = nullptr; // during a call
};

} // namespace prun
