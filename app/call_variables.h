// SPDX-License-Identifier: MIT
#pragma once

#include <app/native_output.h>
#include <app/option_table.h>

#include <QtCore/qbytearraylist.h>

namespace prun {

/// Of an environment (`NAME=value`), the variables about colours that the rest of prun looks at.
Variables colorVariablesOf(const QByteArrayList &environment);

/// The names of PRUN_… variables in it that speak of one run only: RunRequest::notInherited.
QByteArrayList notInheritedOf(const QByteArrayList &environment);

/// A warning for each PRUN_… variable in it that nothing reads and that is nearly one of `table`.
QByteArrayList warningsOfVariables(const QByteArrayList &environment, OptionTable table);

} // namespace prun
