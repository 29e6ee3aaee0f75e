// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qglobal.h>

#include <utility>

namespace prun {

/// Owns a file descriptor and closes it. No child inherits it.
class OwnedDescriptor
{
public:
    OwnedDescriptor() = default;
    explicit OwnedDescriptor(int descriptor) : m_descriptor(descriptor) { }
    OwnedDescriptor(OwnedDescriptor &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    { }
    OwnedDescriptor &operator=(OwnedDescriptor &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    ~OwnedDescriptor() { close(); }
    Q_DISABLE_COPY(OwnedDescriptor)

    void close();
    int get() const { return m_descriptor; } ///< -1 if it owns none
    explicit operator bool() const { return m_descriptor >= 0; }

private:
    int m_descriptor = -1;
};

struct Pipe
{
    OwnedDescriptor reading;
    OwnedDescriptor writing;
};

/// Which end of a pipe is that of prun. That end never blocks.
enum class PipeSide : quint8 { Reading, Writing };
/// Makes a pipe. Returns 0, or the number of the system's error.
int openPipe(Pipe &pipe, PipeSide ours);
/// The null device, for reading and writing; owns none after a failure.
OwnedDescriptor openNullDevice();

/// Makes the pipe hold `bytes`. False if the system refuses: the user's pipes together hold too
/// much, or it cannot be done at all.
bool enlargePipe(int descriptor, int bytes);

struct PipeRead
{
    enum class State : quint8 { Data, NothingNow, End };
    State state = State::NothingNow;
    qsizetype bytes = 0; ///< more than 0 only with Data
};
PipeRead readPipe(int descriptor, char *buffer, qsizetype capacity);

/// Bytes that wait in the pipe; 0 if the system does not tell.
qint64 bytesWaiting(int descriptor);

/// A write to a pipe that nobody reads then fails, instead of ending prun. Commands do not inherit
/// that.
void ignoreBrokenPipes();

struct PipeWrite
{
    qsizetype bytes = 0;
    bool closed = false; ///< nobody reads it any more, or it failed otherwise
};
PipeWrite writePipe(int descriptor, QByteArrayView bytes);

} // namespace prun
