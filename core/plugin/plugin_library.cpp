// SPDX-License-Identifier: MIT
#include <core/plugin/plugin_library.h>

#include <core/plugin/plugin_metadata.h>

#include <platform/isolated_call.h>

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

QString describeEnd(const IsolatedEnd &end, std::chrono::milliseconds limit)
{
    switch (end.kind) {
    case IsolatedEnd::Kind::Exited:
        return u"its code ended the program with exit code %1"_s.arg(end.value);
    case IsolatedEnd::Kind::Signaled:
        return u"its code crashes (signal %1)"_s.arg(end.value);
    case IsolatedEnd::Kind::TimedOut:
        return u"it was not ready within %1 s"_s.arg(static_cast<double>(limit.count()) / 1000);
    case IsolatedEnd::Kind::NotTried:
        return u"it could not be tried in a process of its own"_s;
    case IsolatedEnd::Kind::Returned:
        break;
    }
    return {};
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

Result<void> probe(const PluginInfo &info, const std::function<void()> &attempt,
                   std::chrono::milliseconds limit)
{
    const IsolatedEnd end = callIsolated(attempt, limit);
    if (end.kind == IsolatedEnd::Kind::Returned)
        return {};
    QString what = describeEnd(end, limit);
    if (!end.lastWords.isEmpty())
        what += u", with \"%1\""_s.arg(QString::fromUtf8(end.lastWords).simplified());
    return inPlugin(info, Error(Error::Code::Plugin, what, end.cause));
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
