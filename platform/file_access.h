// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

#include <optional>

namespace prun {

/// Who may change a file, or what lies in a folder.
struct FileAccess
{
    /// Of whom it is, for messages, and the same for the same one only: `number 1000`, on Windows a
    /// security identifier (`S-1-5-…`).
    QString owner;
    /// The owner may do everything anyway: root; on Windows SYSTEM, the Administrators, and
    /// TrustedInstaller.
    bool systemOwned = false;
    /// Someone else than the owner, the user and those of systemOwned may: everybody, or the
    /// members of a group that is neither root's nor the owner's private one.
    bool othersMayWrite = false;
    bool sticky = false; ///< of a folder: those others may add files, but not replace any
};

/// Nothing if the system does not tell. Follows symbolic links.
std::optional<FileAccess> fileAccess(const QString &path);
QString currentUser(); ///< as in FileAccess::owner

} // namespace prun
