// SPDX-License-Identifier: MIT
#include <core/plugin/hook_runner.h>

#include <core/plugin/hook_thread.h>
#include <core/plugin/plugin_library.h>

#include <platform/signal_blocker.h>

#include <algorithm>

namespace prun {

using namespace Qt::StringLiterals;

struct HookRunner::Entry
{
    QString id;
    std::unique_ptr<Hook> hook; ///< until its thread starts
    std::shared_ptr<HookDesk> desk;
    HookThread *thread = nullptr; ///< leaked if the hook never returns
    qint64 missedFacts = 0;
    bool decides = false;
    bool disabled = false;
    bool wasSlow = false; ///< and that was told
};

/// The way from any thread to the main one. Outlives the HookRunner, then leads nowhere.
class HookRunner::Relay
{
public:
    explicit Relay(HookRunner *runner) : m_runner(runner) { }

    template<typename Call>
    void post(Call call)
    {
        const std::lock_guard lock(m_mutex);
        if (m_runner)
            QMetaObject::invokeMethod(
                m_runner, [runner = m_runner, call] { call(*runner); }, Qt::QueuedConnection);
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_runner = nullptr;
    }

private:
    std::mutex m_mutex;
    HookRunner *m_runner;
};

namespace {

/// One line without control characters: someone else wrote it.
QByteArray oneLine(QByteArray text)
{
    for (char &c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
            c = ' ';
    }
    return text.trimmed();
}

} // namespace

HookRunner::HookRunner(Callbacks callbacks, Limits limits)
    : m_callbacks(std::move(callbacks)), m_limits(limits), m_relay(std::make_shared<Relay>(this))
{
    m_watch.setInterval(std::min(m_limits.warnAfter, m_limits.disableAfter) / 4);
    m_watch.callOnTimeout(this, &HookRunner::watch);
    m_patience.setSingleShot(true);
    m_patience.callOnTimeout(this, [this] { finishNow(false); });
}

HookRunner::~HookRunner()
{
    m_relay->close();
    for (const auto &entry : m_hooks) {
        if (!entry->thread)
            continue;
        entry->desk->abandon();
        // One that is not in the middle of a call ends at once.
        if (entry->thread->wait(QDeadlineTimer(entry->desk->busyFor().count() == 0 ? 1000 : 50)))
            delete entry->thread;
    }
}

HookRunner::Say HookRunner::speaker(const QString &id)
{
    return [relay = m_relay, id](Notice::Level level, const QByteArray &text) {
        const QByteArray line = "hook \"" + id.toUtf8() + "\": " + oneLine(text);
        relay->post([level, line](HookRunner &runner) {
            runner.m_callbacks.notice({ level, line });
        });
    };
}

void HookRunner::add(const QString &id, std::unique_ptr<Hook> hook)
{
    auto entry = std::make_unique<Entry>();
    entry->id = id;
    entry->hook = std::move(hook);
    entry->desk = std::make_shared<HookDesk>(m_limits.waitingFacts);
    m_hooks.push_back(std::move(entry));
    Entry &added = *m_hooks.back();
    try {
        added.decides = added.hook->decidesStarts();
    } catch (...) {
        disable(m_hooks.size() - 1, Notice::Level::Error, u"threw "_s + describeException());
    }
}

void HookRunner::startThread(std::size_t index)
{
    Entry &entry = *m_hooks[index];
    HookReports reports;
    reports.answered = [relay = m_relay, index](StartQuestion question,
                                                const StartDecision &decision) {
        relay->post([index, question, decision](HookRunner &runner) {
            runner.settle(runner.m_questions.answer(index, question, decision));
        });
    };
    reports.failed = [relay = m_relay, index](const QString &why) {
        relay->post(
            [index, why](HookRunner &runner) { runner.disable(index, Notice::Level::Error, why); });
    };
    reports.ended = [relay = m_relay, index] {
        relay->post([index](HookRunner &runner) { runner.ended(index); });
    };
    entry.thread = new HookThread(std::move(entry.hook), entry.desk, std::move(reports));
    const SignalBlocker blocker;
    entry.thread->start();
}

bool HookRunner::decidesStarts() const
{
    return std::any_of(m_hooks.begin(), m_hooks.end(),
                       [](const auto &entry) { return entry->decides && !entry->disabled; });
}

void HookRunner::ask(TaskId task, int attempt)
{
    const StartQuestion question = { task, attempt };
    std::vector<std::size_t> deciding;
    for (std::size_t index = 0; index < m_hooks.size(); ++index) {
        if (m_hooks[index]->decides && !m_hooks[index]->disabled)
            deciding.push_back(index);
    }
    if (deciding.empty()) {
        m_relay->post([question](HookRunner &runner) { runner.settle({ { question, {} } }); });
        return;
    }
    m_questions.ask(question, deciding, std::chrono::steady_clock::now());
    for (const std::size_t index : deciding) {
        if (!m_hooks[index]->thread)
            startThread(index);
        m_hooks[index]->desk->put(question);
    }
    if (!m_watch.isActive())
        m_watch.start();
}

void HookRunner::consume(const Event &event)
{
    if (m_hooks.empty() || m_finishing || std::holds_alternative<TaskOutput>(event.what))
        return;
    for (std::size_t index = 0; index < m_hooks.size(); ++index) {
        Entry &entry = *m_hooks[index];
        if (entry.disabled)
            continue;
        if (!entry.thread)
            startThread(index);
        if (!entry.desk->put(event) && ++entry.missedFacts == 1)
            tell(Notice::Level::Warning, entry, u"is too slow: it will miss facts"_s);
    }
    if (!m_watch.isActive())
        m_watch.start();
}

void HookRunner::finish(Milliseconds patience)
{
    m_finishing = true;
    for (const auto &entry : m_hooks) {
        if (entry->missedFacts > 0)
            tell(Notice::Level::Warning, *entry,
                 u"was too slow: it missed %1 facts"_s.arg(entry->missedFacts));
        entry->desk->close();
    }
    m_patience.start(patience);
    m_relay->post([](HookRunner &runner) { runner.finishIfDone(); });
}

void HookRunner::disable(std::size_t index, Notice::Level level, const QString &why)
{
    Entry &entry = *m_hooks[index];
    if (std::exchange(entry.disabled, true))
        return;
    entry.desk->abandon();
    tell(level, entry, why + u"; it is disabled for the rest of the run"_s);
    settle(m_questions.withdraw(index));
}

void HookRunner::ended(std::size_t index)
{
    Entry &entry = *m_hooks[index];
    entry.thread->wait(); // it has said its last word
    delete std::exchange(entry.thread, nullptr);
    if (m_finishing)
        finishIfDone();
}

void HookRunner::finishIfDone()
{
    bool allEnded = true;
    for (const auto &entry : m_hooks) {
        if (entry->thread && !entry->disabled)
            return;
        allEnded = allEnded && !entry->thread;
    }
    finishNow(allEnded);
}

void HookRunner::watch()
{
    bool idle = m_questions.isEmpty();
    for (std::size_t index = 0; index < m_hooks.size(); ++index) {
        idle = idle && (m_hooks[index]->disabled || m_hooks[index]->desk->isIdle());
        watchCall(index);
    }
    std::vector<std::size_t> silent;
    const auto settled =
        m_questions.expire(std::chrono::steady_clock::now() - m_limits.disableAfter, &silent);
    for (const std::size_t index : silent)
        tell(Notice::Level::Warning, *m_hooks[index],
             u"did not say in time whether a command may start: it starts"_s);
    settle(settled);
    if (idle)
        m_watch.stop();
}

void HookRunner::watchCall(std::size_t index)
{
    Entry &entry = *m_hooks[index];
    if (entry.disabled)
        return;
    const std::chrono::nanoseconds busy = entry.desk->busyFor();
    if (busy >= m_limits.disableAfter) {
        const auto seconds = static_cast<double>(m_limits.disableAfter.count()) / 1000;
        disable(index, Notice::Level::Warning, u"has not come back for %1 s"_s.arg(seconds));
    } else if (busy >= m_limits.warnAfter && !std::exchange(entry.wasSlow, true)) {
        const auto seconds = static_cast<double>(m_limits.warnAfter.count()) / 1000;
        tell(Notice::Level::Warning, entry, u"takes more than %1 s for a call"_s.arg(seconds));
    }
}

void HookRunner::settle(const std::vector<StartQuestions::Settled> &settled)
{
    for (const StartQuestions::Settled &one : settled)
        m_callbacks.answered(one.question.task, one.question.attempt, one.decision);
}

void HookRunner::finishNow(bool allEnded)
{
    if (std::exchange(m_finished, true))
        return;
    m_patience.stop();
    m_watch.stop();
    for (const auto &entry : m_hooks) {
        if (entry->thread && !entry->disabled)
            tell(Notice::Level::Warning, *entry, u"is still busy: prun ends without it"_s);
    }
    m_callbacks.finished(allEnded);
}

void HookRunner::tell(Notice::Level level, const Entry &entry, const QString &text)
{
    m_callbacks.notice({ level, u"hook \"%1\" %2"_s.arg(entry.id, text).toUtf8() });
}

} // namespace prun
