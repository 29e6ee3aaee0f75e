// SPDX-License-Identifier: MIT
#pragma once

#include <app/run_request.h>

#include <prun/error.h>

#include <QtCore/qbytearraylist.h>

#include <functional>

namespace prun {

/// What prun is called with, as raw bytes.
struct CallContext
{
    QByteArrayList arguments; ///< without the program name
    QByteArrayList environment; ///< `NAME=value`, as the system has them
    std::function<int()> cores; ///< how many processors prun may use; asked only when it matters
    QByteArray program = {}; ///< the name that prun is called by, or its path
};

/// What the call asks for, or the one error that says what is wrong with it (prun exits 2). Reads
/// the files of --file and --env-file and looks for the folders of --plugin-path; starts nothing,
/// prints nothing, changes nothing.
Result<Invocation> parseInvocation(const CallContext &call);

} // namespace prun
