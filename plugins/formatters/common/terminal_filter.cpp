// SPDX-License-Identifier: MIT
#include "terminal_filter.h"

#include "utf8.h"

#include <algorithm>

namespace prun {

namespace {

constexpr qsizetype longestSequence = 4096; // more than any address in a hyperlink needs
constexpr QByteArrayView replacementCharacter = "\xef\xbf\xbd";

bool isPrintableAscii(char c)
{
    return c >= 0x20 && c < 0x7f;
}

} // namespace

void TerminalFilter::feed(QByteArrayView bytes, Sink &sink)
{
    QByteArray joined;
    if (!m_cut.isEmpty()) {
        joined = m_cut + bytes.toByteArray();
        m_cut.clear();
        bytes = joined;
    }
    while (!bytes.isEmpty()) {
        if (m_state == State::Text) {
            bytes = bytes.sliced(textRun(bytes, sink));
        } else {
            sequenceByte(bytes.front(), sink);
            bytes = bytes.sliced(1);
        }
    }
}

// Handles characters until a sequence begins; returns how many bytes that were.
qsizetype TerminalFilter::textRun(QByteArrayView bytes, Sink &sink)
{
    qsizetype at = 0;
    while (at < bytes.size() && m_state == State::Text) {
        const char *const end = std::find_if_not(bytes.begin() + at, bytes.end(), isPrintableAscii);
        const qsizetype plain = end - bytes.begin() - at;
        if (plain > 0)
            sink.text(bytes.sliced(at, plain));
        at += plain;
        if (at == bytes.size())
            break;
        const CodePoint point = decodeUtf8(bytes.sliced(at));
        if (point.length == 0) {
            m_cut = bytes.sliced(at).toByteArray();
            return bytes.size();
        }
        if (point.value == CodePoint::invalid)
            sink.text(replacementCharacter);
        else if (point.value >= 0xa0)
            sink.text(bytes.sliced(at, point.length));
        else
            control(point.value, sink);
        at += point.length;
    }
    return at;
}

// C0, DEL, and C1 as far as they are encoded in UTF-8.
void TerminalFilter::control(char32_t value, Sink &sink)
{
    switch (value) {
    case '\n':
        return sink.newline();
    case '\r':
        return sink.carriageReturn();
    case '\t':
        return sink.text("\t");
    case '\a':
        return sink.text("\a");
    case 0x1b:
        return begin(State::Escape);
    case 0x9b:
        return begin(State::Csi);
    case 0x9d:
        return begin(State::Osc);
    case 0x90:
    case 0x98:
    case 0x9e:
    case 0x9f:
        return begin(State::OtherString);
    default:
        return;
    }
}

void TerminalFilter::begin(State state)
{
    m_state = state;
    m_sequence.clear();
    m_tooLong = false;
}

// A line feed or carriage return ends any sequence: no command may swallow its next line.
void TerminalFilter::sequenceByte(char c, Sink &sink)
{
    if (c == '\n' || c == '\r' || c == 0x18 || c == 0x1a) {
        m_state = State::Text;
        return control(static_cast<uchar>(c), sink);
    }
    switch (m_state) {
    case State::Escape:
        return escape(c, sink);
    case State::EscapeIntermediate:
        m_state = State::Text;
        return;
    case State::Csi:
        return csi(c, sink);
    default:
        return stringByte(c, sink);
    }
}

void TerminalFilter::escape(char c, Sink &)
{
    switch (c) {
    case '[':
        return begin(State::Csi);
    case ']':
        return begin(State::Osc);
    case 'P':
    case 'X':
    case '^':
    case '_':
        return begin(State::OtherString);
    case 0x1b:
        return;
    default:
        m_state = c >= 0x20 && c < 0x30 ? State::EscapeIntermediate : State::Text;
    }
}

void TerminalFilter::csi(char c, Sink &sink)
{
    if (c == 0x1b)
        return begin(State::Escape);
    if (c >= 0x20 && c < 0x40) {
        m_tooLong = m_tooLong || m_sequence.size() >= longestSequence;
        if (!m_tooLong)
            m_sequence.append(c);
        return;
    }
    if (c < 0x20) // other controls within a sequence, and bytes that cannot be part of one
        return;
    m_state = State::Text;
    const auto isParameter = [](char p) { return (p >= '0' && p <= '9') || p == ';' || p == ':'; };
    if (m_tooLong || !std::all_of(m_sequence.begin(), m_sequence.end(), isParameter))
        return;
    if (c == 'm')
        sink.style(m_sequence);
    else if (c == 'G' && (m_sequence.isEmpty() || m_sequence == "1"))
        sink.carriageReturn();
}

void TerminalFilter::stringByte(char c, Sink &sink)
{
    if (m_state == State::StringEscape) {
        m_state = m_string;
        if (c == '\\')
            return endString(sink);
        m_state = State::Escape; // ESC and anything else begins a new sequence
        return escape(c, sink);
    }
    if (c == '\a')
        return endString(sink);
    if (c == 0x1b) {
        m_string = m_state;
        m_state = State::StringEscape;
        return;
    }
    m_tooLong = m_tooLong || m_sequence.size() >= longestSequence;
    if (m_state == State::Osc && !m_tooLong)
        m_sequence.append(c);
    if (m_sequence.endsWith("\xc2\x9c")) { // ST of C1
        m_sequence.chop(2);
        endString(sink);
    }
}

void TerminalFilter::endString(Sink &sink)
{
    const bool hyperlink = m_state == State::Osc && !m_tooLong && m_sequence.startsWith("8;");
    m_state = State::Text;
    if (!hyperlink)
        return;
    const auto isSafe = [](char c) { return static_cast<uchar>(c) >= 0x20 && c != 0x7f; };
    const qsizetype address = m_sequence.indexOf(';', 2) + 1;
    if (address == 0 || !std::all_of(m_sequence.begin(), m_sequence.end(), isSafe))
        return;
    sink.link("\x1b]" + m_sequence + "\x1b\\", address < m_sequence.size());
}

} // namespace prun
