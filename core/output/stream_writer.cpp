// SPDX-License-Identifier: MIT
#include <core/output/stream_writer.h>

#include <platform/console.h>
#include <platform/descriptor_io.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcoreevent.h>

namespace prun {

namespace {

/// Measured with tests/bench/bench_output.cpp: 1 MiB buffers fall out of the processor's cache, and
/// with two of them the threads wait for each other.
constexpr qsizetype kBufferSize = 1 << 18;
constexpr int kMostQueued = 4;
constexpr int kRoomAgain = 2; // queued buffers: room for more than one, or the threads take turns
constexpr int kIdle = -1;

} // namespace

/// Receives from any thread what is to be done in the event loop.
class StreamWriter::Inbox final : public QObject
{
public:
    explicit Inbox(StreamWriter *writer) : m_writer(writer) { }

protected:
    void customEvent(QEvent * /*event*/) override { m_writer->news(); }

private:
    StreamWriter *m_writer;
};

StreamWriter::StreamWriter(int descriptor, Listener *listener)
    : m_inbox(std::make_unique<Inbox>(this)), m_listener(listener), m_descriptor(descriptor)
{
    const DescriptorKind kind =
        descriptor < 0 ? DescriptorKind::Closed : descriptorKind(descriptor);
    m_closed = kind == DescriptorKind::Closed;
    const bool prompt = kind == DescriptorKind::RegularFile || kind == DescriptorKind::NullDevice;
    if (!m_closed && !prompt) {
        m_background = std::make_unique<BackgroundWriter>(descriptor, [this] { queueNews(); });
    }
}

StreamWriter::~StreamWriter()
{
    m_background.reset(); // before what its news would reach
}

void StreamWriter::flush()
{
    if (m_buffer.isEmpty())
        return;
    if (m_closed && !m_failure)
        fail(std::make_error_code(std::errc::bad_file_descriptor));
    if (m_failure) {
        m_lost += m_buffer.size();
        m_buffer.resize(0);
    } else if (m_background) {
        handOver();
    } else {
        writeNow();
    }
}

void StreamWriter::writeNow()
{
    const Written written = writeAll(m_descriptor, m_buffer);
    if (written.error) {
        m_lost += m_buffer.size() - written.bytes;
        fail(written.error);
    }
    m_buffer.resize(0);
}

void StreamWriter::handOver()
{
    const BackgroundWriter::State state = m_background->state();
    const bool enough = m_buffer.size() >= kBufferSize && state.queued < kMostQueued;
    if (state.idle || enough)
        m_background->put(m_buffer);
    else
        m_background->askForNews(m_buffer.size() >= kBufferSize ? kRoomAgain : kIdle);
}

bool StreamWriter::full()
{
    m_wasFull = m_background && !m_failure && m_buffer.size() >= kBufferSize;
    if (m_wasFull)
        m_background->askForNews(kRoomAgain);
    return m_wasFull;
}

bool StreamWriter::idle()
{
    m_idleWanted = !m_buffer.isEmpty() || (m_background && !m_background->state().idle);
    if (m_idleWanted && m_background)
        m_background->askForNews(kIdle);
    return !m_idleWanted;
}

qint64 StreamWriter::lostBytes() const
{
    return m_lost + (m_background ? m_background->state().lost : 0);
}

std::error_code StreamWriter::failure() const
{
    if (m_failure || !m_background)
        return m_failure;
    return m_background->state().failure;
}

qint64 StreamWriter::finish(std::optional<std::chrono::milliseconds> patience)
{
    if (m_background && !m_failure && !m_buffer.isEmpty())
        m_background->put(m_buffer); // the last one, so that the limit does not matter
    flush();
    if (m_background)
        m_background->finish(patience);
    return lostBytes();
}

void StreamWriter::fail(std::error_code cause)
{
    m_failure = cause;
    queueNews();
}

/// Any thread.
void StreamWriter::queueNews()
{
    QCoreApplication::postEvent(m_inbox.get(), new QEvent(QEvent::User));
}

/// The background writer has moved on, or a write has failed.
void StreamWriter::news()
{
    m_failure = failure();
    if (m_failure && !m_toldFailure) {
        m_toldFailure = true;
        if (m_listener)
            m_listener->streamFailed(this, m_failure);
    }
    flush();
    if (m_wasFull && !full() && m_listener)
        m_listener->streamHasRoom();
    if (m_idleWanted && idle() && m_listener)
        m_listener->streamIdle();
}

} // namespace prun
