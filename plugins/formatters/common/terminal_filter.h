// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// Takes the output of a command apart, so that on a terminal only what cannot do harm is shown:
/// text, colours (SGR) and hyperlinks (OSC 8). Everything else that would move the cursor, clear
/// the screen or change the terminal is dropped. Sequences and characters may be cut anywhere
/// between two calls.
class TerminalFilter
{
public:
    class Sink
    {
    public:
        /// Printable characters, tabs and bells; never cut within a character.
        virtual void text(QByteArrayView bytes) = 0;
        virtual void style(QByteArrayView sgrParameters) = 0;
        /// The whole sequence; `opens` is false for the one that ends a hyperlink.
        virtual void link(QByteArrayView sequence, bool opens) = 0;
        virtual void newline() = 0;
        /// Back to the first column: what follows overwrites the line.
        virtual void carriageReturn() = 0;

    protected:
        ~Sink() = default;
    };

    void feed(QByteArrayView bytes, Sink &sink);

private:
    enum class State : quint8 {
        Text,
        Escape, // after ESC
        EscapeIntermediate, // after ESC and a byte like '(': one more follows
        Csi,
        Osc,
        OtherString, // DCS, SOS, PM, APC: all of it is dropped
        StringEscape, // ESC within one of the last two: ST, if '\\' follows
    };

    qsizetype textRun(QByteArrayView bytes, Sink &sink);
    void control(char32_t value, Sink &sink);
    void sequenceByte(char c, Sink &sink);
    void escape(char c, Sink &sink);
    void csi(char c, Sink &sink);
    void stringByte(char c, Sink &sink);
    void endString(Sink &sink);
    void begin(State state);

    QByteArray m_sequence; // of CSI and OSC, without introducer; at most a few KiB
    QByteArray m_cut; // the beginning of a character whose end has not come yet
    State m_state = State::Text;
    State m_string = State::Text; // which kind StringEscape came from
    bool m_tooLong = false;
};

} // namespace prun
