// SPDX-License-Identifier: MIT
#include <core/output/output_writer.h>

#include <platform/console.h>

#include <algorithm>
#include <thread>

namespace prun {

OutputWriter::OutputWriter(int out, int err, Listener *listener)
    : m_listener(listener),
      m_out(out, this),
      m_err(out >= 0 && err >= 0 && sameDestination(out, err)
                ? nullptr
                : std::make_unique<StreamWriter>(err, listenerOfStreams())),
      m_output(&m_out.buffer(), m_err ? &m_err->buffer() : &m_out.buffer())
{ }

void OutputWriter::flush()
{
    m_out.flush();
    if (m_err)
        m_err->flush();
}

void OutputWriter::settle(std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (flush(); !idle() && std::chrono::steady_clock::now() < deadline; flush())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

bool OutputWriter::full()
{
    const bool errFull = m_err && m_err->full(); // asks both, so that both tell
    return m_out.full() || errFull;
}

bool OutputWriter::idle()
{
    const bool errIdle = !m_err || m_err->idle();
    return m_out.idle() && errIdle;
}

std::error_code OutputWriter::failure(Stream stream) const
{
    return stream == Stream::Err && m_err ? m_err->failure() : m_out.failure();
}

OutputWriter::Loss OutputWriter::finish(std::optional<std::chrono::milliseconds> patience)
{
    using Clock = std::chrono::steady_clock;
    flush(); // both, before the first wait
    const Clock::time_point start = Clock::now();
    Loss loss;
    loss.bytes[0] = m_out.finish(patience);
    if (patience) {
        const auto spent = std::chrono::ceil<std::chrono::milliseconds>(Clock::now() - start);
        patience = std::max(*patience - spent, std::chrono::milliseconds(0));
    }
    if (m_err)
        loss.bytes[1] = m_err->finish(patience);
    return loss;
}

void OutputWriter::streamHasRoom()
{
    if (!full())
        m_listener->writerHasRoom();
}

void OutputWriter::streamIdle()
{
    if (idle())
        m_listener->writerIdle();
}

void OutputWriter::streamFailed(StreamWriter *writer, std::error_code cause)
{
    m_listener->writerFailed(writer == &m_out ? Stream::Out : Stream::Err, cause);
}

} // namespace prun
