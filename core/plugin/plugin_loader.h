// SPDX-License-Identifier: MIT
#pragma once

#include <core/plugin/plugin_index.h>

#include <prun/formatter.h>
#include <prun/hook.h>

namespace prun {

/// Makes formatters and hooks by their ids. Only what is asked for is loaded; code that is not
/// prun's own is tried in a process of its own first, so a plugin that crashes, exits or hangs is
/// an Error::Code::Plugin, too; for that the program calls answerTrial() first. Main thread only,
/// before other threads are started.
class PluginLoader
{
public:
    explicit PluginLoader(PluginSearch search) : m_index(std::move(search)) { }

    /// In which order the formatter wants its output, its option `order` included. Loads nothing.
    Result<OutputOrder> orderOf(const QString &id, const QMap<QString, QString> &options);

    Result<std::unique_ptr<Formatter>> makeFormatter(const QString &id,
                                                     const FormatterContext &context);
    Result<std::unique_ptr<Hook>> makeHook(const QString &id, const HookContext &context);

    /// For a list: see PluginIndex::all().
    Result<std::vector<PluginInfo>> all() { return m_index.all(); }

private:
    PluginIndex m_index;
};

} // namespace prun
