// SPDX-License-Identifier: MIT
#include <core/plugin/hook_runner.h>

#include <tests/support/patience.h>

#include <QtCore/qthread.h>
#include <QtTest/qtest.h>

#include <atomic>
#include <csignal>
#include <semaphore>
#include <stdexcept>

using namespace prun;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// What a test does in a hook's place.
struct Script
{
    std::function<void(const Event &)> observe = [](const Event &) {};
    std::function<StartDecision(TaskId, int)> beforeStart = [](TaskId, int) {
        return StartDecision();
    };
    std::function<void()> destroyed = [] {};
    bool decides = false;
};

class ScriptedHook final : public Hook
{
public:
    explicit ScriptedHook(Script script) : m_script(std::move(script)) { }
    ~ScriptedHook() override { m_script.destroyed(); }
    void observe(const Event &event) override { m_script.observe(event); }
    StartDecision beforeStart(TaskId task, int attempt) override
    {
        return m_script.beforeStart(task, attempt);
    }
    bool decidesStarts() const override { return m_script.decides; }

private:
    Script m_script;
};

/// A runner, and what it calls back.
struct Run
{
    explicit Run(HookRunner::Limits limits = {})
        : hooks({ [this](TaskId task, int attempt, const StartDecision &decision) {
                     answers << QByteArray::number(static_cast<int>(task)) + "/"
                             + QByteArray::number(attempt) + " "
                             + QByteArray::number(static_cast<int>(decision.kind))
                             + decision.reason;
                 },
                  [this](const Notice &notice) {
                      notices << notice.text;
                      errors += notice.level == Notice::Level::Error ? 1 : 0;
                  },
                  [this](bool all) { finished = all ? 1 : 0; } },
                limits)
    { }

    void add(Script script)
    {
        hooks.add(u"h"_s, std::make_unique<ScriptedHook>(std::move(script)));
    }
    void tell(Event event) { hooks.consume(event); }
    bool heard(const QByteArray &part) const
    {
        return std::any_of(notices.begin(), notices.end(),
                           [&](const QByteArray &notice) { return notice.contains(part); });
    }

    QByteArrayList answers; ///< `task/attempt kind reason`
    QByteArrayList notices;
    int errors = 0;
    int finished = -1;
    HookRunner hooks;
};

const Event kQueued = { 1ns, TaskQueued{ TaskId{ 0 } } };
const Event kEnd = { 2ns, RunFinished{} };

HookRunner::Limits impatient()
{
    return { 4, 10ms, 40ms };
}

} // namespace

class TestHookRunner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seesAllButOutputInOrder();
    void livesOnItsOwnThread();
    void threadTakesNoSignals();
    void nothingToDo();
    void allMustSayGo();
    void oneSaysSkip();
    void askedWithoutHooks();
    void throwingObserve();
    void throwingBeforeStart();
    void throwingDecidesStarts();
    void slowCallIsNamed();
    void stuckHookIsDisabled();
    void stuckHookAnswersGo();
    void stuckHookAtTheEnd();
    void missedFactsAreCounted();
    void speaksFromItsThread();
    void speaksWhenAllIsOver();
};

void TestHookRunner::seesAllButOutputInOrder()
{
    QByteArrayList seen;
    Run run;
    Script script;
    script.observe = [&](const Event &event) { seen << QByteArray::number(event.what.index()); };
    run.add(std::move(script));
    run.tell({ 0ns, RunStarted{} });
    run.tell(kQueued);
    run.tell({ 1ns, TaskOutput{ TaskId{ 0 }, Stream::Out, false, "text\n" } });
    run.tell({ 1ns, TaskAlert{ TaskId{ 0 }, "stopped" } });
    run.tell(kEnd);
    run.hooks.finish(1min);
    WAIT_COMPARE(run.finished, 1);
    QCOMPARE(seen, QByteArrayList({ "0", "1", "4", "10" }));
    QVERIFY2(run.notices.isEmpty(), run.notices.join("; "));
}

void TestHookRunner::livesOnItsOwnThread()
{
    std::vector<QThread *> threads;
    Run run;
    Script script;
    script.observe = [&](const Event &) { threads.push_back(QThread::currentThread()); };
    script.destroyed = [&] { threads.push_back(QThread::currentThread()); };
    run.add(std::move(script));
    run.tell(kEnd);
    run.hooks.finish(1min);
    WAIT_COMPARE(run.finished, 1);
    QCOMPARE(threads.size(), std::size_t(2));
    QVERIFY(threads[0] != QThread::currentThread());
    QCOMPARE(threads[0], threads[1]);
}

