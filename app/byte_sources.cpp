// SPDX-License-Identifier: MIT
#include <app/byte_sources.h>

#include <app/input_files.h>

#include <platform/descriptor_io.h>
#include <platform/input_source.h>

namespace prun {

namespace {

class FileBytes final : public ByteSource
{
public:
    explicit FileBytes(BlockReader reader) : m_reader(std::move(reader)) { }

    Result<Pull> next(QByteArray &bytes) override
    {
        Result<QByteArray> block = m_reader.next();
        if (!block)
            return std::move(block.error());
        if (block->isEmpty())
            return Pull::End;
        bytes = std::move(*block);
        return Pull::Got;
    }

private:
    BlockReader m_reader;
};

/// As they come, from the event loop.
class ComingBytes final : public ByteSource
{
public:
    ComingBytes(BlockReader reader, std::function<void()> moved)
        : m_reader(std::move(reader)), m_moved(std::move(moved))
    { }

    Result<Pull> next(QByteArray &bytes) override
    {
        if (!m_bytes.isEmpty()) {
            bytes = std::exchange(m_bytes, {});
            m_source->pause(false);
            return Pull::Got;
        }
        if (m_reason)
            return m_reader.cannotRead(m_reason);
        if (m_ended)
            return Pull::End;
        if (!m_source)
            m_source = std::make_unique<InputSource>(
                [this](QByteArrayView data) { take(data); },
                [this](std::error_code reason) { end(reason); }, m_reader.descriptor());
        return Pull::NotYet;
    }

private:
    void take(QByteArrayView data)
    {
        m_bytes += data;
        m_source->pause(true); // what nobody wants yet stays where it is
        m_moved();
    }
    void end(std::error_code reason)
    {
        m_ended = true;
        m_reason = reason;
        m_moved();
    }

    BlockReader m_reader; // keeps the descriptor open
    std::function<void()> m_moved;
    std::unique_ptr<InputSource> m_source; // made when it is needed
    QByteArray m_bytes;
    bool m_ended = false;
    std::error_code m_reason; // why nothing more can be read
};

} // namespace

Result<std::unique_ptr<ByteSource>> openFile(const QByteArray &path)
{
    Result<BlockReader> reader = BlockReader::open(path);
    if (!reader)
        return std::move(reader.error());
    return std::unique_ptr<ByteSource>(new FileBytes(std::move(*reader)));
}

Result<std::unique_ptr<ByteSource>> openComingFile(const QByteArray &path,
                                                   std::function<void()> moved)
{
    Result<BlockReader> reader = BlockReader::open(path);
    if (!reader)
        return std::move(reader.error());
    if (!mayHaveToWait(reader->descriptor()))
        return std::unique_ptr<ByteSource>(new FileBytes(std::move(*reader)));
    return std::unique_ptr<ByteSource>(new ComingBytes(std::move(*reader), std::move(moved)));
}

} // namespace prun
