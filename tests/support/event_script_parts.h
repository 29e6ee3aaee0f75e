// SPDX-License-Identifier: MIT
#pragma once

#include "event_scripts.h"

namespace prun::test {

using Scripts = std::vector<std::unique_ptr<EventScript>>;

EventScript &add(Scripts &scripts, const char *name);
/// On a terminal that both streams lead to.
EventScript &addOnTerminal(Scripts &scripts, const char *name, int columns = 80, int rows = 24,
                           int colorDepth = 24);
Outcome outcome(Outcome::Kind kind, int exitCode = 0, int signal = 0);
Outcome forced(Outcome result);

/// Every way in which a command or a run can end.
void addEndings(Scripts &scripts);

} // namespace prun::test
