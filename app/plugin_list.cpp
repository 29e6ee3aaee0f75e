// SPDX-License-Identifier: MIT
#include <app/plugin_list.h>

#include <core/config/printable.h>
#include <core/plugin/plugin_loader.h>

namespace prun {

namespace {

QString headingOf(PluginKind kind)
{
    switch (kind) {
    case PluginKind::Formatter:
        return QStringLiteral("Formatters (--formatter ID, --report ID=FILE)\n");
    case PluginKind::Hook:
        return QStringLiteral("Hooks (--hook ID:key=value)\n");
    case PluginKind::Unknown:
        break;
    }
    return QStringLiteral("Not plugins of this version\n");
}

/// Plugins are files of strangers: no control character of theirs reaches the terminal.
QString shown(const QString &text)
{
    return printable(text.toUtf8());
}

QString originOf(const PluginInfo &plugin)
{
    switch (plugin.origin) {
    case PluginInfo::Origin::BuiltIn:
        return QStringLiteral("built in");
    case PluginInfo::Origin::Own:
    case PluginInfo::Origin::Foreign:
        break;
    }
    return plugin.file;
}

QString describe(const PluginInfo &plugin, qsizetype idWidth)
{
    QString text = QStringLiteral("  %1  %2\n")
                       .arg(shown(plugin.id).leftJustified(idWidth), shown(plugin.summary));
    const QString margin(idWidth + 4, QLatin1Char(' '));
    for (auto option = plugin.options.cbegin(); option != plugin.options.cend(); ++option)
        text += margin + shown(option.key()) + QStringLiteral("=…  ") + shown(option.value())
            + QLatin1Char('\n');
    text += margin + shown(originOf(plugin)) + QLatin1Char('\n');
    if (!plugin.usable())
        text += margin + QStringLiteral("not usable: ") + shown(plugin.problem) + QLatin1Char('\n');
    return text;
}

} // namespace

Result<QByteArray> renderPluginList(const PluginListRequest &request)
{
    PluginLoader loader(PluginSearch::standard(request.pluginPaths));
    const Result<std::vector<PluginInfo>> plugins = loader.all();
    if (!plugins)
        return plugins.error();
    qsizetype idWidth = 0;
    for (const PluginInfo &plugin : *plugins)
        idWidth = std::max(idWidth, plugin.id.size());

    QString text;
    for (const PluginKind kind : { PluginKind::Formatter, PluginKind::Hook, PluginKind::Unknown }) {
        QString ofKind;
        for (const PluginInfo &plugin : *plugins) {
            if (plugin.kind == kind)
                ofKind += describe(plugin, idWidth);
        }
        if (!ofKind.isEmpty())
            text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + headingOf(kind) + ofKind;
    }
    return text.toUtf8();
}

} // namespace prun
