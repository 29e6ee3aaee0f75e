// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

namespace prun {

struct Rgb
{
    int red = 0;
    int green = 0;
    int blue = 0;
};

/// SGR parameters that show `rgb`, or the nearest colour that a terminal of `colorDepth` bits (4, 8
/// or 24) has.
QByteArray sgrParameters(Rgb rgb, bool background, int colorDepth);

} // namespace prun
