// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qbytearrayview.h>

#include <chrono>
#include <functional>
#include <span>
#include <string_view>

namespace prun {

/// Values as people write them. Every error is an Error::Code::Usage that quotes the value and, in
/// its hint, says what may stand there; the caller adds where it came from.

/// What a number without a unit means in a duration.
enum class BareNumber : quint8 { Seconds, Milliseconds };

/// `250ms`, `1.5s`, `2m`, `1h`, or a bare number; 0 to 8760h (a year). Never negative.
Result<std::chrono::nanoseconds> parseDuration(QByteArrayView text, BareNumber unit);

/// A whole number, decimal, with an optional sign, from `least` to `most`.
Result<int> parseInteger(QByteArrayView text, int least, int most);

/// Digits with an optional fraction (`12`, `0.5`), from `least` to `most`; no sign, no exponent.
Result<double> parseDecimal(QByteArrayView text, double least, double most);

/// `true`, `yes`, `on`, `1`, `false`, `no`, `off`, `0`.
Result<bool> parseFlag(QByteArrayView text);

/// How many commands may run at once: `4`, `50%` of the processors, `+1` or `-1` beside them.
/// 0 means no limit; every other form gives at least 1.
Result<int> parseProcessCount(QByteArrayView text, const std::function<int()> &cores);

/// Position of `text` in `words`.
Result<std::size_t> parseWord(QByteArrayView text, std::span<const std::string_view> words);

/// Parts between commas, white space around them removed. `\,` is a comma that separates nothing;
/// any other backslash stands for itself. `a,,b` has three parts, the empty text none.
QByteArrayList splitList(QByteArrayView text);

} // namespace prun
