// SPDX-License-Identifier: MIT
#include "color_downgrade.h"

#include <algorithm>

namespace prun {

namespace {

constexpr int cubeLevels[] = { 0, 95, 135, 175, 215, 255 };

int cubeIndex(int level)
{
    int best = 0;
    for (int i = 1; i < 6; ++i) {
        if (std::abs(cubeLevels[i] - level) < std::abs(cubeLevels[best] - level))
            best = i;
    }
    return best;
}

int distance(Rgb a, Rgb b)
{
    const int red = a.red - b.red;
    const int green = a.green - b.green;
    const int blue = a.blue - b.blue;
    return red * red + green * green + blue * blue;
}

// The 6x6x6 cube or the 24 greys of a terminal with 256 colours.
int indexOf256(Rgb rgb)
{
    const int red = cubeIndex(rgb.red);
    const int green = cubeIndex(rgb.green);
    const int blue = cubeIndex(rgb.blue);
    const Rgb cube = { cubeLevels[red], cubeLevels[green], cubeLevels[blue] };
    const int average = (rgb.red + rgb.green + rgb.blue) / 3;
    const int step = std::clamp((average - 3) / 10, 0, 23);
    const int grey = 8 + 10 * step;
    if (distance(rgb, { grey, grey, grey }) < distance(rgb, cube))
        return 232 + step;
    return 16 + 36 * red + 6 * green + blue;
}

// The colours that xterm shows for 30 … 37 and 90 … 97.
constexpr Rgb ansiColors[] = {
    { 0, 0, 0 },       { 205, 0, 0 },   { 0, 205, 0 },   { 205, 205, 0 },
    { 0, 0, 238 },     { 205, 0, 205 }, { 0, 205, 205 }, { 229, 229, 229 },
    { 127, 127, 127 }, { 255, 0, 0 },   { 0, 255, 0 },   { 255, 255, 0 },
    { 92, 92, 255 },   { 255, 0, 255 }, { 0, 255, 255 }, { 255, 255, 255 },
};

int indexOf16(Rgb rgb)
{
    int best = 0;
    for (int i = 1; i < 16; ++i) {
        if (distance(rgb, ansiColors[i]) < distance(rgb, ansiColors[best]))
            best = i;
    }
    return best;
}

} // namespace

QByteArray sgrParameters(Rgb rgb, bool background, int colorDepth)
{
    const QByteArray target = background ? "48" : "38";
    if (colorDepth >= 24)
        return target + ";2;" + QByteArray::number(rgb.red) + ';' + QByteArray::number(rgb.green)
            + ';' + QByteArray::number(rgb.blue);
    if (colorDepth >= 8)
        return target + ";5;" + QByteArray::number(indexOf256(rgb));
    const int index = indexOf16(rgb);
    return QByteArray::number((index < 8 ? 30 + index : 82 + index) + (background ? 10 : 0));
}

} // namespace prun
