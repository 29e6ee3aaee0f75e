// SPDX-License-Identifier: MIT
#include "terminal_line.h"

namespace prun {

namespace {

constexpr std::chrono::milliseconds redrawInterval{ 50 };
constexpr qsizetype mostHeld = 64 * 1024;
constexpr QByteArrayView eraseToEnd = "\x1b[K";
constexpr QByteArrayView endLink = "\x1b]8;;\x1b\\";

} // namespace

void TerminalLine::write(QByteArrayView bytes, std::chrono::nanoseconds now, Target target)
{
    m_target = &target;
    m_filter.feed(bytes, *this);
    redraw(now, false, target);
}

void TerminalLine::redraw(std::chrono::nanoseconds now, bool force, Target target)
{
    m_target = &target;
    const bool due = force || now - m_lastRedraw >= redrawInterval || !target.lineIsOpen;
    if (!m_pending.isEmpty() && (!m_overwrites || due)) {
        if (m_overwrites)
            m_lastRedraw = now;
        paint();
    }
    m_target = nullptr;
}

void TerminalLine::text(QByteArrayView bytes)
{
    if (m_returned) {
        m_returned = false;
        m_overwrites = true;
        m_pending.clear();
    }
    startPiece();
    m_pending.append(bytes);
    if (m_pending.size() > mostHeld)
        paint();
}

void TerminalLine::style(QByteArrayView sgrParameters)
{
    m_style.apply(sgrParameters);
    if (!m_pending.isEmpty() && !m_returned) // otherwise the next piece begins with it
        m_pending += "\x1b[" + sgrParameters.toByteArray() + 'm';
}

void TerminalLine::link(QByteArrayView sequence, bool opens)
{
    m_link = opens ? sequence.toByteArray() : QByteArray();
    if (!m_pending.isEmpty() && !m_returned)
        m_pending += sequence;
}

// The line is complete: what was held back of it is shown now, whatever the time.
void TerminalLine::newline()
{
    m_returned = false;
    if (!m_pending.isEmpty() || !m_target->lineIsOpen)
        paint();
    m_target->buffer += '\n';
    m_target->lineIsOpen = false;
    m_overwrites = false;
}

void TerminalLine::carriageReturn()
{
    m_returned = true;
}

// Every piece begins on a neutral terminal, with the style that the piece before it ended in.
void TerminalLine::startPiece()
{
    if (m_pending.isEmpty())
        m_pending = m_style.sequence() + m_link;
}

void TerminalLine::paint()
{
    QByteArray &buffer = m_target->buffer;
    const bool again = m_target->lineIsOpen && m_overwrites;
    if (again)
        buffer += '\r';
    if (again || !m_target->lineIsOpen)
        buffer += m_target->label;
    buffer += m_pending;
    if (!m_pending.isEmpty() && !m_style.isPlain())
        buffer += "\x1b[0m";
    if (!m_pending.isEmpty() && !m_link.isEmpty())
        buffer += endLink;
    if (again)
        buffer += eraseToEnd;
    m_pending.clear();
    m_target->lineIsOpen = true;
    m_overwrites = false;
}

} // namespace prun
