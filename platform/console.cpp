// SPDX-License-Identifier: MIT
#include <platform/console.h>

namespace prun {

int colorDepthOf(QByteArrayView term, QByteArrayView colorterm)
{
    if (term == "dumb" || term.isEmpty())
        return 1;
    if (colorterm == "truecolor" || colorterm == "24bit" || term.endsWith("-direct")
        || term == "xterm-kitty" || term == "xterm-ghostty" || term == "wezterm")
        return 24;
    if (term.contains("256"))
        return 8;
    return 4;
}

} // namespace prun
