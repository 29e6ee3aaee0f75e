// SPDX-License-Identifier: MIT
#include <core/config/value_parsers.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>

#include <QtCore/qstringlist.h>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int mostProcesses = 1'000'000;
constexpr double longestDuration = 365.0 * 24 * 3600; // in seconds

Error notA(const QString &what, QByteArrayView text, const QString &hint)
{
    if (text.isEmpty())
        return Error(Error::Code::Usage, u"the value is empty"_s).hint(hint);
    return Error(Error::Code::Usage, u"%1 is not %2"_s.arg(quoted(text), what)).hint(hint);
}

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

// Splits "1.5s" into "1.5" and "s".
qsizetype lengthOfNumber(QByteArrayView text)
{
    const auto *end = std::find_if_not(text.begin(), text.end(), [](char character) {
        return isDigit(character) || character == '.';
    });
    return end - text.begin();
}

// Digits with an optional fraction; no sign, no exponent, no "inf", no locale.
bool toDecimal(QByteArrayView text, double *value)
{
    if (text.isEmpty() || text.size() > 40 || lengthOfNumber(text) != text.size()
        || !isDigit(text.front()) || !isDigit(text.back()))
        return false;
    bool ok = false;
    *value = text.toDouble(&ok);
    return ok && std::isfinite(*value);
}

// Seconds per unit, or 0 for an unknown one.
double secondsOf(QByteArrayView unit, BareNumber bare)
{
    if (unit.isEmpty())
        return bare == BareNumber::Seconds ? 1 : 0.001;
    if (unit == "ms")
        return 0.001;
    if (unit == "s")
        return 1;
    if (unit == "m")
        return 60;
    return unit == "h" ? 3600 : 0;
}

bool isOneOf(QByteArrayView text, std::initializer_list<const char *> words)
{
    return std::any_of(words.begin(), words.end(), [&](const char *word) {
        return text.compare(QByteArrayView(word), Qt::CaseInsensitive) == 0;
    });
}

} // namespace

Result<std::chrono::nanoseconds> parseDuration(QByteArrayView text, BareNumber unit)
{
    const QString examples = unit == BareNumber::Seconds
        ? u"write 250ms, 1.5s, 2m or 1h; a bare number is seconds"_s
        : u"write 250ms, 1.5s, 2m or 1h; a bare number is milliseconds"_s;
    const qsizetype split = lengthOfNumber(text);
    const double factor = secondsOf(text.sliced(split), unit);
    double number = 0;
    if (text.startsWith('-') && text.size() > 1 && isDigit(text[1]))
        return Error(Error::Code::Usage, u"%1 is negative"_s.arg(quoted(text))).hint(examples);
    if (factor == 0 || !toDecimal(text.first(split), &number))
        return notA(u"a duration"_s, text, examples);
    const double seconds = number * factor;
    if (seconds > longestDuration)
        return Error(Error::Code::Usage, u"%1 is too long"_s.arg(quoted(text)))
            .hint(u"at most 8760h"_s);
    return std::chrono::nanoseconds(std::llround(seconds * 1e9));
}

Result<int> parseInteger(QByteArrayView text, int least, int most)
{
    const QString range = u"a whole number from %1 to %2"_s.arg(least).arg(most);
    const qsizetype sign = text.startsWith('-') || text.startsWith('+') ? 1 : 0;
    const QByteArrayView digits = text.sliced(sign);
    if (digits.isEmpty() || !std::all_of(digits.begin(), digits.end(), isDigit))
        return notA(u"a whole number"_s, text, range);
    bool ok = false;
    const int value = text.toInt(&ok);
    if (!ok || value < least || value > most)
        return Error(Error::Code::Usage, u"%1 is out of range"_s.arg(quoted(text))).hint(range);
    return value;
}

Result<double> parseDecimal(QByteArrayView text, double least, double most)
{
    const QString range = u"a number from %1 to %2"_s.arg(least).arg(most);
    double value = 0;
    if (!toDecimal(text, &value))
        return notA(u"a number"_s, text, range);
    if (value < least || value > most)
        return Error(Error::Code::Usage, u"%1 is out of range"_s.arg(quoted(text))).hint(range);
    return value;
}

Result<bool> parseFlag(QByteArrayView text)
{
    if (isOneOf(text, { "true", "yes", "on", "1" }))
        return true;
    if (isOneOf(text, { "false", "no", "off", "0" }))
        return false;
    return notA(u"yes or no"_s, text, u"write true, yes, on, 1, false, no, off or 0"_s);
}

Result<int> parseProcessCount(QByteArrayView text, const std::function<int()> &cores)
{
    const auto wrong = [&] {
        return notA(u"a number of processes"_s, text,
                    u"write 4, 50% of the processors, +1 or -1 beside them, or 0 for no limit"_s);
    };
    const bool relative = text.startsWith('+') || text.startsWith('-');
    const bool percent = text.endsWith('%');
    const QByteArrayView digits =
        text.sliced(relative ? 1 : 0).chopped(percent && text.size() > (relative ? 1 : 0));
    double number = 0;
    if ((relative && percent) || !toDecimal(digits, &number) || (!percent && digits.contains('.')))
        return wrong();
    double wanted = number;
    if (percent)
        wanted = std::max(1.0, std::round(cores() * number / 100));
    else if (relative)
        wanted = std::max(1.0, cores() + (text[0] == '+' ? number : -number));
    if (wanted > mostProcesses)
        return Error(Error::Code::Usage, u"%1 is too many"_s.arg(quoted(text)))
            .hint(u"at most %1; 0 is no limit"_s.arg(mostProcesses));
    return static_cast<int>(wanted);
}

Result<std::size_t> parseWord(QByteArrayView text, std::span<const std::string_view> words)
{
    QStringList candidates;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (text == QByteArrayView(words[i].data(), static_cast<qsizetype>(words[i].size())))
            return i;
        candidates << QString::fromUtf8(words[i].data(), static_cast<qsizetype>(words[i].size()));
    }
    const QString known = u"one of %1"_s.arg(candidates.join(u", "_s));
    if (text.isEmpty())
        return Error(Error::Code::Usage, u"the value is empty"_s).hint(known);
    const QString meant = didYouMean(QString::fromUtf8(text), candidates);
    return Error(Error::Code::Usage, u"unknown value %1"_s.arg(quoted(text)))
        .hint(meant.isNull() ? known : meant);
}

QByteArrayList splitList(QByteArrayView text)
{
    QByteArrayList parts;
    if (text.isEmpty())
        return parts;
    QByteArray part;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ',')
            part.append(text[++i]);
        else if (text[i] == ',')
            parts << std::exchange(part, {}).trimmed();
        else
            part.append(text[i]);
    }
    parts << part.trimmed();
    return parts;
}

} // namespace prun
