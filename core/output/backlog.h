// SPDX-License-Identifier: MIT
#pragma once

#include <core/events/event_sink.h>

#include <prun/error.h>

#include <QtCore/qbytearray.h>

#include <vector>

namespace prun {

/// Where events go that memory shall not hold: bytes in, the same bytes out.
class BacklogStore
{
public:
    BacklogStore() = default;
    virtual ~BacklogStore() = default;
    Q_DISABLE_COPY_MOVE(BacklogStore)

    /// Stores `bytes`, all of them or none, and returns where.
    virtual Result<qint64> append(QByteArrayView bytes) = 0;
    /// Exactly `size` bytes from `offset`.
    virtual Result<QByteArray> read(qint64 offset, qsizetype size) = 0;
    /// Nothing that was stored is needed any more.
    virtual void clear() = 0;
};

class Backlog;

/// What all backlogs of a run share: the memory that they may use together, and the store for the
/// rest.
class BacklogPool
{
public:
    struct Limits
    {
        qsizetype task = 1 << 20; ///< bytes that one backlog keeps in memory
        qsizetype total = 1 << 24; ///< bytes that all keep in memory together
    };

    /// `store` must outlive the pool.
    explicit BacklogPool(BacklogStore *store) : BacklogPool(store, Limits{}) { }
    BacklogPool(BacklogStore *store, const Limits &limits) : m_store(store), m_limits(limits) { }
    Q_DISABLE_COPY_MOVE(BacklogPool)

    qint64 outputBytes() const { return m_output; } ///< of all TaskOutput in all backlogs
    qsizetype bytesInMemory() const { return m_inMemory; }
    qint64 bytesStored() const { return m_stored; }

private:
    friend class Backlog;
    Result<void> storeAll();
    void released(qint64 bytes);

    BacklogStore *m_store;
    Limits m_limits;
    std::vector<Backlog *> m_backlogs; // those that have something in memory
    qsizetype m_inMemory = 0;
    qint64 m_stored = 0;
    qint64 m_output = 0;
};

/// The events of one task that wait for their turn, in the order in which they came. Costs a few
/// dozen bytes while it is empty.
class Backlog
{
public:
    /// `pool` must outlive the backlog.
    Backlog(TaskId task, BacklogPool *pool) : m_pool(pool), m_task(task) { }
    ~Backlog();
    Q_DISABLE_COPY_MOVE(Backlog)

    bool isEmpty() const;
    /// Keeps a copy. Only TaskOutput can fail: then there was neither memory nor a store for it,
    /// and its bytes are not kept; all else is as before.
    Result<void> append(const Event &event);
    /// Takes out the oldest event and shows it to `sink`. An error says that output was lost in
    /// the store; go on, and what is left comes. Not while empty.
    Result<void> replayOne(EventSink &sink);

private:
    friend class BacklogPool;
    struct Block // in the store
    {
        qint64 offset;
        qsizetype size;
        qsizetype output; // bytes of it that are output
        quint32 facts; // records in it that stand for an entry of m_facts
    };

    Result<void> makeRoom(qsizetype size);
    void appendRecord(Nanoseconds at, quint8 kind, QByteArrayView bytes);
    Result<void> storeTail();
    Result<void> load();
    QByteArray takeTail();
    void countOutput(qint64 bytes);

    BacklogPool *m_pool;
    TaskId m_task;
    std::size_t m_place = 0; // in BacklogPool::m_backlogs, while m_tail is not empty
    std::vector<Block> m_blocks; // older than m_tail; read from m_firstBlock on
    std::size_t m_firstBlock = 0;
    QByteArray m_tail; // the newest records
    qsizetype m_tailOutput = 0;
    quint32 m_tailFacts = 0;
    std::vector<Event> m_facts; // events that are no output; read from m_firstFact on
    std::size_t m_firstFact = 0;
    QByteArray m_reading; // a block that is being replayed, older than all else
    qsizetype m_readAt = 0;
    qint64 m_output = 0; // bytes of output in all of it
};

} // namespace prun
