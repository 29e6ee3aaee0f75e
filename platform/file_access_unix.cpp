// SPDX-License-Identifier: MIT
#include <platform/file_access.h>

#include <QtCore/qbytearray.h>
#include <QtCore/qfile.h>

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prun {

namespace {

/// Many systems give every user a group of the same name, and let it write: that is nobody else.
bool isPrivateGroup(gid_t group, uid_t owner)
{
    const passwd *const user = getpwuid(owner);
    if (!user || user->pw_gid != group)
        return false;
    const QByteArray name = user->pw_name; // the next call may overwrite it
    const struct group *const entry = getgrgid(group);
    if (!entry || name != entry->gr_name)
        return false;
    for (char **member = entry->gr_mem; *member; ++member) {
        if (name != *member)
            return false;
    }
    return true;
}

QString nameOfUser(uid_t user)
{
    return QStringLiteral("number %1").arg(user);
}

} // namespace

std::optional<FileAccess> fileAccess(const QString &path)
{
    struct stat found = {};
    if (stat(QFile::encodeName(path).constData(), &found) != 0)
        return {};
    FileAccess access;
    access.owner = nameOfUser(found.st_uid);
    access.systemOwned = found.st_uid == 0;
    access.sticky = (found.st_mode & S_ISVTX) != 0;
    access.othersMayWrite = (found.st_mode & S_IWOTH) != 0;
    if (!access.othersMayWrite && (found.st_mode & S_IWGRP) != 0 && found.st_gid != 0)
        access.othersMayWrite = !isPrivateGroup(found.st_gid, found.st_uid);
    return access;
}

QString currentUser()
{
    return nameOfUser(geteuid());
}

} // namespace prun
