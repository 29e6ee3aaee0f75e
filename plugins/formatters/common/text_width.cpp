// SPDX-License-Identifier: MIT
#include "text_width.h"

#include "utf8.h"

#include <QtCore/qchar.h>

#include <algorithm>
#include <iterator>

namespace prun {

namespace {

struct Range
{
    char32_t first;
    char32_t last;
};

// East_Asian_Width W and F of Unicode 14, with the unassigned gaps inside a block closed.
constexpr Range wideRanges[] = {
    { 0x1100, 0x115f },   { 0x231a, 0x231b },   { 0x2329, 0x232a },   { 0x23e9, 0x23ec },
    { 0x23f0, 0x23f0 },   { 0x23f3, 0x23f3 },   { 0x25fd, 0x25fe },   { 0x2614, 0x2615 },
    { 0x2648, 0x2653 },   { 0x267f, 0x267f },   { 0x2693, 0x2693 },   { 0x26a1, 0x26a1 },
    { 0x26aa, 0x26ab },   { 0x26bd, 0x26be },   { 0x26c4, 0x26c5 },   { 0x26ce, 0x26ce },
    { 0x26d4, 0x26d4 },   { 0x26ea, 0x26ea },   { 0x26f2, 0x26f3 },   { 0x26f5, 0x26f5 },
    { 0x26fa, 0x26fa },   { 0x26fd, 0x26fd },   { 0x2705, 0x2705 },   { 0x270a, 0x270b },
    { 0x2728, 0x2728 },   { 0x274c, 0x274c },   { 0x274e, 0x274e },   { 0x2753, 0x2755 },
    { 0x2757, 0x2757 },   { 0x2795, 0x2797 },   { 0x27b0, 0x27b0 },   { 0x27bf, 0x27bf },
    { 0x2b1b, 0x2b1c },   { 0x2b50, 0x2b50 },   { 0x2b55, 0x2b55 },   { 0x2e80, 0x303e },
    { 0x3041, 0x3247 },   { 0x3250, 0x4dbf },   { 0x4e00, 0xa4cf },   { 0xa960, 0xa97f },
    { 0xac00, 0xd7a3 },   { 0xf900, 0xfaff },   { 0xfe10, 0xfe19 },   { 0xfe30, 0xfe6f },
    { 0xff00, 0xff60 },   { 0xffe0, 0xffe6 },   { 0x16fe0, 0x16ff1 }, { 0x17000, 0x18d08 },
    { 0x1aff0, 0x1b2fb }, { 0x1f004, 0x1f004 }, { 0x1f0cf, 0x1f0cf }, { 0x1f18e, 0x1f18e },
    { 0x1f191, 0x1f19a }, { 0x1f200, 0x1f320 }, { 0x1f32d, 0x1f335 }, { 0x1f337, 0x1f37c },
    { 0x1f37e, 0x1f393 }, { 0x1f3a0, 0x1f3ca }, { 0x1f3cf, 0x1f3d3 }, { 0x1f3e0, 0x1f3f0 },
    { 0x1f3f4, 0x1f3f4 }, { 0x1f3f8, 0x1f43e }, { 0x1f440, 0x1f440 }, { 0x1f442, 0x1f4fc },
    { 0x1f4ff, 0x1f53d }, { 0x1f54b, 0x1f54e }, { 0x1f550, 0x1f567 }, { 0x1f57a, 0x1f57a },
    { 0x1f595, 0x1f596 }, { 0x1f5a4, 0x1f5a4 }, { 0x1f5fb, 0x1f64f }, { 0x1f680, 0x1f6c5 },
    { 0x1f6cc, 0x1f6cc }, { 0x1f6d0, 0x1f6d2 }, { 0x1f6d5, 0x1f6df }, { 0x1f6eb, 0x1f6ec },
    { 0x1f6f4, 0x1f6fc }, { 0x1f7e0, 0x1f7f0 }, { 0x1f90c, 0x1f93a }, { 0x1f93c, 0x1f945 },
    { 0x1f947, 0x1f9ff }, { 0x1fa70, 0x1faff }, { 0x20000, 0x3fffd },
};

bool isWide(char32_t codePoint)
{
    if (codePoint < wideRanges[0].first)
        return false;
    const auto *range = std::lower_bound(
        std::begin(wideRanges), std::end(wideRanges), codePoint,
        [](const Range &candidate, char32_t value) { return candidate.last < value; });
    return range != std::end(wideRanges) && range->first <= codePoint;
}

bool isInvisible(char32_t codePoint)
{
    if (codePoint < 0x300 || codePoint > 0x10'ffff)
        return false;
    if (codePoint >= 0x1160 && codePoint < 0x1200) // medial and final Jamo join the one before
        return true;
    const QChar::Category category = QChar::category(codePoint);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing
        || category == QChar::Other_Format;
}

} // namespace

int columnsOf(char32_t codePoint)
{
    if (isInvisible(codePoint))
        return 0;
    return isWide(codePoint) ? 2 : 1;
}

int columnsOf(QByteArrayView text)
{
    int columns = 0;
    forEachCodePoint(text, [&](CodePoint point, QByteArrayView) {
        columns += point.value == CodePoint::invalid ? 1 : columnsOf(point.value);
    });
    return columns;
}

QByteArrayView clipped(QByteArrayView text, int columns)
{
    qsizetype fitting = 0;
    bool full = false;
    forEachCodePoint(text, [&](CodePoint point, QByteArrayView bytes) {
        const int width = point.value == CodePoint::invalid ? 1 : columnsOf(point.value);
        full = full || width > columns;
        if (full)
            return;
        columns -= width;
        fitting += bytes.size();
    });
    return text.first(fitting);
}

QByteArray padded(QByteArray text, int columns)
{
    const int missing = columns - columnsOf(QByteArrayView(text));
    if (missing > 0)
        text.append(missing, ' ');
    return text;
}

} // namespace prun
