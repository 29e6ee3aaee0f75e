// SPDX-License-Identifier: MIT
#include "timestamp_format.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qlocale.h>

#include <cctype>
#include <cstdlib>
#include <cstring>

namespace prun {

namespace {

constexpr char knownLetters[] = "yMdDEahHkKmsSXxZ";

QByteArray number(int value, int width)
{
    return QByteArray::number(value).rightJustified(width, '0');
}

QByteArray yearText(int year, int width)
{
    return width == 2 ? number(year % 100, 2) : number(year, width);
}

QByteArray named(const QString &longName, const QString &shortName, int width)
{
    const QString name = width == 5 ? shortName.left(1) : width == 4 ? longName : shortName;
    return name.toUtf8();
}

QByteArray monthText(int month, int width)
{
    if (width <= 2)
        return number(month, width);
    const QLocale english = QLocale::c();
    return named(english.monthName(month), english.monthName(month, QLocale::ShortFormat), width);
}

QByteArray weekdayText(int weekday, int width)
{
    const QLocale english = QLocale::c();
    return named(english.dayName(weekday), english.dayName(weekday, QLocale::ShortFormat), width);
}

QByteArray offsetText(const QDateTime &time, char letter, int width)
{
    const int seconds = time.offsetFromUtc();
    if (letter == 'X' && seconds == 0)
        return "Z";
    const int minutes = std::abs(seconds) / 60;
    const QByteArray hours = (seconds < 0 ? '-' : '+') + number(minutes / 60, 2);
    if (letter != 'Z' && width == 1)
        return minutes % 60 == 0 ? hours : hours + number(minutes % 60, 2);
    const bool colon = letter == 'Z' ? width == 5 : width == 3 || width == 5;
    return hours + (colon ? ":" : "") + number(minutes % 60, 2);
}

// The fraction of the second, cut (not rounded) to `width` digits.
QByteArray fractionText(int milliseconds, int width)
{
    return number(milliseconds, 3).leftJustified(width, '0', true);
}

QByteArray hourText(char letter, int hour, int width)
{
    switch (letter) {
    case 'h':
        return number(hour % 12 == 0 ? 12 : hour % 12, width);
    case 'K':
        return number(hour % 12, width);
    case 'k':
        return number(hour == 0 ? 24 : hour, width);
    default:
        return number(hour, width);
    }
}

QByteArray fieldText(const QDateTime &time, char letter, int width)
{
    switch (letter) {
    case 'y':
        return yearText(time.date().year(), width);
    case 'M':
        return monthText(time.date().month(), width);
    case 'd':
        return number(time.date().day(), width);
    case 'D':
        return number(time.date().dayOfYear(), width);
    case 'E':
        return weekdayText(time.date().dayOfWeek(), width);
    case 'a':
        return time.time().hour() < 12 ? "AM" : "PM";
    case 'm':
        return number(time.time().minute(), width);
    case 's':
        return number(time.time().second(), width);
    case 'S':
        return fractionText(time.time().msec(), width);
    case 'X':
    case 'x':
    case 'Z':
        return offsetText(time, letter, width);
    default:
        return hourText(letter, time.time().hour(), width);
    }
}

// Reads 'quoted text' that starts at `at`; '' is an apostrophe, inside and outside.
QByteArray quotedText(const QByteArray &pattern, qsizetype &at)
{
    ++at;
    if (at < pattern.size() && pattern[at] == '\'') {
        ++at;
        return "'";
    }
    QByteArray text;
    for (; at < pattern.size(); ++at) {
        if (pattern[at] == '\'') {
            if (at + 1 == pattern.size() || pattern[at + 1] != '\'') {
                ++at;
                break;
            }
            ++at;
        }
        text += pattern[at];
    }
    return text;
}

} // namespace

Result<TimestampFormat> TimestampFormat::parse(const QByteArray &pattern)
{
    TimestampFormat format;
    for (qsizetype at = 0; at < pattern.size();) {
        const char c = pattern[at];
        if (c == '\'') {
            format.m_fields.push_back({ 0, 0, quotedText(pattern, at) });
        } else if (!std::isalpha(static_cast<uchar>(c))) {
            format.m_fields.push_back({ 0, 0, QByteArray(1, c) });
            ++at;
        } else {
            if (!std::strchr(knownLetters, c))
                return Error(Error::Code::Plugin,
                             QStringLiteral("unknown letter \"%1\" in the timestamp format \"%2\"")
                                 .arg(QChar(QLatin1Char(c)), QString::fromUtf8(pattern)))
                    .hint(QStringLiteral("text stands between apostrophes: 'at' HH:mm:ss"));
            int width = 0;
            for (; at < pattern.size() && pattern[at] == c; ++at)
                ++width;
            format.m_fields.push_back({ c, width, {} });
        }
    }
    return format;
}

QByteArray TimestampFormat::format(WallTime time) const
{
    using namespace std::chrono;
    const qint64 ms = floor<milliseconds>(time.time_since_epoch()).count();
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(ms);
    QByteArray text;
    for (const Field &field : m_fields)
        text += field.letter == 0 ? field.text : fieldText(local, field.letter, field.width);
    return text;
}

} // namespace prun
