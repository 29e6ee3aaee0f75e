// SPDX-License-Identifier: MIT
#include <core/config/retry_words.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>
#include <core/config/value_parsers.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr QByteArrayView exponentialWord = "exponential";

template<typename Value>
Result<void> store(Result<Value> parsed, Value &into)
{
    if (!parsed)
        return std::move(parsed.error());
    into = *parsed;
    return {};
}

// One `key=value` of an exponential backoff.
Result<void> setBackoffField(QByteArrayView field, Backoff &backoff)
{
    static constexpr std::array<std::string_view, 4> keys{ "base", "factor", "max", "jitter" };
    const qsizetype equals = field.indexOf('=');
    if (equals < 0)
        return Error(Error::Code::Usage, u"%1 has no value"_s.arg(quoted(field)))
            .hint(u"write exponential:base=1s,factor=2,max=60s,jitter=0.1"_s);
    const auto key = parseWord(field.first(equals), keys);
    if (!key)
        return Error(key.error());
    const QByteArrayView value = field.sliced(equals + 1);
    Result<void> stored;
    if (*key == 0)
        stored = store(parseDuration(value, BareNumber::Milliseconds), backoff.base);
    else if (*key == 1)
        stored = store(parseDecimal(value, 1, 1000), backoff.factor);
    else if (*key == 2)
        stored = store(parseDuration(value, BareNumber::Milliseconds), backoff.max);
    else
        stored = store(parseDecimal(value, 0, 1), backoff.jitter);
    if (!stored)
        return std::move(stored.error()).in(QString::fromUtf8(field.first(equals)));
    return {};
}

} // namespace

Result<Backoff> parseBackoff(QByteArrayView text)
{
    if (!text.startsWith(exponentialWord)) {
        const auto fixed = parseDuration(text, BareNumber::Milliseconds);
        if (fixed)
            return Backoff{ .base = *fixed };
        Error error = fixed.error();
        const QString word = QString::fromUtf8(text.first(std::min<qsizetype>(text.size(), 12)));
        const QString meant = didYouMean(word, { u"exponential"_s });
        return meant.isNull() ? error : std::move(error).hint(meant);
    }
    Backoff backoff = Backoff::exponential();
    const QByteArrayView rest = text.sliced(exponentialWord.size());
    if (rest.isEmpty())
        return backoff;
    if (!rest.startsWith(':'))
        return Error(Error::Code::Usage, u"%1 is not a duration"_s.arg(quoted(text)))
            .hint(u"write exponential or exponential:base=1s,factor=2,max=60s,jitter=0.1"_s);
    for (const QByteArray &field : splitList(rest.sliced(1))) {
        if (auto set = setBackoffField(field, backoff); !set)
            return std::move(set.error());
    }
    return backoff;
}

Result<void> parseRetryOn(QByteArrayView text, RetryPolicy &retry)
{
    static constexpr std::array<std::string_view, 3> words{ "signal", "timeout", "any" };
    RetryPolicy wanted;
    for (const QByteArray &part : splitList(text)) {
        if (!part.isEmpty() && part[0] >= '0' && part[0] <= '9') {
            const auto code = parseInteger(part, 1, 255);
            if (!code)
                return Error(code.error());
            wanted.onCodes.push_back(*code);
            continue;
        }
        const auto word = parseWord(part, words);
        if (!word) {
            const QString meant =
                didYouMean(QString::fromUtf8(part), { u"signal"_s, u"timeout"_s, u"any"_s });
            return Error(word.error())
                .hint(meant.isNull() ? u"exit codes, signal, timeout or any"_s : meant);
        }
        (*word == 0 ? wanted.onSignal : *word == 1 ? wanted.onTimeout : wanted.onAny) = true;
    }
    if (!wanted.onAny && !wanted.limitsOutcomes())
        return Error(Error::Code::Usage, u"the value is empty"_s)
            .hint(u"exit codes, signal, timeout or any"_s);
    retry.onSignal = wanted.onSignal;
    retry.onTimeout = wanted.onTimeout;
    retry.onAny = wanted.onAny;
    retry.onCodes = std::move(wanted.onCodes);
    return {};
}

} // namespace prun
