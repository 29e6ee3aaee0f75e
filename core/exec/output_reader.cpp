// SPDX-License-Identifier: MIT
#include <core/exec/output_reader.h>

namespace prun {

namespace {

constexpr qsizetype bufferSize = 128 * 1024;
constexpr int usualPipeSize = 64 * 1024;
constexpr int largePipeSize = 256 * 1024;
// The system limits what all pipes of a user hold together.
constexpr int maxLargePipes = 32;

quint64 keyOf(TaskId task, Stream stream)
{
    return (quint64(task) << 1) | quint64(stream);
}

} // namespace

OutputReader::OutputReader(Listener &listener)
    : m_listener(listener), m_readiness(this), m_buffer(std::make_unique<char[]>(bufferSize))
{ }

OutputReader::~OutputReader() = default;

bool OutputReader::add(TaskId task, OwnedDescriptor out, OwnedDescriptor err)
{
    if (!m_readiness.add(out.get(), keyOf(task, Stream::Out)))
        return false;
    if (!m_readiness.add(err.get(), keyOf(task, Stream::Err))) {
        m_readiness.remove(out.get());
        return false;
    }
    m_pipes[task].ends = { std::move(out), std::move(err) };
    return true;
}

// One read for each turn, so that a command that floods does not silence the others.
qsizetype OutputReader::readable(quint64 key)
{
    const auto task = static_cast<TaskId>(key >> 1);
    const auto stream = static_cast<Stream>(key & 1);
    if (m_paused || descriptor(task, stream) < 0)
        return 0;
    return readOnce(task, stream).bytes;
}

PipeRead OutputReader::readOnce(TaskId task, Stream stream)
{
    Pipes &pipes = m_pipes[task];
    const OwnedDescriptor &end = pipes.ends[std::size_t(stream)];
    const PipeRead read = readPipe(end.get(), m_buffer.get(), bufferSize);
    if (read.state == PipeRead::State::End) {
        endStream(task, stream);
    } else if (read.state == PipeRead::State::Data) {
        if (read.bytes >= usualPipeSize && stream == Stream::Out && !pipes.large)
            enlarge(pipes);
        m_listener.outputRead(task, stream, QByteArrayView(m_buffer.get(), read.bytes));
    }
    return read;
}

// A pipe that was full when it was read belongs to a command with much to say.
void OutputReader::enlarge(Pipes &pipes)
{
    if (!m_mayEnlarge || m_largePipes == maxLargePipes)
        return;
    m_mayEnlarge = enlargePipe(pipes.ends[std::size_t(Stream::Out)].get(), largePipeSize);
    pipes.large = m_mayEnlarge;
    m_largePipes += pipes.large ? 1 : 0;
}

void OutputReader::drain(TaskId task)
{
    for (const Stream stream : { Stream::Out, Stream::Err }) {
        qsizetype total = 0;
        while (!m_paused && total < largePipeSize && descriptor(task, stream) >= 0) {
            const PipeRead read = readOnce(task, stream);
            if (read.state != PipeRead::State::Data)
                break;
            total += read.bytes;
        }
    }
}

void OutputReader::endStream(TaskId task, Stream stream)
{
    const auto found = m_pipes.find(task);
    OwnedDescriptor &end = found->second.ends[std::size_t(stream)];
    m_readiness.remove(end.get());
    end.close();
    for (const OwnedDescriptor &other : found->second.ends) {
        if (other)
            return;
    }
    m_largePipes -= found->second.large ? 1 : 0;
    m_pipes.erase(found);
    m_listener.outputEnded(task);
}

void OutputReader::close(TaskId task)
{
    for (const Stream stream : { Stream::Out, Stream::Err }) {
        if (descriptor(task, stream) >= 0)
            endStream(task, stream);
    }
}

void OutputReader::pause(bool pause)
{
    m_paused = pause;
    m_readiness.setEnabled(!pause);
}

int OutputReader::descriptor(TaskId task, Stream stream) const
{
    const auto found = m_pipes.find(task);
    return found == m_pipes.end() ? -1 : found->second.ends[std::size_t(stream)].get();
}

} // namespace prun
