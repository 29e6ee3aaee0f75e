// SPDX-License-Identifier: MIT
#include "timestamp_format.h"

#include <QtCore/qdatetime.h>
#include <QtCore/qlocale.h>

#include <cctype>
#include <cstdlib>
#include <cstring>

namespace prun {

namespace {

constexpr char knownLetters[] = "GyYurUQqMLlwWdDFEeaBhHkKmsSOXxZ";

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

QByteArray eraText(int year, int width)
{
    const bool before = year < 1;
    if (width == 4)
        return before ? "Before Christ" : "Anno Domini";
    return width == 5 ? (before ? "B" : "A") : (before ? "BC" : "AD");
}

// Weeks as the United States count them: from Sunday, and the first holds the first of January.
QDate startOfWeek(QDate date)
{
    return date.addDays(-(date.dayOfWeek() % 7));
}

int weekYear(QDate date)
{
    return date.year() + (date >= startOfWeek(QDate(date.year() + 1, 1, 1)) ? 1 : 0);
}

int weeksSince(QDate start, QDate date)
{
    return static_cast<int>(startOfWeek(start).daysTo(date) / 7) + 1;
}

QByteArray weekText(QDate date, char letter, int width)
{
    if (letter == 'Y')
        return yearText(weekYear(date), width);
    if (letter == 'W')
        return number(weeksSince(QDate(date.year(), date.month(), 1), date), width);
    return number(weeksSince(QDate(weekYear(date), 1, 1), date), width);
}

// `GMT+2`, `GMT+5:30`, or `GMT+02:00`
QByteArray greenwichText(const QDateTime &time, bool isLong)
{
    const int seconds = time.offsetFromUtc();
    const int minutes = std::abs(seconds) / 60;
    QByteArray text = seconds < 0 ? "GMT-" : "GMT+";
    text += number(minutes / 60, isLong ? 2 : 1);
    return isLong || minutes % 60 != 0 ? text + ':' + number(minutes % 60, 2) : text;
}

QByteArray offsetText(const QDateTime &time, char letter, int width)
{
    if (letter == 'O' || (letter == 'Z' && width == 4))
        return greenwichText(time, width == 4);
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

// In the words of node, for which the morning begins at midnight.
QByteArray dayPeriodText(int hour)
{
    if (hour == 12)
        return "noon";
    return hour < 12 ? "in the morning"
        : hour < 18  ? "in the afternoon"
        : hour < 21  ? "in the evening"
                     : "at night";
}

QByteArray fieldText(const QDateTime &time, char letter, int width)
{
    switch (letter) {
    case 'G':
        return eraText(time.date().year(), width);
    case 'Y':
    case 'w':
    case 'W':
        return weekText(time.date(), letter, width);
    case 'Q':
    case 'q':
        return number((time.date().month() + 2) / 3, width == 2 ? 2 : 1);
    case 'l':
        return {};
    case 'F':
        return number((time.date().day() + 6) / 7, width);
    case 'u':
    case 'U':
    case 'r':
        return number(time.date().year(), width);
    case 'y':
        return yearText(time.date().year(), width);
    case 'M':
    case 'L':
        return monthText(time.date().month(), width);
    case 'd':
        return number(time.date().day(), width);
    case 'D':
        return number(time.date().dayOfYear(), width);
    case 'E':
    case 'e':
        return weekdayText(time.date().dayOfWeek(), width);
    case 'a':
        return time.time().hour() < 12 ? "AM" : "PM";
    case 'B':
        return dayPeriodText(time.time().hour());
    case 'm':
        return number(time.time().minute(), width);
    case 's':
        return number(time.time().second(), width);
    case 'S':
        return fractionText(time.time().msec(), width);
    case 'O':
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

// Names of time zones are different from language to language: a table that prun does not have.
Error refused(char letter, const QByteArray &pattern)
{
    const bool isZone = letter == 'z' || letter == 'v';
    return Error(Error::Code::Plugin,
                 (isZone
                      ? QStringLiteral("letter \"%1\" in the timestamp format \"%2\" asks for the "
                                       "name of the time zone, which prun does not know")
                      : QStringLiteral("unknown letter \"%1\" in the timestamp format \"%2\""))
                     .arg(QChar(QLatin1Char(letter)), QString::fromUtf8(pattern)))
        .hint(isZone ? QStringLiteral("O and x write its distance from Greenwich")
                     : QStringLiteral("text stands between apostrophes: 'at' HH:mm:ss"));
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
                return refused(c, pattern);
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
