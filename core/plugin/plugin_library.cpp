// SPDX-License-Identifier: MIT
#include <core/plugin/plugin_library.h>

#include <core/plugin/plugin_metadata.h>

#include <QtCore/qpluginloader.h>

#include <exception>

namespace prun {

using namespace Qt::StringLiterals;

namespace {

Result<QObject *> builtInRoot(const PluginInfo &info)
{
    for (const QStaticPlugin &plugin : QPluginLoader::staticPlugins()) {
        const PluginInfo other = readMetadata(plugin.metaData());
        if (other.usable() && other.kind == info.kind && other.id == info.id)
            return plugin.instance();
    }
    return Error(Error::Code::Plugin, u"it is not part of this program"_s);
}

/// Qt repeats the name of the file in front of the reason.
QString reasonFrom(const QString &qtError, const QString &file)
{
    QString reason = qtError;
    reason.remove(u"Cannot load library %1: "_s.arg(file));
    reason.remove(file + u": "_s);
    if (reason.startsWith(u'(') && reason.endsWith(u')'))
        reason = reason.sliced(1).chopped(1);
    return reason.simplified();
}

Result<QObject *> rootFromFile(const QString &file)
{
    QPluginLoader loader(file);
    // All symbols now: one that is missing would otherwise end prun at its first call. Never
    // unloaded: nobody knows what still points into it.
    loader.setLoadHints(QLibrary::ResolveAllSymbolsHint | QLibrary::PreventUnloadHint);
    if (QObject *const root = loader.instance())
        return root;
    return Error(Error::Code::Plugin,
                 u"it cannot be loaded: "_s + reasonFrom(loader.errorString(), file));
}

/// Loads the plugin, if it is not yet, and lets it make one formatter or hook.
template<typename Product, typename Plugin, typename Context>
Result<std::unique_ptr<Product>> makeWith(const PluginInfo &info, const Context &context)
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

} // namespace

Result<QObject *> loadRoot(const PluginInfo &info)
{
    // A reason to catch what is not ours: the plugin's constructor runs inside.
    try {
        Result<QObject *> root = info.file.isEmpty() ? builtInRoot(info) : rootFromFile(info.file);
        return root ? std::move(root) : inPlugin(info, std::move(root.error()));
    } catch (...) {
        return inPlugin(
            info, Error(Error::Code::Plugin, u"its constructor threw "_s + describeException()));
    }
}

Result<std::unique_ptr<Formatter>> makeFrom(const PluginInfo &info, const FormatterContext &context)
{
    return makeWith<Formatter, FormatterPlugin>(info, context);
}

Result<std::unique_ptr<Hook>> makeFrom(const PluginInfo &info, const HookContext &context)
{
    return makeWith<Hook, HookPlugin>(info, context);
}

Error inPlugin(const PluginInfo &info, Error error)
{
    if (!info.file.isEmpty())
        error = std::move(error).in(info.file);
    return std::move(error).in(u"%1 \"%2\""_s.arg(nameOf(info.kind), info.id));
}

QString describeException()
{
    try {
        throw;
    } catch (const std::exception &exception) {
        return u"an exception: %1"_s.arg(QString::fromUtf8(exception.what()).simplified());
    } catch (...) {
        return u"an exception"_s;
    }
}

} // namespace prun
