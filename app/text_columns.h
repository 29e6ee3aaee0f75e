// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <string_view>

namespace prun {

/// Of text that is to be read; a terminal may have fewer.
inline constexpr int kReadableColumns = 80;

inline QByteArray toBytes(std::string_view text)
{
    return { text.data(), static_cast<qsizetype>(text.size()) };
}
/// Lives as long as `bytes`.
inline std::string_view toView(QByteArrayView bytes)
{
    return { bytes.data(), static_cast<std::size_t>(bytes.size()) };
}

/// Appends `text` to `out`, wrapped at spaces so that no line goes beyond `width` columns, each
/// line but the first behind `indent` spaces; the first begins at column `at`. Ends with a newline.
/// UTF-8, one column per character.
void appendWrapped(QByteArray &out, std::string_view text, int at, int indent, int width);

/// Columns that UTF-8 `text` takes, one per character.
int columnsOf(std::string_view text);

} // namespace prun
