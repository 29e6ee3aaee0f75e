// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

#include <string_view>

namespace prun {

/// Appends `text` to `out`, wrapped at spaces so that no line goes beyond `width` columns, each
/// line but the first behind `indent` spaces; the first begins at column `at`. Ends with a newline.
/// UTF-8, one column per character.
void appendWrapped(QByteArray &out, std::string_view text, int at, int indent, int width);

/// Columns that UTF-8 `text` takes, one per character.
int columnsOf(std::string_view text);

} // namespace prun
