// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstringlist.h>

namespace prun {

/// The candidate that `word` was most likely meant to be: few typing mistakes away (a letter wrong,
/// missing, too many, or two swapped; case counts for little), or the only one that begins with it.
/// Null if none is near enough to be worth saying. The first of several equally near ones.
QString nearest(const QString &word, const QStringList &candidates);

/// For Error::hint(): `did you mean "jsonl"?`, or null if nothing is near.
QString didYouMean(const QString &word, const QStringList &candidates);

} // namespace prun
