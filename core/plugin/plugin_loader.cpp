// SPDX-License-Identifier: MIT
#include <core/plugin/plugin_loader.h>

#include <core/config/suggestion.h>
#include <core/plugin/plugin_library.h>
#include <core/plugin/plugin_metadata.h>

namespace prun {

using namespace Qt::StringLiterals;

namespace {

Result<void> checkOptions(const PluginInfo &info, const QMap<QString, QString> &options)
{
    for (auto at = options.begin(); at != options.end(); ++at) {
        if (info.options.contains(at.key()))
            continue;
        const QStringList known = info.options.keys();
        QString hint = didYouMean(at.key(), known);
        if (hint.isNull())
            hint = known.isEmpty() ? u"it has none"_s : u"it has: "_s + known.join(u", ");
        return Error(Error::Code::Plugin, u"it has no option \"%1\""_s.arg(at.key()))
            .hint(hint)
            .in(u"%1 \"%2\""_s.arg(nameOf(info.kind), info.id));
    }
    return {};
}

/// Loads the plugin, if it is not yet, and lets it make one formatter or hook.
template<typename Product, typename Plugin, typename Context>
Result<std::unique_ptr<Product>> load(const PluginInfo &info, const Context &context)
{
    Result<QObject *> root = loadRoot(info);
    if (!root)
        return std::move(root.error());
    auto *const plugin = qobject_cast<Plugin *>(*root);
    if (!plugin)
        return inPlugin(info,
                        Error(Error::Code::Plugin,
                              u"its object lacks Q_INTERFACES(prun::%1Plugin)"_s.arg(
                                  info.kind == PluginKind::Hook ? u"Hook" : u"Formatter")));
    try {
        Result<std::unique_ptr<Product>> made = plugin->create(context);
        if (!made)
            return std::move(made.error()).in(u"%1 \"%2\""_s.arg(nameOf(info.kind), info.id));
        if (*made)
            return made;
        return inPlugin(info, Error(Error::Code::Plugin, u"it made nothing"_s));
    } catch (...) {
        return inPlugin(info,
                        Error(Error::Code::Plugin, u"its create() threw "_s + describeException()));
    }
}

template<typename Product, typename Plugin, typename Context>
Result<std::unique_ptr<Product>> make(PluginIndex *index, PluginKind kind, const QString &id,
                                      const Context &context)
{
    const Result<PluginInfo> info = index->find(kind, id);
    if (!info)
        return info.error();
    if (const Result<void> checked = checkOptions(*info, context.options); !checked)
        return checked.error();
    if (info->origin == PluginInfo::Origin::Foreign) {
        const auto attempt = [&] { static_cast<void>(load<Product, Plugin>(*info, context)); };
        if (const Result<void> survived = probe(*info, attempt); !survived)
            return survived.error();
    }
    return load<Product, Plugin>(*info, context);
}

} // namespace

Result<OutputOrder> PluginLoader::orderOf(const QString &id, const QMap<QString, QString> &options)
{
    const Result<PluginInfo> info = m_index.find(PluginKind::Formatter, id);
    if (!info)
        return info.error();
    OutputOrder order = info->order;
    const auto chosen = options.find(u"order"_s);
    if (chosen == options.end() || !info->options.contains(u"order"_s))
        return order;
    if (!parseOrder(*chosen, &order) || order == OutputOrder::Live)
        return Error(Error::Code::Plugin, u"option \"order\" cannot be \"%1\""_s.arg(*chosen))
            .hint(u"it is index or finish"_s)
            .in(u"formatter \"%1\""_s.arg(id));
    return order;
}

Result<std::unique_ptr<Formatter>> PluginLoader::makeFormatter(const QString &id,
                                                               const FormatterContext &context)
{
    return make<Formatter, FormatterPlugin>(&m_index, PluginKind::Formatter, id, context);
}

Result<std::unique_ptr<Hook>> PluginLoader::makeHook(const QString &id, const HookContext &context)
{
    return make<Hook, HookPlugin>(&m_index, PluginKind::Hook, id, context);
}

} // namespace prun
