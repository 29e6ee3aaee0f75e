// SPDX-License-Identifier: MIT
#pragma once

#include <app/invocation.h>

namespace prun {

/// What `prun start …` asks for, as parseInvocation() does for all calls. Reads the Procfile and
/// the files of variables.
Result<Invocation> parseStart(const CallContext &call);

} // namespace prun
