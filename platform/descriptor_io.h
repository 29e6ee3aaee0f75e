// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearrayview.h>

#include <cstdio>
#include <system_error>

namespace prun {

struct Written
{
    qsizetype bytes = 0; ///< how many were written before the error, if there was one
    std::error_code error;
};
/// Writes everything, however long that takes, also to a descriptor that somebody has made
/// non-blocking. SIGPIPE must be blocked in this thread or ignored. Any thread.
Written writeAll(int descriptor, QByteArrayView bytes);

/// Writes a short message only if that cannot block for long: to a terminal or file, or where there
/// is room for it. For last words, when a reader may have stopped reading; Windows leaves a write
/// that hangs behind in a thread.
void writeIfRoom(int descriptor, QByteArrayView bytes);

/// Opens a device, a pipe or a socket that exists already for writing. Does not wait: a named pipe
/// that nobody reads is the error ENXIO. Returns the descriptor.
struct OpenedDescriptor
{
    int descriptor = -1;
    std::error_code error;
};
OpenedDescriptor openForWriting(const QByteArray &path);
void closeDescriptor(int descriptor);

/// Opens a file for reading, as bytes; no command inherits it. Null: `errno` says why. The caller
/// closes it.
std::FILE *openForReading(const QByteArray &path);
/// Standard input, as bytes: on Windows it is text at first, in which Ctrl-Z is the end.
std::FILE *standardInput();
int descriptorOf(std::FILE *file);
/// Whether reading it may have to wait for somebody: false only of a file on a disk.
bool mayHaveToWait(int descriptor);

} // namespace prun
