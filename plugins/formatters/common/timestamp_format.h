// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>
#include <prun/event.h>

#include <vector>

namespace prun {

/// Local time by a pattern of Unicode TR35: G y Y u U r Q q M L l w W d D F E e a h H k K m s S O X
/// x Z and 'quoted text'. Names are English, weeks begin on Sunday.
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
