// SPDX-License-Identifier: MIT
#include <app/process_environment.h>

#include <QtCore/qglobal.h>

namespace prun {

QByteArray valueIn(const QByteArrayList &environment, QByteArrayView name)
{
    for (const QByteArray &entry : environment) {
        if (entry.size() > name.size() && entry[name.size()] == '=' && entry.startsWith(name))
            return entry.mid(name.size() + 1);
    }
    return {};
}

void removeVariables(QByteArrayList &environment, const QByteArrayList &names)
{
    environment.removeIf([&](const QByteArray &entry) {
        return names.contains(entry.left(std::max<qsizetype>(0, entry.indexOf('='))));
    });
}

void prepareQt()
{
    // The plain event loop: that of GLib costs start-up time and is slower with many descriptors.
    qputenv("QT_NO_GLIB", "1");
    // Plugins come from prun's own search only.
    qunsetenv("QT_PLUGIN_PATH");
}

static void setIfUnset(QByteArrayList &environment, const QByteArray &name, const char *value)
{
    if (valueIn(environment, name).isNull())
        environment << name + '=' + value;
}

void announceColors(QByteArrayList &environment, int depth)
{
    if (depth < 4 || !valueIn(environment, "NO_COLOR").isEmpty())
        return;
    setIfUnset(environment, "FORCE_COLOR", depth >= 24 ? "3" : depth >= 8 ? "2" : "1");
    setIfUnset(environment, "CLICOLOR_FORCE", "1");
    if (depth >= 24)
        setIfUnset(environment, "COLORTERM", "truecolor");
}

} // namespace prun
