// SPDX-License-Identifier: MIT
#pragma once

#include <core/plugin/plugin_info.h>

#include <prun/formatter.h>
#include <prun/hook.h>

#include <QtCore/qobject.h>

namespace prun {

/// Loads the plugin for good and makes its root object, which lives as long as the program. Errors
/// (a missing symbol, another Qt, an exception) name the file. `info` must be usable: its interface
/// has been compared already.
Result<QObject *> loadRoot(const PluginInfo &info);

/// Loads the plugin and lets it make what `context` is for. That it cannot, does not, or throws is
/// an Error::Code::Plugin. Main thread only.
Result<std::unique_ptr<Formatter>> makeFrom(const PluginInfo &info,
                                            const FormatterContext &context);
Result<std::unique_ptr<Hook>> makeFrom(const PluginInfo &info, const HookContext &context);

/// `formatter "jsonl": FILE`, the places for the trail of an error.
Error inPlugin(const PluginInfo &info, Error error);

/// What was thrown, as far as C++ tells. Only inside a catch block.
QString describeException();

} // namespace prun
