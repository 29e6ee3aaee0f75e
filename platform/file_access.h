// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

#include <optional>

namespace prun {

/// Who may change a file, or what lies in a folder.
struct FileAccess
{
    quint32 owner = 0; ///< number of the user; 0 is root
    /// Someone else than the owner and root may: everybody, or the members of a group that is
    /// neither root's nor the owner's private one.
    bool othersMayWrite = false;
    bool sticky = false; ///< of a folder: those others may add files, but not replace any
};

/// Nothing if the system does not tell. Follows symbolic links.
std::optional<FileAccess> fileAccess(const QString &path);
quint32 currentUser();

} // namespace prun
