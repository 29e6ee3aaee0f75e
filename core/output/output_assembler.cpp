// SPDX-License-Identifier: MIT
#include <core/output/output_assembler.h>

#include <type_traits>

namespace prun {

namespace {

constexpr qsizetype kBytesPerQuestion = 1 << 16;

/// Whose turn the event belongs to, if to any.
std::optional<TaskId> ownerOf(const Event &event)
{
    return std::visit(
        [](const auto &what) -> std::optional<TaskId> {
            using What = std::decay_t<decltype(what)>;
            constexpr bool isNews =
                std::is_same_v<What, TaskAdded> || std::is_same_v<What, TaskQueued>;
            if constexpr (!isNews && requires { what.task; })
                return what.task;
            else
                return std::nullopt;
        },
        event.what);
}

} // namespace

OutputAssembler::OutputAssembler(Order order, EventSink *next, BacklogStore *store,
                                 Listener *listener, const BacklogPool::Limits &limits)
    : m_order(order), m_next(next), m_listener(listener), m_pool(store, limits)
{ }

void OutputAssembler::consume(const Event &event)
{
    const auto *output = std::get_if<TaskOutput>(&event.what);
    const bool atOnce = m_order == Order::FinishOut && output && output->stream == Stream::Err;
    if (const std::optional<TaskId> task = atOnce ? std::nullopt : ownerOf(event)) {
        take(*task, event);
    } else if (std::holds_alternative<RunFinished>(event.what)) {
        m_end = event;
        release();
    } else {
        m_next->consume(event);
    }
}

void OutputAssembler::take(TaskId task, const Event &event)
{
    Turn &turn = m_turns.try_emplace(task, task, &m_pool).first->second;
    std::visit(Overloaded{
                   [&](const TaskStarted &) { ++turn.open; },
                   [&](const TaskOutputEnded &) { --turn.open; },
                   [&](const TaskFinished &what) { turn.ended = !what.willRetry; },
                   [](const auto &) {},
               },
               event.what);
    const bool live = m_order == Order::Index && task <= m_head;
    if (live && turn.backlog.isEmpty())
        m_next->consume(event);
    else
        keep(turn, event);
    if (!turn.over())
        return;
    if (isByFinish())
        m_queue.push_back(task);
    release();
}

void OutputAssembler::keep(Turn &turn, const Event &event)
{
    const Result<void> kept = turn.backlog.append(event);
    if (kept)
        return;
    m_lost += std::get<TaskOutput>(event.what).bytes.size(); // nothing else can fail
    fail(kept.error());
}

void OutputAssembler::release()
{
    for (auto found = current(); found != m_turns.end(); found = current()) {
        if (!replay(found->second))
            return;
        if (!found->second.over() && !m_end)
            return; // is seen live from here on
        next(found);
    }
    if (m_end && !m_finished) {
        m_finished = true;
        m_next->consume(*m_end);
    }
}

/// Shows what waits of a turn. False: there is no room for more.
bool OutputAssembler::replay(Turn &turn)
{
    while (!turn.backlog.isEmpty()) {
        if (m_passed >= kBytesPerQuestion && !m_listener->assemblerMayPass())
            return false;
        if (m_passed >= kBytesPerQuestion)
            m_passed = 0;
        const qint64 before = m_pool.outputBytes();
        const Result<void> shown = turn.backlog.replayOne(*m_next);
        const qint64 gone = before - m_pool.outputBytes();
        if (shown) {
            m_passed += gone;
        } else {
            m_lost += gone;
            fail(shown.error());
        }
    }
    return true;
}

/// Whose turn it is, or end() if of that task nothing has come yet.
OutputAssembler::Turns::iterator OutputAssembler::current()
{
    if (isByFinish() && !m_queue.empty())
        return m_turns.find(m_queue.front());
    if (m_end) // and nobody else will end: what is left comes by index
        return m_turns.begin();
    return m_order == Order::Index ? m_turns.find(m_head) : m_turns.end();
}

void OutputAssembler::next(Turns::iterator done)
{
    if (isByFinish() && !m_queue.empty())
        m_queue.pop_front();
    else
        m_head = TaskId{ static_cast<quint32>(done->first) + 1 };
    m_turns.erase(done);
}

void OutputAssembler::fail(const Error &error)
{
    if (m_failed)
        return;
    m_failed = true;
    m_listener->assemblerFailed(error);
}

} // namespace prun
