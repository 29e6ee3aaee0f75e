// SPDX-License-Identifier: MIT
#include <core/plugin/plugin_search.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qstandardpaths.h>

namespace prun {

using namespace Qt::StringLiterals;

PluginSearch PluginSearch::standard(const QStringList &named)
{
    PluginSearch search;
    for (const QString &folder : named)
        search.named << QDir::current().absoluteFilePath(folder);
    search.environment =
        qEnvironmentVariable("PRUN_PLUGIN_PATH").split(QDir::listSeparator(), Qt::SkipEmptyParts);
    const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    if (!data.isEmpty())
        search.user = data + u"/prun/plugins"_s;
    const QString folder = QCoreApplication::applicationDirPath();
    search.own = QDir::cleanPath(folder + u'/' + QStringLiteral(PRUN_PLUGINS_FROM_PROGRAM));
    search.system = QStringLiteral(PRUN_SYSTEM_PLUGINS);
    search.program = QCoreApplication::applicationFilePath();
    return search;
}

} // namespace prun
