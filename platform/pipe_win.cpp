// SPDX-License-Identifier: MIT
#include <platform/pipe.h>

#include <fcntl.h>
#include <io.h>

// Unfinished: anonymous pipes of Windows can be neither waited for nor read without blocking. What
// is missing is a reader thread per command, or named pipes with overlapped reads.

namespace prun {

void OwnedDescriptor::close()
{
    if (m_descriptor >= 0)
        ::_close(m_descriptor);
    m_descriptor = -1;
}

int openPipe(Pipe &, PipeSide)
{
    return 50; // ERROR_NOT_SUPPORTED
}

OwnedDescriptor openNullDevice()
{
    return OwnedDescriptor(::_open("NUL", _O_RDWR | _O_NOINHERIT | _O_BINARY));
}

bool enlargePipe(int, int)
{
    return false;
}

PipeRead readPipe(int, char *, qsizetype)
{
    return { PipeRead::State::End, 0 };
}

qint64 bytesWaiting(int)
{
    return 0;
}

void ignoreBrokenPipes() { }

PipeWrite writePipe(int, QByteArrayView)
{
    return { 0, true };
}

} // namespace prun
