// SPDX-License-Identifier: MIT
#pragma once

#include "common/terminal_filter.h"

namespace prun {

/// What of a command's output may go to a terminal: all but what would move the cursor off its
/// line, clear the screen or change the terminal.
class TerminalText final : private TerminalFilter::Sink
{
public:
    QByteArray of(QByteArrayView bytes);

private:
    void text(QByteArrayView bytes) override { m_text += bytes; }
    void style(QByteArrayView parameters) override
    {
        m_text += "\x1b[" + parameters.toByteArray() + 'm';
    }
    void link(QByteArrayView sequence, bool) override { m_text += sequence; }
    void newline() override { m_text += '\n'; }
    void carriageReturn() override { m_text += '\r'; }

    TerminalFilter m_filter;
    QByteArray m_text;
};

} // namespace prun
