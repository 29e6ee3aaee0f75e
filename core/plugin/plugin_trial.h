// SPDX-License-Identifier: MIT
#pragma once

#include <core/plugin/plugin_info.h>

#include <prun/formatter.h>
#include <prun/hook.h>

#include <chrono>

namespace prun {

constexpr std::chrono::milliseconds kTrialLimit = std::chrono::seconds(5);

/// Loads the plugin and lets it make what `context` is for, in a process of its own: code that
/// crashes, exits or hangs does so there. The error says what happened; that it fails in an orderly
/// way is none. Where no such process can be had, the plugin is refused. Blocks.
Result<void> tryApart(const PluginInfo &info, const FormatterContext &context,
                      std::chrono::milliseconds limit = kTrialLimit);
Result<void> tryApart(const PluginInfo &info, const HookContext &context,
                      std::chrono::milliseconds limit = kTrialLimit);

/// At the start of main(), before Qt's application object, in every program that loads plugins of
/// others: a trial may be this program, started once more. In such a process it does not return.
void answerTrial();

} // namespace prun
