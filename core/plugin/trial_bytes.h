// SPDX-License-Identifier: MIT
#pragma once

#include <core/plugin/plugin_info.h>

#include <prun/formatter.h>
#include <prun/hook.h>

namespace prun {

/// What a plugin is tried with, in a process that knows nothing of this one.
struct Trial
{
    PluginInfo info; ///< only what is needed to load it: kind, id and file
    FormatterContext formatter; ///< if it is one
    std::vector<TaskSpec> tasks;
    HookContext hook; ///< if it is one: of `tasks`, with a `say` that nobody hears
};

// Bytes for another process of this very program; no other can read them.

QByteArray bytesOfTrial(const PluginInfo &info, const FormatterContext &context);
QByteArray bytesOfTrial(const PluginInfo &info, const HookContext &context);

std::unique_ptr<const Trial> trialOfBytes(const QByteArray &bytes);

} // namespace prun
