// SPDX-License-Identifier: MIT
#include <core/plugin/plugin_metadata.h>

#include <prun/version.h>

#include <QtCore/qregularexpression.h>

namespace prun {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxText = 1000;

/// As a terminal may see it: someone else wrote it.
QString harmless(const QString &text)
{
    QString clean = text.left(kMaxText);
    for (QChar &c : clean) {
        if (!c.isPrint() && !c.isSurrogate())
            c = u' ';
    }
    return clean.simplified();
}

bool isId(const QString &text)
{
    static const QRegularExpression pattern(u"\\A[a-z][a-z0-9-]{0,63}\\z"_s);
    return pattern.match(text).hasMatch();
}

QString readOptions(const QJsonValue &value, PluginInfo *info)
{
    if (!value.isUndefined() && !value.isObject())
        return u"its description has \"options\" that are no object"_s;
    const QJsonObject options = value.toObject();
    for (auto at = options.begin(); at != options.end(); ++at) {
        if (!at->isString())
            return u"its description has an option \"%1\" without a text"_s.arg(harmless(at.key()));
        info->options.insert(harmless(at.key()), harmless(at->toString()));
    }
    return {};
}

QString readDescription(const QJsonObject &description, PluginInfo *info)
{
    const QString id = description.value(u"id").toString();
    const QString kind = description.value(u"kind").toString();
    const QString order = description.value(u"order").toString();
    if (!isId(id))
        return u"its description has no valid \"id\""_s;
    info->id = id;
    info->summary = harmless(description.value(u"summary").toString());
    for (const PluginKind known : { PluginKind::Formatter, PluginKind::Hook }) {
        if (kind == nameOf(known))
            info->kind = known;
    }
    if (info->kind == PluginKind::Unknown)
        return u"it is of a kind that this prun does not know: \"%1\""_s.arg(harmless(kind));
    if (info->kind == PluginKind::Formatter && !parseOrder(order, &info->order))
        return u"its description has no valid \"order\": \"%1\""_s.arg(harmless(order));
    return readOptions(description.value(u"options"), info);
}

} // namespace

QString nameOf(PluginKind kind)
{
    switch (kind) {
    case PluginKind::Formatter:
        return u"formatter"_s;
    case PluginKind::Hook:
        return u"hook"_s;
    case PluginKind::Unknown:
        break;
    }
    return u"plugin"_s;
}

QString PluginInfo::interfaceId() const
{
    switch (kind) {
    case PluginKind::Formatter:
        return QStringLiteral(PRUN_FORMATTER_IID);
    case PluginKind::Hook:
        return QStringLiteral(PRUN_HOOK_IID);
    case PluginKind::Unknown:
        break;
    }
    return {};
}

bool parseOrder(const QString &word, OutputOrder *order)
{
    if (word == u"live")
        *order = OutputOrder::Live;
    else if (word == u"index")
        *order = OutputOrder::Index;
    else if (word == u"finish")
        *order = OutputOrder::Finish;
    else if (word == u"finish-out")
        *order = OutputOrder::FinishOut;
    else
        return false;
    return true;
}

PluginInfo readMetadata(const QJsonObject &metadata)
{
    PluginInfo info;
    if (metadata.isEmpty()) {
        info.problem = u"it is no plugin, or damaged"_s;
        return info;
    }
    const QString found = harmless(metadata.value(u"IID").toString());
    const QJsonValue description = metadata.value(u"MetaData");
    info.problem = readDescription(description.toObject(), &info);
    // First of all: another interface may well have descriptions of another form.
    const QString wanted = info.interfaceId();
    if (!found.startsWith(u"org.prun."))
        info.problem = u"it is a plugin of another program, with the interface \"%1\""_s.arg(found);
    else if (!wanted.isNull() && found != wanted)
        info.problem =
            u"it was built for the interface \"%1\", this prun has \"%2\""_s.arg(found, wanted);
    return info;
}

} // namespace prun
