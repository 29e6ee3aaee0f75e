// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>
#include <QtCore/qbytearrayview.h>

namespace prun {

/// `text` itself if it says what a prefix is made of: a keyword, or a template whose placeholders
/// are all known. Braces around anything that is no word are text.
Result<QByteArray> parsePrefix(QByteArrayView text);

/// A list of colours with commas: `auto`, or names, modifiers and `#rrggbb` joined by dots, as in
/// `bgBlue.bold`. An empty part is no colour.
Result<QByteArrayList> parseColors(QByteArrayView text);

} // namespace prun