void TestHookRunner::threadTakesNoSignals()
{
#ifdef Q_OS_WIN
    QSKIP("Windows has no signals that a thread could block");
#else
    std::atomic<int> blocked = -1;
    Run run;
    Script script;
    script.observe = [&](const Event &) {
        sigset_t mask;
        pthread_sigmask(SIG_SETMASK, nullptr, &mask);
        blocked =
            sigismember(&mask, SIGINT) + sigismember(&mask, SIGTERM) + sigismember(&mask, SIGCHLD);
    };
    run.add(std::move(script));
    run.tell(kEnd);
    WAIT_COMPARE(blocked.load(), 3);
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    QCOMPARE(sigismember(&mask, SIGINT), 0);
#endif
}

void TestHookRunner::nothingToDo()
{
    Run run;
    run.tell(kEnd);
    QVERIFY(run.hooks.isEmpty() && !run.hooks.decidesStarts());
    run.hooks.finish(1min);
    WAIT_COMPARE(run.finished, 1);
}

void TestHookRunner::allMustSayGo()
{
    std::binary_semaphore gate{ 0 };
    Run run;
    Script first;
    first.decides = true;
    Script second;
    second.decides = true;
    second.beforeStart = [&](TaskId, int) {
        gate.acquire();
        return StartDecision();
    };
    run.add(std::move(first));
    run.add(std::move(second));
    run.add({}); // is not asked
    QVERIFY(run.hooks.decidesStarts());
    run.hooks.ask(TaskId{ 7 }, 2);
    QVERIFY(run.answers.isEmpty());
    gate.release();
    WAIT_COMPARE(run.answers, QByteArrayList{ "7/2 0" });
}

void TestHookRunner::oneSaysSkip()
{
    std::binary_semaphore gate{ 0 };
    Run run;
    Script first;
    first.decides = true;
    first.beforeStart = [&](TaskId, int) {
        gate.acquire();
        return StartDecision();
    };
    Script second;
    second.decides = true;
    second.beforeStart = [](TaskId, int) {
        return StartDecision{ StartDecision::Kind::Skip, "done already" };
    };
    run.add(std::move(first));
    run.add(std::move(second));
    run.hooks.ask(TaskId{ 1 }, 1);
    WAIT_COMPARE(run.answers, QByteArrayList{ "1/1 1done already" });
    gate.release();
    run.hooks.finish(1min);
    WAIT_COMPARE(run.finished, 1);
    QCOMPARE(run.answers.size(), 1);
}

void TestHookRunner::askedWithoutHooks()
{
    Run run;
    run.hooks.ask(TaskId{ 1 }, 1);
    QVERIFY(run.answers.isEmpty()); // never from inside
    WAIT_COMPARE(run.answers, QByteArrayList{ "1/1 0" });
}

void TestHookRunner::throwingObserve()
{
    std::atomic<int> calls = 0;
    Run run;
    Script script;
    script.observe = [&](const Event &) {
        ++calls;
        throw std::runtime_error("broken");
    };
    run.add(std::move(script));
    run.tell(kQueued);
    WAIT_VERIFY(run.heard("hook \"h\" threw an exception: broken; it is disabled"));
    QCOMPARE(run.errors, 1);
    run.tell(kQueued);
    run.tell(kEnd);
    run.hooks.finish(1min);
    WAIT_COMPARE(run.finished, 1);
    QCOMPARE(calls.load(), 1);
    QCOMPARE(run.notices.size(), 1);
}

void TestHookRunner::throwingBeforeStart()
{
    Run run;
    Script script;
    script.decides = true;
    script.beforeStart = [](TaskId, int) -> StartDecision { throw 1; };
    run.add(std::move(script));
    run.hooks.ask(TaskId{ 1 }, 1);
    run.hooks.ask(TaskId{ 2 }, 1);
    WAIT_COMPARE(run.answers, QByteArrayList({ "1/1 0", "2/1 0" }));
    QCOMPARE(run.errors, 1);
    QVERIFY(!run.hooks.decidesStarts());
}

void TestHookRunner::throwingDecidesStarts()
{
    class Thrower final : public Hook
    {
        void observe(const Event &) override { }
        bool decidesStarts() const override { throw 1; }
    };
    Run run;
    run.hooks.add(u"h"_s, std::make_unique<Thrower>());
    QVERIFY(!run.hooks.decidesStarts());
    QCOMPARE(run.errors, 1);
    run.tell(kEnd);
    run.hooks.finish(1min);
    WAIT_COMPARE(run.finished, 1);
}

