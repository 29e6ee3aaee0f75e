// SPDX-License-Identifier: MIT
#include <platform/file_access.h>

#include <QtCore/qfileinfo.h>

namespace prun {

// Unfinished: access control lists are not read, so every file counts as the user's own.

std::optional<FileAccess> fileAccess(const QString &path)
{
    if (!QFileInfo::exists(path))
        return {};
    return FileAccess{};
}

quint32 currentUser()
{
    return 0;
}

} // namespace prun
