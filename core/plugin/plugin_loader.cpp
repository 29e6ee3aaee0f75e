// SPDX-License-Identifier: MIT
#include <core/plugin/plugin_loader.h>

#include <core/config/suggestion.h>
#include <core/plugin/plugin_library.h>
#include <core/plugin/plugin_metadata.h>
#include <core/plugin/plugin_trial.h>

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

template<typename Product, typename Context>
Result<std::unique_ptr<Product>> make(PluginIndex *index, PluginKind kind, const QString &id,
                                      const Context &context)
{
    const Result<PluginInfo> info = index->find(kind, id);
    if (!info)
        return info.error();
    if (const Result<void> checked = checkOptions(*info, context.options); !checked)
        return checked.error();
    if (info->origin == PluginInfo::Origin::Foreign) {
        if (const Result<void> survived = tryApart(*info, context); !survived)
            return survived.error();
    }
    return makeFrom(*info, context);
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
    return make<Formatter>(&m_index, PluginKind::Formatter, id, context);
}

Result<std::unique_ptr<Hook>> PluginLoader::makeHook(const QString &id, const HookContext &context)
{
    return make<Hook>(&m_index, PluginKind::Hook, id, context);
}

} // namespace prun
