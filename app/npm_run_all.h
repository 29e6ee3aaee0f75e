// SPDX-License-Identifier: MIT
#pragma once

#include <app/invocation.h>
#include <app/npm_run_all_arguments.h>

namespace prun {

/// The dialects run-p, run-s and npm-run-all: what a call with their flags asks for. What is wrong
/// with it is an answer, too, in their words and with their exit status, 1.
Invocation parseNpmRunAllCall(NpmRunAllProgram program, const QByteArrayList &words,
                              const CallContext &call);

} // namespace prun
