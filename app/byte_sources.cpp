// SPDX-License-Identifier: MIT
#include <app/byte_sources.h>

#include <app/input_files.h>

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

} // namespace

Result<std::unique_ptr<ByteSource>> openFile(const QByteArray &path)
{
    Result<BlockReader> reader = BlockReader::open(path);
    if (!reader)
        return std::move(reader.error());
    return std::unique_ptr<ByteSource>(new FileBytes(std::move(*reader)));
}

Result<Pull> ComingBytes::next(QByteArray &bytes)
{
    if (!m_bytes.isEmpty()) {
        bytes = std::exchange(m_bytes, {});
        if (m_source)
            m_source->pause(false);
        return Pull::Got;
    }
    if (m_ended)
        return Pull::End;
    if (!m_source)
        m_source = std::make_unique<InputSource>(
            [this](QByteArrayView data) {
                m_bytes += data;
                m_source->pause(true); // what nobody wants yet stays where it is
                m_moved();
            },
            [this] {
                m_ended = true;
                m_moved();
            });
    return Pull::NotYet;
}

} // namespace prun
