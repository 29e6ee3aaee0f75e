// SPDX-License-Identifier: MIT
#pragma once

#include <core/plugin/plugin_info.h>
#include <core/plugin/plugin_search.h>

#include <prun/error.h>

#include <vector>

namespace prun {

/// All plugins that there are, by their descriptions; loads none. Main thread only.
class PluginIndex
{
public:
    explicit PluginIndex(PluginSearch search) : m_search(std::move(search)) { }

    /// The usable plugin of that name. Those that are part of the program come first; folders are
    /// read only if it is none of them. Otherwise an Error::Code::Plugin that says why there is
    /// none and what was most likely meant.
    Result<PluginInfo> find(PluginKind kind, const QString &id);

    /// Every plugin found, in the order of the search, with those that are refused or hidden. A
    /// folder that is refused is one entry of kind Unknown. An Error if a named folder is.
    Result<std::vector<PluginInfo>> all();

private:
    Result<void> build();
    void addBuiltIn();
    Result<void> addNamed(const QString &folder);
    void addFolder(const QString &folder, PluginInfo::Origin origin);
    void addFiles(const QString &folder, PluginInfo::Origin origin);
    void addRefused(const QString &folder, const QString &why);
    void add(PluginInfo info);
    const PluginInfo *first(PluginKind kind, const QString &id) const;
    Error absent(PluginKind kind, const QString &id) const;

    PluginSearch m_search;
    std::vector<PluginInfo> m_plugins;
    bool m_hasBuiltIn = false;
    bool m_complete = false;
};

} // namespace prun
