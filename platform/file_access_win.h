// SPDX-License-Identifier: MIT
#pragma once

#include <platform/file_access.h>

namespace prun {

/// What fileAccess() makes of a security descriptor, given in the text form of Windows (SDDL).
/// Nothing if it cannot be read.
std::optional<FileAccess> accessOfDescriptor(const QString &sddl);

} // namespace prun
