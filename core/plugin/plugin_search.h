// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstringlist.h>

namespace prun {

/// Where plugins are looked for, first folder first. Never the working folder, unless it is named.
/// In each folder its subfolders `formatters` and `hooks` count, too.
struct PluginSearch
{
    QStringList named; ///< --plugin-path: must exist and be safe
    QStringList environment; ///< PRUN_PLUGIN_PATH: absolute, else refused
    QString user; ///< in the user's data folder
    QString own; ///< that of this program: what comes from it is trusted as much as prun
    QString system; ///< where the distribution has prun's plugins
    QString program; ///< prun itself, absolute: see whyNotTrusted()

    /// As the environment and the place of the program have it. Needs the QCoreApplication.
    static PluginSearch standard(const QStringList &named);
};

} // namespace prun
