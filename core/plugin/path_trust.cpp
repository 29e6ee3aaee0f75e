// SPDX-License-Identifier: MIT
#include <core/plugin/path_trust.h>

#include <platform/file_access.h>

#include <QtCore/qfileinfo.h>

namespace prun {

using namespace Qt::StringLiterals;

namespace {

QString complaint(const QString &path, bool isParent, const FileAccess &access,
                  quint32 programOwner)
{
    if (access.owner != 0 && access.owner != currentUser() && access.owner != programOwner)
        return u"%1 belongs to another user (number %2)"_s.arg(path).arg(access.owner);
    // In a folder like /tmp others may add files, but not touch ours.
    if (access.othersMayWrite && !(isParent && access.sticky))
        return u"others may write to %1"_s.arg(path);
    return {};
}

bool contains(const QString &folder, const QString &path)
{
    return path.startsWith(folder.endsWith(u'/') ? folder : folder + u'/');
}

} // namespace

QString whyNotTrusted(const QString &path, const QString &program)
{
    const std::optional<FileAccess> programAccess = fileAccess(program);
    const quint32 programOwner = programAccess ? programAccess->owner : 0;
    QString at = path;
    while (!contains(at, program)) {
        const std::optional<FileAccess> access = fileAccess(at);
        if (!access)
            return u"nobody can tell who may write to %1"_s.arg(at);
        QString why = complaint(at, at != path, *access, programOwner);
        if (!why.isNull())
            return why;
        const QString parent = QFileInfo(at).path();
        if (parent == at)
            break;
        at = parent;
    }
    return {};
}

} // namespace prun
