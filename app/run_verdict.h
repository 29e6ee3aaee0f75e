// SPDX-License-Identifier: MIT
#pragma once

#include <app/program_end.h>

#include <core/schedule/scheduler.h>

namespace prun {

/// What the exit status of prun depends on.
struct RunFacts
{
    RunStop stop;
    bool survivors = false; ///< something is alive although it was killed
    bool lost = false; ///< output, a report or a log file could not be written
    bool diesOfSignals = true; ///< JudgementPolicy::diesOfSignals; of a second one it always does
    bool diesOfSigpipe = true; ///< false if SIGPIPE was ignored when prun was started
    int judgement = 0; ///< 0 if the success condition holds, else the number asked for
    bool onlyOne = false; ///< see JudgementPolicy
};

/// If several things apply: a survivor (5), a signal, a loss (3), the deadline (124), the commands.
ProgramEnd verdictOf(const RunFacts &facts);

} // namespace prun
