// SPDX-License-Identifier: MIT
#include <app/plugin_list.h>

#include <app/text_columns.h>

#include <core/config/printable.h>
#include <core/plugin/plugin_loader.h>

#include <utility>

namespace prun {

namespace {

QString headingOf(PluginKind kind)
{
    switch (kind) {
    case PluginKind::Formatter:
        return QStringLiteral("Formatters (--formatter ID, --report ID=FILE)");
    case PluginKind::Hook:
        return QStringLiteral("Hooks (--hook ID:key=value)");
    case PluginKind::Unknown:
        break;
    }
    return QStringLiteral("Not plugins of this version");
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

class List
{
public:
    List(qsizetype idWidth, int columns)
        : m_idWidth(idWidth), m_margin(static_cast<int>(idWidth) + 4), m_columns(columns)
    { }

    void addHeading(PluginKind kind)
    {
        if (!m_out.isEmpty())
            m_out += '\n';
        appendText(headingOf(kind), 0, kIndentBelow);
    }

    void add(const PluginInfo &plugin)
    {
        m_out += "  " + shown(plugin.id).leftJustified(m_idWidth).toUtf8() + "  ";
        appendText(shown(plugin.summary), m_margin, m_margin);
        for (auto option = plugin.options.cbegin(); option != plugin.options.cend(); ++option) {
            addMargin();
            appendText(shown(option.key()) + QStringLiteral("=… ") + shown(option.value()),
                       m_margin, m_margin + kIndentBelow);
        }
        addMargin();
        m_out += shown(originOf(plugin)).toUtf8() + '\n'; // a path is to be copied: whole
        if (!plugin.usable()) {
            addMargin();
            appendText(QStringLiteral("not usable: ") + shown(plugin.problem), m_margin,
                       m_margin + kIndentBelow);
        }
    }

    QByteArray text() const { return m_out; }

private:
    static constexpr int kIndentBelow = 4;

    void addMargin() { m_out += QByteArray(m_margin, ' '); }
    void appendText(const QString &text, int at, int indent)
    {
        appendWrapped(m_out, toView(text.toUtf8()), at, indent, m_columns);
    }

    const qsizetype m_idWidth;
    const int m_margin;
    const int m_columns;
    QByteArray m_out;
};

} // namespace

Result<QByteArray> renderPluginList(const PluginListRequest &request, int columns)
{
    PluginLoader loader(PluginSearch::standard(request.pluginPaths));
    const Result<std::vector<PluginInfo>> plugins = loader.all();
    if (!plugins)
        return plugins.error();
    qsizetype idWidth = 0;
    for (const PluginInfo &plugin : *plugins)
        idWidth = std::max(idWidth, plugin.id.size());

    List list(idWidth, columns);
    for (const PluginKind kind : { PluginKind::Formatter, PluginKind::Hook, PluginKind::Unknown }) {
        bool hasHeading = false;
        for (const PluginInfo &plugin : *plugins) {
            if (plugin.kind != kind)
                continue;
            if (!std::exchange(hasHeading, true))
                list.addHeading(kind);
            list.add(plugin);
        }
    }
    return list.text();
}

} // namespace prun
