// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// The colours and attributes that a command's text has at some point of its output.
class SgrState
{
public:
    /// `parameters` of an SGR sequence: `0`, `1;31`, `38;5;208`, `4:3`, …
    void apply(QByteArrayView parameters);
    bool isPlain() const;
    /// The sequence that brings a plain terminal into this state; empty if it is plain.
    QByteArray sequence() const;

private:
    void applyOne(int code, QByteArrayView text);
    void applyColor(int code, QByteArray text);

    quint32 m_attributes = 0; // bit n: SGR n (1 … 9, 21, 53) is on
    QByteArray m_foreground;
    QByteArray m_background;
    QByteArray m_underlineColor;
    QByteArray m_underlineStyle; // 4:3 and the like, instead of bit 4
};

} // namespace prun
