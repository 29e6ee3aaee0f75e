// SPDX-License-Identifier: MIT
#include <platform/signal_names.h>
#include <platform/signal_table.h>

#include <algorithm>

namespace prun {
namespace {

bool isDigits(const QByteArray &text)
{
    return !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Of `RTMIN+3` the 3, of `RTMIN` 0.
std::optional<int> offsetAfter(const QByteArray &text, const char *base, char sign)
{
    if (!text.startsWith(base))
        return {};
    const QByteArray rest = text.mid(qsizetype(qstrlen(base)));
    if (rest.isEmpty())
        return 0;
    const QByteArray digits = rest.mid(1);
    if (rest[0] != sign || digits.size() > 3 || !isDigits(digits))
        return {};
    return digits.toInt();
}

std::optional<int> realTimeSignal(const QByteArray &text)
{
    const RealTimeSignals range = realTimeSignals();
    int number = -1;
    if (const auto offset = offsetAfter(text, "RTMIN", '+'))
        number = range.first + *offset;
    else if (const auto back = offsetAfter(text, "RTMAX", '-'))
        number = range.last - *back;
    if (number < range.first || number > range.last)
        return {};
    return number;
}

} // namespace

const char *standardSignalName(int signal) noexcept
{
    for (const NamedSignal &named : namedSignals()) {
        if (named.number == signal)
            return named.name;
    }
    return nullptr;
}

QByteArray signalName(int signal)
{
    if (const char *name = standardSignalName(signal))
        return name;
    const RealTimeSignals range = realTimeSignals();
    if (signal < range.first || signal > range.last)
        return "signal " + QByteArray::number(signal);
    if (signal == range.last)
        return "SIGRTMAX";
    if (signal == range.first)
        return "SIGRTMIN";
    return "SIGRTMIN+" + QByteArray::number(signal - range.first);
}

std::optional<int> signalFromName(QByteArrayView name)
{
    QByteArray text = name.toByteArray().toUpper();
    if (isDigits(text)) {
        bool fits = false;
        const int number = text.toInt(&fits);
        return fits && number > 0 && number <= largestSignal() ? std::optional(number)
                                                               : std::nullopt;
    }
    if (text.startsWith("SIG"))
        text.remove(0, 3);
    for (const NamedSignal &named : namedSignals()) {
        if (text == named.name + 3)
            return named.number;
    }
    return realTimeSignal(text);
}

QList<QByteArray> signalShortNames()
{
    QList<QByteArray> names;
    for (const NamedSignal &named : namedSignals())
        names << named.name + 3;
    return names;
}

} // namespace prun
