// SPDX-License-Identifier: MIT
#include <core/output/backlog.h>

#include <cstring>
#include <utility>

namespace prun {

namespace {

/// Stands before the bytes of each record.
struct Header
{
    qint64 at = 0;
    quint32 size = 0;
    quint8 kind = 0;
};

// Kinds: a fact, or output with the stream and whether it is partial.
constexpr quint8 kFact = 4;
constexpr quint8 kPartial = 2;

quint8 kindOf(const TaskOutput &output)
{
    return static_cast<quint8>(static_cast<unsigned>(output.stream)
                               | (output.partial ? kPartial : 0U));
}

} // namespace

/// One large write after the other, until nothing is left in memory: rare, and each time there is
/// as much to write as all backlogs may hold.
Result<void> BacklogPool::storeAll()
{
    while (!m_backlogs.empty()) {
        if (Result<void> stored = m_backlogs.back()->storeTail(); !stored)
            return stored;
    }
    return {};
}

void BacklogPool::released(qint64 bytes)
{
    m_stored -= bytes;
    if (bytes > 0 && m_stored == 0)
        m_store->clear();
}

Backlog::~Backlog()
{
    takeTail();
    countOutput(-m_output);
    qint64 stored = 0;
    for (std::size_t i = m_firstBlock; i < m_blocks.size(); ++i)
        stored += m_blocks[i].size;
    m_pool->released(stored);
}

bool Backlog::isEmpty() const
{
    return m_tail.isEmpty() && m_readAt == m_reading.size() && m_firstBlock == m_blocks.size();
}

Result<void> Backlog::append(const Event &event)
{
    const auto *output = std::get_if<TaskOutput>(&event.what);
    if (!output) {
        m_facts.push_back(event);
        ++m_tailFacts;
        appendRecord(event.at, kFact, {});
        return {};
    }
    const qsizetype size = output->bytes.size();
    if (Result<void> room = makeRoom(size); !room)
        return room;
    appendRecord(event.at, kindOf(*output), output->bytes);
    m_tailOutput += size;
    countOutput(size);
    return {};
}

Result<void> Backlog::makeRoom(qsizetype size)
{
    const auto needed = size + qsizetype(sizeof(Header));
    if (!m_tail.isEmpty() && m_tail.size() + needed > m_pool->m_limits.task) {
        if (Result<void> stored = storeTail(); !stored)
            return stored;
    }
    if (m_pool->m_inMemory + needed > m_pool->m_limits.total)
        return m_pool->storeAll();
    return {};
}

void Backlog::appendRecord(Nanoseconds at, quint8 kind, QByteArrayView bytes)
{
    if (m_tail.isEmpty()) {
        m_place = m_pool->m_backlogs.size();
        m_pool->m_backlogs.push_back(this);
    }
    const Header header = { at.count(), static_cast<quint32>(bytes.size()), kind };
    m_tail.append(reinterpret_cast<const char *>(&header), sizeof header);
    m_tail.append(bytes);
    m_pool->m_inMemory += qsizetype(sizeof header) + bytes.size();
}

Result<void> Backlog::storeTail()
{
    const Result<qint64> offset = m_pool->m_store->append(m_tail);
    if (!offset)
        return offset.error();
    m_blocks.push_back({ *offset, m_tail.size(), m_tailOutput, m_tailFacts });
    m_pool->m_stored += m_tail.size();
    takeTail();
    return {};
}

QByteArray Backlog::takeTail()
{
    if (m_tail.isEmpty())
        return {};
    std::vector<Backlog *> &others = m_pool->m_backlogs;
    others.back()->m_place = m_place;
    others[m_place] = others.back();
    others.pop_back();
    m_pool->m_inMemory -= m_tail.size();
    m_tailOutput = 0;
    m_tailFacts = 0;
    return std::exchange(m_tail, QByteArray());
}

void Backlog::countOutput(qint64 bytes)
{
    m_output += bytes;
    m_pool->m_output += bytes;
}

Result<void> Backlog::replayOne(EventSink &sink)
{
    if (m_readAt == m_reading.size()) {
        if (Result<void> loaded = load(); !loaded)
            return loaded;
    }
    Header header;
    std::memcpy(&header, m_reading.constData() + m_readAt, sizeof header);
    m_readAt += qsizetype(sizeof header);
    if (header.kind == kFact) {
        sink.consume(m_facts[m_firstFact++]);
        return {};
    }
    const auto bytes = QByteArrayView(m_reading).sliced(m_readAt, header.size);
    m_readAt += bytes.size();
    countOutput(-bytes.size());
    const auto stream = static_cast<Stream>(header.kind & 1);
    sink.consume({ Nanoseconds(header.at),
                   TaskOutput{ m_task, stream, (header.kind & kPartial) != 0, bytes } });
    return {};
}

/// The next block becomes m_reading. If it cannot be read, the facts in it are all that is left.
Result<void> Backlog::load()
{
    m_readAt = 0;
    if (m_firstBlock == m_blocks.size()) {
        m_reading = takeTail();
        return {};
    }
    const Block block = m_blocks[m_firstBlock++];
    Result<QByteArray> bytes = m_pool->m_store->read(block.offset, block.size);
    m_pool->released(block.size);
    if (bytes) {
        m_reading = std::move(*bytes);
        return {};
    }
    countOutput(-block.output);
    Header fact;
    fact.kind = kFact;
    m_reading.clear();
    for (quint32 i = 0; i < block.facts; ++i)
        m_reading.append(reinterpret_cast<const char *>(&fact), sizeof fact);
    return bytes.error();
}

} // namespace prun
