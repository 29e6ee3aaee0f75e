// SPDX-License-Identifier: MIT
#pragma once

#include <core/plugin/plugin_info.h>

#include <QtCore/qjsonobject.h>

namespace prun {

/// Reads what QPluginLoader::metaData() or QStaticPlugin::metaData() gives into all but `origin`
/// and `file`. What is wrong with it stands in `problem`; text is free of control characters.
PluginInfo readMetadata(const QJsonObject &metadata);

/// `live`, `index` or `finish`; false if it is none of them.
bool parseOrder(const QString &word, OutputOrder *order);

} // namespace prun
