// SPDX-License-Identifier: MIT
#pragma once

#include <core/events/event_sink.h>
#include <core/plugin/hook_desk.h>
#include <core/plugin/start_questions.h>

#include <prun/hook.h>

#include <QtCore/qobject.h>
#include <QtCore/qtimer.h>

namespace prun {

class HookThread;

/// All hooks of a run, each on a thread of its own. Nothing here ever waits for one: a hook that is
/// slow misses facts, one that takes too long or throws is disabled, and each of that is told.
/// Main thread only, with a running event loop.
class HookRunner final : public QObject, public EventSink
{
public:
    using Milliseconds = std::chrono::milliseconds;
    using Say = std::function<void(Notice::Level, const QByteArray &)>;

    /// Called on the main thread; all must be set.
    struct Callbacks
    {
        /// What all hooks together say to ask(): exactly once, never from inside it.
        std::function<void(TaskId, int attempt, const StartDecision &)> answered;
        /// Level::Error: the run counts as one that lost something. May come after RunFinished.
        std::function<void(const Notice &)> notice;
        /// After finish(), once. False: a hook is still busy and its thread goes on; what it may
        /// use (the plan, the plugins) must not be destroyed before the process ends.
        std::function<void(bool allEnded)> finished;
    };
    struct Limits
    {
        std::size_t waitingFacts = 1024; ///< per hook
        Milliseconds warnAfter = std::chrono::seconds(1); ///< in one call
        Milliseconds disableAfter = std::chrono::seconds(10); ///< in one call, or for an answer
    };

    explicit HookRunner(Callbacks callbacks) : HookRunner(std::move(callbacks), Limits()) { }
    HookRunner(Callbacks callbacks, Limits limits);
    ~HookRunner() override;

    /// For HookContext::say of the hook with that id. Works from every thread and outlives this.
    Say speaker(const QString &id);
    /// Takes a hook over; its thread begins with the first event or question.
    void add(const QString &id, std::unique_ptr<Hook> hook);

    bool isEmpty() const { return m_hooks.empty(); }
    /// Whether any hook wants to be asked; else spare yourself ask().
    bool decidesStarts() const;
    /// May this attempt start? One that says Skip or Fail decides at once, else all must say Go.
    void ask(TaskId task, int attempt);
    void consume(const Event &event) override;

    /// After RunFinished: waits, in the background, until all hooks are done or `patience` is over.
    /// Once.
    void finish(Milliseconds patience);

private:
    struct Entry;
    class Relay;

    void startThread(std::size_t index);
    void disable(std::size_t index, Notice::Level level, const QString &why);
    void ended(std::size_t index);
    void watch();
    void watchCall(std::size_t index);
    void settle(const std::vector<StartQuestions::Settled> &settled);
    void finishIfDone();
    void finishNow(bool allEnded);
    void tell(Notice::Level level, const Entry &entry, const QString &text);

    Callbacks m_callbacks;
    Limits m_limits;
    std::shared_ptr<Relay> m_relay;
    std::vector<std::unique_ptr<Entry>> m_hooks;
    StartQuestions m_questions;
    QTimer m_watch; ///< runs while any hook has something to do
    QTimer m_patience;
    bool m_finishing = false;
    bool m_finished = false;
};

} // namespace prun
