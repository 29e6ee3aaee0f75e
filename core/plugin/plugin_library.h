// SPDX-License-Identifier: MIT
#pragma once

#include <core/plugin/plugin_info.h>

#include <prun/error.h>

#include <QtCore/qobject.h>

#include <chrono>
#include <functional>

namespace prun {

/// Loads the plugin for good and makes its root object, which lives as long as the program. Errors
/// (a missing symbol, another Qt, an exception) name the file. `info` must be usable: its interface
/// has been compared already.
Result<QObject *> loadRoot(const PluginInfo &info);

/// Runs `attempt`, which loads and uses the plugin, in a process of its own first: code that
/// crashes, exits or hangs does so there. The error says what happened; that `attempt` fails in an
/// orderly way is none. Where no such process can be had, the plugin is refused.
Result<void> probe(const PluginInfo &info, const std::function<void()> &attempt,
                   std::chrono::milliseconds limit = std::chrono::seconds(5));

/// `formatter "jsonl": FILE`, the places for the trail of an error.
Error inPlugin(const PluginInfo &info, Error error);

/// What was thrown, as far as C++ tells. Only inside a catch block.
QString describeException();

} // namespace prun
