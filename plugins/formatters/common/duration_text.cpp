// SPDX-License-Identifier: MIT
#include "duration_text.h"

#include <cstdlib>

namespace prun {

namespace {

QByteArray inTwoUnits(qint64 large, char largeUnit, qint64 small, char smallUnit)
{
    return QByteArray::number(large) + largeUnit + QByteArray::number(small).rightJustified(2, '0')
        + smallUnit;
}

} // namespace

QByteArray durationText(std::chrono::nanoseconds duration)
{
    using namespace std::chrono;
    const qint64 ms = round<milliseconds>(duration).count();
    if (ms < 1000)
        return QByteArray::number(ms) + "ms";
    const qint64 tenths = (ms + 50) / 100;
    if (tenths < 600) {
        const QByteArray fraction = tenths % 10 == 0 ? "" : '.' + QByteArray::number(tenths % 10);
        return QByteArray::number(tenths / 10) + fraction + 's';
    }
    const qint64 seconds = (ms + 500) / 1000;
    if (seconds < 3600)
        return inTwoUnits(seconds / 60, 'm', seconds % 60, 's');
    const qint64 minutes = seconds / 60;
    if (minutes < 24 * 60)
        return inTwoUnits(minutes / 60, 'h', minutes % 60, 'm');
    return inTwoUnits(minutes / (24 * 60), 'd', minutes / 60 % 24, 'h');
}

QByteArray groupedNumber(qint64 number)
{
    QByteArray text = QByteArray::number(std::llabs(number));
    for (qsizetype at = text.size() - 3; at > 0; at -= 3)
        text.insert(at, ',');
    return number < 0 ? '-' + text : text;
}

} // namespace prun
