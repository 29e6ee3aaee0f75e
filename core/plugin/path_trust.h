// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qstring.h>

namespace prun {

/// Why code must not be loaded from `path`, a file or folder: someone who is not trusted could put
/// something else there. Null if nobody could. Trusted are root (on Windows SYSTEM,
/// Administrators and TrustedInstaller), the user, and the owner of `program`, prun itself; folders
/// that `program` lies in are not looked at, because whoever may change those may change prun. Both
/// are absolute and without symbolic links.
QString whyNotTrusted(const QString &path, const QString &program);

} // namespace prun
