// SPDX-License-Identifier: MIT
#pragma once

#include <app/invocation.h>

namespace prun {

/// What `prun map …` asks for, as parseInvocation() does for all calls. Reads the whole input. A
/// wrong call is no error but a PrintAndExit, because map has its own exit status for it.
Result<Invocation> parseMap(const CallContext &call);

} // namespace prun
