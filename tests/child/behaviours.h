// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

/// The words behind the name of the behaviour.
using Words = std::span<char *const>;

struct Behaviour
{
    const char *name;
    int words; ///< how many it needs at least
    int (*run)(Words words); ///< the exit code
};

std::span<const Behaviour> outputBehaviours();
std::span<const Behaviour> processBehaviours();
std::span<const Behaviour> stateBehaviours();

long numberOf(const char *word);
/// Writes everything; ends the process if that fails.
void writeAll(int descriptor, const std::string &bytes);
/// Until a signal ends the process.
[[noreturn]] void waitForEver();
