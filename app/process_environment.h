// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

namespace prun {

/// The value of `name` in a list of `NAME=value`; null if it has none.
QByteArray valueIn(const QByteArrayList &environment, QByteArrayView name);

/// Takes `names` out of such a list.
void removeVariables(QByteArrayList &environment, const QByteArrayList &names);

/// Settings that Qt reads from the environment. Before QCoreApplication, and after the environment
/// for the commands was taken.
void prepareQt();

/// What tells programs whose output is piped through prun that a terminal shows its colours.
/// `depth` in bits. Nothing is set against what the user has set.
void announceColors(QByteArrayList &environment, int depth);

} // namespace prun
