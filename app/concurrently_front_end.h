// SPDX-License-Identifier: MIT
#pragma once

#include <app/invocation.h>

namespace prun {

/// A call in the words of concurrently; `arguments` without `concurrently` or `conc`. What is wrong
/// with it is what is to be printed, with exit status 1.
Invocation parseConcurrently(const QByteArrayList &arguments, const CallContext &call);

} // namespace prun
