// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// How a piece of text looks on a terminal.
class Style
{
public:
    Style() = default;
    /// `parameters` of the control sequence SGR, like `1;36`; empty changes nothing.
    explicit Style(QByteArray parameters) : m_parameters(std::move(parameters)) { }

    /// Reads `red`, `bgBlue.bold`, `#23de43.dim`, `bg#102030`, … for a terminal of `colorDepth`
    /// bits: colours that it does not have become the nearest that it has.
    static Result<Style> parse(const QByteArray &text, int colorDepth);

    bool isPlain() const { return m_parameters.isEmpty(); }
    /// `text` in this style; a following text is not affected. Empty text stays empty.
    QByteArray paint(QByteArrayView text) const;

private:
    QByteArray m_parameters;
};

/// What prun's own words look like.
struct Palette
{
    Style quiet;
    Style success;
    Style warning;
    Style failure;
    Style strong;

    static Palette forDepth(int colorDepth);
};

} // namespace prun
