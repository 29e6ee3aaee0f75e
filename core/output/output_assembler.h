// SPDX-License-Identifier: MIT
#pragma once

#include <core/output/backlog.h>

#include <deque>
#include <map>
#include <optional>

namespace prun {

/// Stands before a formatter that wants to see one command after the other. Events go in live and
/// come out in that order: what is told of a task waits until it is the task's turn, then all of it
/// comes, each event with the time at which it happened. RunStarted, TaskAdded, TaskQueued,
/// RunStopping and Notice belong to no turn and pass at once; RunFinished comes after everything
/// else.
///
/// Main thread only. Nothing comes out faster than the listener has room for: call release() when
/// there is room again.
class OutputAssembler final : public EventSink
{
public:
    enum class Order : quint8 {
        Index, ///< of the command line; the first command that has not ended is seen live
        Finish, ///< in which commands ended, each as one block
        FinishOut, ///< the same, but standard error passes at once
    };

    class Listener
    {
    public:
        /// False: no more events now. Asked after about 64 KiB of output.
        virtual bool assemblerMayPass() = 0;
        /// Output could not be kept, once: the run is to end, prun has lost something. Act on it
        /// later: no event may go into the assembler from inside this call.
        virtual void assemblerFailed(const Error &error) = 0;

    protected:
        ~Listener() = default;
    };

    /// `next`, `store` and `listener` must outlive the assembler.
    OutputAssembler(Order order, EventSink *next, BacklogStore *store, Listener *listener)
        : OutputAssembler(order, next, store, listener, BacklogPool::Limits{})
    { }
    OutputAssembler(Order order, EventSink *next, BacklogStore *store, Listener *listener,
                    const BacklogPool::Limits &limits);

    void consume(const Event &event) override;
    /// Goes on with what waits. Not from inside consume() of `next`.
    void release();

    /// RunFinished has come out: nothing waits any more.
    bool finished() const { return m_finished; }
    /// Output that waits for its turn or for room. Lost if the run is left now.
    qint64 waitingBytes() const { return m_pool.outputBytes(); }
    /// Output that could not be kept or not be read back.
    qint64 lostBytes() const { return m_lost; }

private:
    struct Turn
    {
        Turn(TaskId task, BacklogPool *pool) : backlog(task, pool) { }
        bool over() const { return ended && open == 0; }

        Backlog backlog;
        int open = 0; ///< attempts of which output may still come
        bool ended = false; ///< there will be no other attempt
    };
    using Turns = std::map<TaskId, Turn>;

    void take(TaskId task, const Event &event);
    void keep(Turn &turn, const Event &event);
    bool replay(Turn &turn);
    bool isByFinish() const { return m_order != Order::Index; }
    Turns::iterator current();
    void next(Turns::iterator done);
    void fail(const Error &error);

    Order m_order;
    EventSink *m_next;
    Listener *m_listener;
    BacklogPool m_pool;
    Turns m_turns; // of tasks of which something has come, and not yet all gone out
    TaskId m_head{}; // Order::Index: whose turn it is
    std::deque<TaskId> m_queue; // Order::Finish: whose turn it is, and who follows
    std::optional<Event> m_end; // RunFinished
    qsizetype m_passed = 0; // bytes since the listener was asked
    qint64 m_lost = 0;
    bool m_failed = false;
    bool m_finished = false;
};

} // namespace prun
