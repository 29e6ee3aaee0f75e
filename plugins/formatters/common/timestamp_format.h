// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>
#include <prun/event.h>

#include <vector>

namespace prun {

/// Local time by a pattern of Unicode TR35: y M d D E a h H k K m s S X x Z and 'quoted text'.
class TimestampFormat
{
public:
    /// Refuses letters that it does not know.
    static Result<TimestampFormat> parse(const QByteArray &pattern);

    QByteArray format(WallTime time) const;

private:
    struct Field
    {
        char letter = 0; // 0: literal text
        int width = 0;
        QByteArray text;
    };
    std::vector<Field> m_fields;
};

} // namespace prun
