// SPDX-License-Identifier: MIT
#include <core/plugin/path_trust.h>

#include <platform/file_access.h>

#include <QtCore/qfileinfo.h>

namespace prun {

using namespace Qt::StringLiterals;

namespace {

QString complaint(const QString &path, bool isParent, const FileAccess &access,
                  const QString &programOwner)
{
    if (!access.systemOwned && access.owner != currentUser() && access.owner != programOwner)
        return u"%1 belongs to another user (%2)"_s.arg(path, access.owner);
    // In a folder like /tmp others may add files, but not touch ours.
    if (access.othersMayWrite && !(isParent && access.sticky))
        return u"others may write to %1"_s.arg(path);
    return {};
}

/// `//server`, above the share: nothing lies in it that could be replaced.
bool isServer(const QString &path)
{
    return path.startsWith(u"//") && path.indexOf(u'/', 2) < 0;
}

bool contains(const QString &folder, const QString &path)
{
    return path.startsWith(folder.endsWith(u'/') ? folder : folder + u'/');
}

} // namespace

QString whyNotTrusted(const QString &path, const QString &program)
{
    const std::optional<FileAccess> programAccess = fileAccess(program);
    const QString programOwner = programAccess ? programAccess->owner : QString();
    QString at = path;
    while (!contains(at, program)) {
        const std::optional<FileAccess> access = fileAccess(at);
        if (!access)
            return u"nobody can tell who may write to %1"_s.arg(at);
        QString why = complaint(at, at != path, *access, programOwner);
        if (!why.isNull())
            return why;
        const QString parent = QFileInfo(at).path();
        if (parent == at || isServer(parent))
            break;
        at = parent;
    }
    return {};
}

} // namespace prun
