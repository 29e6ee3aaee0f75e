// SPDX-License-Identifier: MIT
#pragma once

namespace prun {

/// A handle of Windows as the number that platform/ passes round: only its lower 32 bits mean
/// anything, whatever the size of a pointer.
int descriptorOf(void *handle);
void *handleOfDescriptor(int descriptor);

/// The event that is set while a pipe of openPipe() can be read (prun reads it) or written (prun
/// writes it) without waiting; null for anything else.
void *pipeEvent(int descriptor);

} // namespace prun
