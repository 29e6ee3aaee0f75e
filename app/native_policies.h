// SPDX-License-Identifier: MIT
#pragma once

#include <app/invocation.h>
#include <app/option_values.h>

namespace prun {

/// Fills Plan::policies, policyOf, run and judgement; the tasks must be there already.
Result<void> addPolicies(const OptionValues &options, const std::function<int()> &cores,
                         Plan &plan);

/// Where input goes: --handle-input, --default-input-target, --tty.
Result<void> addInputRouting(const OptionValues &options, const Plan &plan, InputRouting &input);

/// A signal by name or number, if it is one that can end a command.
Result<int> parseStopSignal(QByteArrayView text);

/// The commands of a plan without its teardown commands.
std::span<const TaskSpec> commandsOf(const Plan &plan);

} // namespace prun
