// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/environment_file.h>
#include <core/sources/procfile.h>

#include <QtCore/qbytearraylist.h>

#include <span>
#include <vector>

namespace prun {

/// How many processes of each type of a Procfile run, in the order of the Procfile.
using Formation = std::vector<int>;

/// `all=1,web=2`: `all` stands for the types that are not named, and those are not started without
/// it. White space counts for nothing, the last of several equal names counts. An
/// Error::Code::Usage names the nearest name.
Result<Formation> parseFormation(QByteArrayView text, std::span<const ProcfileEntry> types);

/// One process of each of these types; of a type that is named twice too.
Result<Formation> formationOf(const QByteArrayList &names, std::span<const ProcfileEntry> types);

/// `$NAME` replaced by the value, variable after variable in the order of `environment`, wherever
/// it stands: between quotes, too, and in what earlier ones have brought. A longer name that begins
/// with NAME is another one, and stays. An Error::Code::Config if that gets longer than a mebibyte.
Result<QByteArray> withVariables(QByteArray command, std::span<const EnvironmentEntry> environment);

} // namespace prun
