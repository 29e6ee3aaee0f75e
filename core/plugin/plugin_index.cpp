// SPDX-License-Identifier: MIT
#include <core/plugin/plugin_index.h>

#include <core/config/suggestion.h>
#include <core/plugin/path_trust.h>
#include <core/plugin/plugin_metadata.h>

#include <QtCore/qdir.h>
#include <QtCore/qlibrary.h>
#include <QtCore/qloggingcategory.h>
#include <QtCore/qpluginloader.h>

namespace prun {

using namespace Qt::StringLiterals;

namespace {

PluginInfo readFile(const QFileInfo &file, const QString &program)
{
    PluginInfo info;
    const QString path = file.canonicalFilePath();
    const QString why = whyNotTrusted(path, program);
    if (why.isNull())
        info = readMetadata(QPluginLoader(path).metaData());
    else
        info.problem = u"it is not safe to load: "_s + why;
    info.file = path;
    if (info.id.isEmpty())
        info.id = file.completeBaseName();
    return info;
}

QString whyFolderRefused(const QString &folder, const QString &program)
{
    const QString path = QFileInfo(folder).canonicalFilePath();
    const QString why = path.isEmpty() ? QString() : whyNotTrusted(path, program);
    return why.isNull() ? why : u"it is not safe to load plugins from: "_s + why;
}

} // namespace

Result<PluginInfo> PluginIndex::find(PluginKind kind, const QString &id)
{
    addBuiltIn();
    const PluginInfo *found = first(kind, id);
    if (!found) {
        if (Result<void> built = build(); !built)
            return std::move(built.error());
        found = first(kind, id);
    }
    if (!found)
        return absent(kind, id);
    if (!found->usable())
        return Error(Error::Code::Plugin, found->problem)
            .in(found->file)
            .in(u"%1 \"%2\""_s.arg(nameOf(kind), id));
    return *found;
}

Result<std::vector<PluginInfo>> PluginIndex::all()
{
    addBuiltIn();
    if (Result<void> built = build(); !built)
        return std::move(built.error());
    return m_plugins;
}

void PluginIndex::addBuiltIn()
{
    if (m_hasBuiltIn)
        return;
    m_hasBuiltIn = true;
    for (const QStaticPlugin &plugin : QPluginLoader::staticPlugins()) {
        PluginInfo info = readMetadata(plugin.metaData());
        info.origin = PluginInfo::Origin::BuiltIn;
        if (info.usable()) // else it is one of Qt's own
            add(std::move(info));
    }
}

Result<void> PluginIndex::build()
{
    if (m_complete)
        return {};
    // What Qt finds wrong with a file stands in PluginInfo::problem.
    QLoggingCategory::setFilterRules(u"qt.core.plugin.*=false"_s);
    for (const QString &folder : m_search.named) {
        if (Result<void> added = addNamed(folder); !added)
            return std::move(added.error()).in(u"option --plugin-path"_s);
    }
    for (const QString &folder : m_search.environment) {
        if (QDir::isAbsolutePath(folder))
            addFolder(folder, PluginInfo::Origin::Foreign);
        else
            addRefused(folder, u"PRUN_PLUGIN_PATH takes absolute paths only"_s);
    }
    for (const QString &folder : { m_search.user, m_search.own, m_search.system }) {
        const bool own = folder == m_search.own;
        addFolder(folder, own ? PluginInfo::Origin::Own : PluginInfo::Origin::Foreign);
    }
    m_complete = true;
    return {};
}

Result<void> PluginIndex::addNamed(const QString &folder)
{
    if (!QFileInfo(folder).isDir())
        return Error(Error::Code::Plugin, u"%1 is no folder"_s.arg(folder));
    if (const QString why = whyFolderRefused(folder, m_search.program); !why.isNull())
        return Error(Error::Code::Plugin, why).in(folder);
    addFolder(folder, PluginInfo::Origin::Foreign);
    return {};
}

void PluginIndex::addFolder(const QString &folder, PluginInfo::Origin origin)
{
    if (folder.isEmpty() || !QFileInfo(folder).isDir())
        return;
    for (const QString &part : { folder, folder + u"/formatters"_s, folder + u"/hooks"_s }) {
        const QString path = QFileInfo(part).canonicalFilePath();
        if (path.isEmpty() || !QFileInfo(path).isDir())
            continue;
        const QString why = whyFolderRefused(path, m_search.program);
        if (why.isNull())
            addFiles(path, origin);
        else
            addRefused(path, why);
        if (part == folder && !why.isNull())
            return;
    }
}

void PluginIndex::addFiles(const QString &folder, PluginInfo::Origin origin)
{
    const QFileInfoList files = QDir(folder).entryInfoList(QDir::Files, QDir::Name);
    for (const QFileInfo &file : files) {
        if (!QLibrary::isLibrary(file.fileName()))
            continue;
        PluginInfo info = readFile(file, m_search.program);
        info.origin = origin;
        add(std::move(info));
    }
}

void PluginIndex::addRefused(const QString &folder, const QString &why)
{
    PluginInfo info;
    info.file = folder;
    info.problem = why;
    m_plugins.push_back(std::move(info));
}

void PluginIndex::add(PluginInfo info)
{
    if (info.usable()) {
        if (const PluginInfo *const other = first(info.kind, info.id)) {
            if (other->file == info.file && !info.file.isEmpty())
                return;
            info.problem = other->file.isEmpty() ? u"hidden by the one that is built in"_s
                                                 : u"hidden by "_s + other->file;
        }
    }
    m_plugins.push_back(std::move(info));
}

const PluginInfo *PluginIndex::first(PluginKind kind, const QString &id) const
{
    for (const PluginInfo &info : m_plugins) {
        if (info.kind == kind && info.id == id)
            return &info;
    }
    return nullptr;
}

/// Why there is none: it is of another kind, its file or folder was refused, or it is misspelled.
Error PluginIndex::absent(PluginKind kind, const QString &id) const
{
    const QString what = u"%1 \"%2\""_s.arg(nameOf(kind), id);
    QStringList known;
    QStringList refused;
    for (const PluginInfo &info : m_plugins) {
        if (info.kind == kind && info.usable())
            known << info.id;
        if (info.id == id && info.usable())
            return Error(Error::Code::Plugin,
                         u"\"%1\" is a %2, not a %3"_s.arg(id, nameOf(info.kind), nameOf(kind)))
                .hint(u"it is asked for with --%1 %2"_s.arg(nameOf(info.kind), id));
        if (info.id == id)
            return Error(Error::Code::Plugin, info.problem).in(info.file).in(what);
        if (info.kind == PluginKind::Unknown && info.id.isEmpty())
            refused << u"%1 was not searched: %2"_s.arg(info.file, info.problem);
    }
    QString hint = didYouMean(id, known);
    if (hint.isNull() && !refused.isEmpty())
        hint = refused.join(u"; ");
    if (hint.isNull())
        hint = u"`prun plugins` lists all that there are"_s;
    return Error(Error::Code::Plugin, u"there is no %1"_s.arg(what)).hint(hint);
}

} // namespace prun
