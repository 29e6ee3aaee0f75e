// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

namespace prun {

/// Whose command line prun understands: its own, or that of a program that it takes the place of.
enum class Dialect : quint8 { Native, Concurrently };

struct DialectCall
{
    Dialect dialect = Dialect::Native;
    QByteArrayList arguments; ///< without the word that chose the dialect
};

/// By the name that prun is called by (`program`: a path, perhaps ending in `.exe`), else by the
/// first argument.
DialectCall dialectOf(const QByteArray &program, const QByteArrayList &arguments);

} // namespace prun
