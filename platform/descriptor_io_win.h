// SPDX-License-Identifier: MIT
#pragma once

namespace prun {

/// The handle behind a descriptor of the C library, which still owns it; INVALID_HANDLE_VALUE for
/// one that is closed or below 0. Any thread.
void *handleOf(int descriptor);

} // namespace prun