void TestHookRunner::slowCallIsNamed()
{
    std::binary_semaphore gate{ 0 };
    Run run({ 4, 10ms, 1min });
    Script script;
    script.observe = [&](const Event &) { gate.acquire(); };
    run.add(std::move(script));
    run.tell(kQueued);
    WAIT_COMPARE(run.notices, QByteArrayList{ "hook \"h\" takes more than 0.01 s for a call" });
    gate.release();
    run.hooks.finish(1min);
    WAIT_COMPARE(run.finished, 1);
    QCOMPARE(run.errors, 0);
}

void TestHookRunner::stuckHookIsDisabled()
{
    std::binary_semaphore gate{ 0 };
    std::atomic<int> calls = 0;
    Run run(impatient());
    Script script;
    script.observe = [&](const Event &) {
        ++calls;
        gate.acquire();
    };
    run.add(std::move(script));
    run.tell(kQueued);
    run.tell(kQueued);
    WAIT_VERIFY(run.heard("has not come back for 0.04 s; it is disabled"));
    run.tell(kEnd);
    run.hooks.finish(1min);
    WAIT_COMPARE(run.finished, 0); // at once, and its thread goes on
    gate.release(); // the destructor waits for what ends
    QCOMPARE(calls.load(), 1);
}

void TestHookRunner::stuckHookAnswersGo()
{
    std::binary_semaphore gate{ 0 };
    Run run(impatient());
    Script script;
    script.decides = true;
    script.beforeStart = [&](TaskId, int) {
        gate.acquire();
        return StartDecision{ StartDecision::Kind::Skip, "too late" };
    };
    run.add(std::move(script));
    run.hooks.ask(TaskId{ 1 }, 1);
    WAIT_COMPARE(run.answers, QByteArrayList{ "1/1 0" });
    gate.release();
    run.hooks.finish(1min);
    WAIT_VERIFY(run.finished >= 0);
    QCOMPARE(run.answers.size(), 1);
}

void TestHookRunner::stuckHookAtTheEnd()
{
    auto gate = std::make_shared<std::binary_semaphore>(0);
    {
        Run run;
        Script script;
        script.observe = [gate](const Event &) { gate->acquire(); };
        run.add(std::move(script));
        run.tell(kEnd);
        run.hooks.finish(20ms);
        WAIT_COMPARE(run.finished, 0);
        QVERIFY(run.heard("is still busy: prun ends without it"));
    } // and its thread outlives the runner
    gate->release();
}

void TestHookRunner::missedFactsAreCounted()
{
    Run run({ 4, 1min, 1min });
    std::counting_semaphore<100> gate{ 0 };
    std::counting_semaphore<100> entered{ 0 };
    std::atomic<int> calls = 0;
    std::atomic<bool> sawTheEnd = false;
    Script script;
    script.observe = [&](const Event &event) {
        entered.release();
        gate.acquire();
        ++calls;
        sawTheEnd = std::holds_alternative<RunFinished>(event.what);
    };
    run.add(std::move(script));
    run.tell(kQueued);
    entered.acquire(); // it works on the first one: four have room
    for (int i = 0; i < 7; ++i)
        run.tell(kQueued);
    QCOMPARE(run.notices, QByteArrayList{ "hook \"h\" is too slow: it will miss facts" });
    run.tell(kEnd);
    gate.release(20);
    run.hooks.finish(1min);
    WAIT_COMPARE(run.finished, 1);
    QVERIFY(run.heard("was too slow: it missed 3 facts"));
    QCOMPARE(calls.load(), 6);
    QVERIFY(sawTheEnd);
    QCOMPARE(run.errors, 0);
}

void TestHookRunner::speaksFromItsThread()
{
    Run run;
    Script script;
    script.observe = [say = run.hooks.speaker(u"h"_s)](const Event &) {
        say(Notice::Level::Warning, "two\nlines \x1b[31m");
    };
    run.add(std::move(script));
    run.tell(kQueued);
    WAIT_COMPARE(run.notices, QByteArrayList{ "hook \"h\": two lines  [31m" });
}

void TestHookRunner::speaksWhenAllIsOver()
{
    HookRunner::Say say;
    {
        Run run;
        say = run.hooks.speaker(u"h"_s);
    }
    say(Notice::Level::Warning, "is anybody there?"); // must not crash
    QVERIFY(say);
}

QTEST_GUILESS_MAIN(TestHookRunner)
#include "tst_hook_runner.moc"
