// SPDX-License-Identifier: MIT
#pragma once

#include <app/run_request.h>

#include <QtCore/qbytearraylist.h>

namespace prun {

/// What a formatter that writes to prun's own streams needs to know of them.
FormatterContext terminalContext(const RunRequest &request, const QByteArrayList &environment);
/// The same for one that writes to a file.
FormatterContext fileContext(const RunRequest &request, const PluginChoice &formatter);

} // namespace prun
