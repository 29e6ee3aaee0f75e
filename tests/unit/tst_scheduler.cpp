// SPDX-License-Identifier: MIT
#include <tests/support/scheduler_story.h>

#include <QtTest/qtest.h>

using namespace prun;
using namespace prun::test;
using namespace std::chrono_literals;

class TestScheduler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsInOrderWhileThereAreSlots();
    void theRunEndsWhenOutputHasEnded();
    void timeLimitGoesDownTheLadder();
    void lackOfMemoryIsTold();
    void silenceDoesNotCountWhileNobodyListens();
    void killOthersStopsWithoutFailure();
    void onFailureNoNewLetsTheRestEnd();
    void retriesWaitWithoutASlot();
    void retriesMayKeepTheirSlots();
    void retryComesAfterTheTreeIsEmpty();
    void firstSignalIsPassedOnOnce();
    void terminalCommandGetsKeysFromTheTerminal();
    void littleTimeLeftShortensTheLadder_data();
    void littleTimeLeftShortensTheLadder();
    void littleTimeLeftCutsAGraceThatWasPromised();
    void littleTimeLeftBoundsTeardown();
    void secondSignalKills();
    void signalBeforeTheBegin();
    void teardownRunsOnceAndIsBounded();
    void deadlineEndsTheRun();
    void readerGoneGivesLittleGrace();
    void leftoversAreNamedThenDropped();
    void leftoversKillIsALadderToo();
    void survivorsDoNotHoldTheRun();
    void shortagesHoldStarts();
    void capacityLimitsSlots();
    void delayBetweenStarts();
    void chainsStartOneAfterTheOther();
};

void TestScheduler::startsInOrderWhileThereAreSlots()
{
    Story story(4, { .slots = 2 });
    QCOMPARE(story.begin(), "spawn0 spawn1");
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(1, 0), "1=succeeded spawn2");
    QCOMPARE(story.exited(0, 3), "0=failed spawn3");
}

void TestScheduler::theRunEndsWhenOutputHasEnded()
{
    Story story(1);
    story.begin();
    story.started(0);
    QCOMPARE(story.exited(0, 0), "0=succeeded");
    QVERIFY(!story.scheduler().isOver());
    QCOMPARE(story.drained(0), "end");
    QVERIFY(story.scheduler().isOver());
}

void TestScheduler::timeLimitGoesDownTheLadder()
{
    Story story(1, {}, { .timeout = 1s, .stopSignal = 2, .grace = 5s });
    story.begin();
    story.started(0);
    QCOMPARE(story.wait(999ms), "");
    QCOMPARE(story.wait(1ms), "signal0:2");
    QCOMPARE(story.wait(4999ms), "");
    QCOMPARE(story.wait(1ms), "kill0");
    QCOMPARE(story.died(0, 9), "0=timed-out check0");
    QCOMPARE(story.checked(0, true), "");
    QCOMPARE(story.wait(1ms), "check0");
    QCOMPARE(story.checked(0, false), "");
    QCOMPARE(story.drained(0), "end");
}

void TestScheduler::lackOfMemoryIsTold()
{
    Story story(2);
    story.begin();
    story.started(0);
    story.started(1);
    input::Exited exited;
    exited.task = TaskId(0);
    exited.signal = 9;
    exited.memoryRanOut = true;
    QCOMPARE(story.apply(exited), "0=signaled(memory)");
    story.drained(0);
    QCOMPARE(story.exited(1, 0), "1=succeeded"); // the others went on
}

void TestScheduler::silenceDoesNotCountWhileNobodyListens()
{
    Story story(1, {}, { .idleTimeout = 1s });
    story.begin();
    story.started(0);
    story.wait(500ms);
    story.scheduler().noteOutput(TaskId(0), story.now);
    QCOMPARE(story.wait(500ms), ""); // 1 s after the start, 500 ms after its last word
    story.apply(input::ReadingPaused{ true });
    QCOMPARE(story.wait(10s), "");
    story.apply(input::ReadingPaused{ false });
    QCOMPARE(story.wait(999ms), "");
    QCOMPARE(story.wait(1ms), "signal0:15");
}

void TestScheduler::killOthersStopsWithoutFailure()
{
    Story story(3, { .slots = 2, .killOthers = true });
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 0), "0=succeeded signal1:15 2=canceled");
    QCOMPARE(story.died(1, 15), "1=canceled check1");
    story.checked(1, false);
    story.drained(0);
    QCOMPARE(story.drained(1), "end");
}

void TestScheduler::onFailureNoNewLetsTheRestEnd()
{
    Story story(3, { .slots = 2, .onFailure = OnFailure::NoNew });
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 1), "0=failed 2=canceled");
    QCOMPARE(story.exited(1, 0), "1=succeeded");
}

void TestScheduler::retriesWaitWithoutASlot()
{
    TaskPolicy policy;
    policy.retry.extraTries = 1;
    policy.retry.backoff.base = 1s;
    Story story(2, { .slots = 1 }, policy);
    QCOMPARE(story.begin(), "spawn0");
    story.started(0);
    QCOMPARE(story.exited(0, 1), "0=failed signal0:15 check0");
    QCOMPARE(story.checked(0, false), "retry0 spawn1");
    story.drained(0);
    story.started(1);
    QCOMPARE(story.wait(1s), ""); // the slot is taken
    QCOMPARE(story.exited(1, 0), "1=succeeded spawn0");
    story.started(0);
    QCOMPARE(story.exited(0, 1), "0=failed"); // the last try
}

void TestScheduler::retriesMayKeepTheirSlots()
{
    TaskPolicy policy;
    policy.retry.extraTries = 1;
    policy.retry.backoff.base = 1s;
    Story story(3, { .slots = 2, .retriesHoldSlots = true }, policy);
    QCOMPARE(story.begin(), "spawn0 spawn1");
    story.started(0);
    story.started(1);
    story.exited(0, 1);
    QCOMPARE(story.checked(0, false), "retry0"); // and nothing in its place
    story.drained(0);
    QCOMPARE(story.exited(1, 0), "1=succeeded spawn2"); // the other slot is free
    story.drained(1);
    story.started(2);
    QCOMPARE(story.wait(1s), "spawn0");
    story.started(0);
    QCOMPARE(story.exited(0, 1), "0=failed"); // the last try
}

void TestScheduler::retryComesAfterTheTreeIsEmpty()
{
    TaskPolicy policy;
    policy.retry.extraTries = 1;
    Story story(1, { .leakTimeout = 1min }, policy);
    story.begin();
    story.started(0);
    QCOMPARE(story.exited(0, 1), "0=failed signal0:15 check0");
    QCOMPARE(story.checked(0, true), "");
    QCOMPARE(story.wait(4999ms), "check0");
    QCOMPARE(story.wait(1ms), "kill0 check0");
    QCOMPARE(story.checked(0, false), "retry0");
    QCOMPARE(story.wait(0s), ""); // its output has not ended
    QCOMPARE(story.drained(0), "spawn0");
}

void TestScheduler::firstSignalIsPassedOnOnce()
{
    Story story(3, { .slots = 2 });
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.signaled(1), "signal0:1 signal1:1 2=canceled");
    QCOMPARE(story.exited(0, 9), "0=failed check0"); // it cleaned up and says so
    QCOMPARE(story.exited(1, 0), "1=canceled check1");
    story.checked(0, false);
    story.checked(1, false);
    story.drained(0);
    QCOMPARE(story.drained(1), "sweep");
    QCOMPARE(story.scheduler().stop().signal, 1);
}

void TestScheduler::terminalCommandGetsKeysFromTheTerminal()
{
    Story story(2);
    story.options.terminalTasks = { TaskId(1) };
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.signaled(2, true), "signal0:2 signal1:0");

    Story asked(2);
    asked.options.terminalTasks = { TaskId(1) };
    asked.begin();
    asked.started(0);
    asked.started(1);
    QCOMPARE(asked.signaled(2, false), "signal0:2 signal1:2");
}

void TestScheduler::littleTimeLeftShortensTheLadder_data()
{
    QTest::addColumn<Nanoseconds>("grace");
    QTest::addColumn<Nanoseconds>("left");
    QTest::addColumn<Nanoseconds>("expected");
    const auto row = [](const char *name, Nanoseconds grace, Nanoseconds left,
                        Nanoseconds expected) { QTest::newRow(name) << grace << left << expected; };
    row("without an end", 5s, 0s, 5s);
    row("a quarter is for what follows", 5s, 4s, 3s);
    row("who is killed earlier still is", 500ms, 4s, 500ms);
    row("enough time", 5s, 1min, 5s);
    row("as good as none", 5s, 4ms, 3ms);
}

void TestScheduler::littleTimeLeftShortensTheLadder()
{
    QFETCH(const Nanoseconds, grace);
    QFETCH(const Nanoseconds, left);
    QFETCH(const Nanoseconds, expected);
    Story story(2, {}, { .grace = grace });
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.closed(left), "signal0:1 signal1:1");
    QCOMPARE(story.wait(expected - 1ns), "");
    QCOMPARE(story.wait(1ns), "kill0 kill1");
}

void TestScheduler::littleTimeLeftCutsAGraceThatWasPromised()
{
    Story story(2, { .killOthers = true }, { .grace = 5s });
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 0), "0=succeeded signal1:15");
    story.drained(0);
    QCOMPARE(story.wait(1s), "");
    QCOMPARE(story.closed(2s), ""); // asked once is enough
    QCOMPARE(story.wait(1499ms), "");
    QCOMPARE(story.wait(1ms), "kill1");
    QCOMPARE(story.wait(1h), "1=unknown survivors leak1"); // and not a second time
}

void TestScheduler::littleTimeLeftBoundsTeardown()
{
    Story story(1, {}, { .grace = 1h }, 1);
    story.begin();
    story.started(0);
    story.closed(4s);
    QCOMPARE(story.exited(0, 0), "0=canceled check0");
    story.checked(0, false);
    QCOMPARE(story.drained(0), "spawn1");
    story.started(1);
    QCOMPARE(story.wait(2999ms), "");
    QCOMPARE(story.wait(1ms), "signal1:15");
}

void TestScheduler::secondSignalKills()
{
    Story story(2, {}, {}, 1);
    story.begin();
    story.started(0);
    story.started(1);
    story.signaled(2);
    QCOMPARE(story.signaled(2), "kill0 kill1");
    QCOMPARE(story.signaled(2), "");
    story.died(0, 9);
    story.died(1, 9);
    story.checked(0, false);
    story.checked(1, false);
    story.drained(0);
    QCOMPARE(story.drained(1), "sweep"); // no teardown
}

void TestScheduler::signalBeforeTheBegin()
{
    Story story(2);
    Scheduler scheduler(story.plan, {});
    QCOMPARE(wordsOf(scheduler.apply(input::StopAsked{ 15, false }, 0ns)), "");
    QCOMPARE(wordsOf(scheduler.apply(input::Begin(), 0ns)), "0=canceled 1=canceled sweep");
}

void TestScheduler::teardownRunsOnceAndIsBounded()
{
    Story story(1, {}, { .grace = 2s }, 2);
    story.begin();
    story.started(0);
    QCOMPARE(story.signaled(15), "signal0:15");
    story.died(0, 15);
    story.checked(0, false);
    QCOMPARE(story.drained(0), "spawn1");
    story.started(1);
    QCOMPARE(story.wait(1999ms), "");
    QCOMPARE(story.wait(1ms), "signal1:15");
    QCOMPARE(story.died(1, 15), "1=timed-out check1");
    story.checked(1, false);
    QCOMPARE(story.drained(1), "spawn2");
    story.started(2);
    story.exited(2, 0);
    QCOMPARE(story.drained(2), "sweep");
}

void TestScheduler::deadlineEndsTheRun()
{
    Story story(1, { .deadline = 10s });
    story.begin();
    story.started(0);
    QCOMPARE(story.wait(10s), "signal0:15");
    QVERIFY(story.scheduler().stop().deadlinePassed);
    QCOMPARE(story.scheduler().stop().signal, 0);
}

void TestScheduler::readerGoneGivesLittleGrace()
{
    Story story(1);
    story.begin();
    story.started(0);
    QCOMPARE(story.apply(input::ReaderGone()), "signal0:15");
    QCOMPARE(story.wait(250ms), "kill0");
}

void TestScheduler::leftoversAreNamedThenDropped()
{
    Story story(1, { .leakTimeout = 5s });
    story.begin();
    story.started(0);
    story.exited(0, 0);
    QCOMPARE(story.wait(4999ms), "");
    QCOMPARE(story.wait(1ms), "leak0");
    QCOMPARE(story.drained(0), "end");
}

void TestScheduler::leftoversKillIsALadderToo()
{
    Story story(1, { .leftovers = Leftovers::Kill }, { .grace = 1s });
    story.begin();
    story.started(0);
    QCOMPARE(story.exited(0, 0), "0=succeeded signal0:15 check0");
    story.checked(0, true);
    QCOMPARE(story.wait(999ms), "check0");
    QCOMPARE(story.wait(1ms), "kill0 check0");
}

void TestScheduler::survivorsDoNotHoldTheRun()
{
    Story story(1, {}, { .timeout = 1s, .grace = 1s });
    story.begin();
    story.started(0);
    story.wait(1s);
    QCOMPARE(story.wait(1s), "kill0");
    QCOMPARE(story.wait(1s), "0=unknown survivors leak0");
    QCOMPARE(story.drained(0), "end");
}

void TestScheduler::shortagesHoldStarts()
{
    Story story(2);
    story.begin();
    story.started(0);
    const input::SpawnFailed shortage{ TaskId(1), 126, true, "too many open files" };
    QCOMPARE(story.apply(shortage), "");
    QCOMPARE(story.wait(99ms), "");
    QCOMPARE(story.wait(1ms), "spawn1");
    QCOMPARE(story.apply(shortage), "");
    QCOMPARE(story.exited(0, 0), "0=succeeded spawn1"); // what it held is free now
    // Not for ever: after a minute without any start it is the command's own failure.
    QByteArray words;
    for (int i = 0; i < 200 && !words.contains("no-start"); ++i) {
        words = story.apply(shortage) + story.wait(5s);
    }
    QVERIFY2(words.contains("1=no-start"), words.constData());
}

void TestScheduler::capacityLimitsSlots()
{
    Story story(3);
    Scheduler scheduler(story.plan, {});
    scheduler.apply(input::Capacity{ 2 }, 0ns);
    QCOMPARE(wordsOf(scheduler.apply(input::Begin(), 0ns)), "spawn0 spawn1");
    QCOMPARE(scheduler.slots(), 2);
}

void TestScheduler::delayBetweenStarts()
{
    Story story(3, { .startDelay = 100ms });
    QCOMPARE(story.begin(), "spawn0");
    QCOMPARE(story.wait(99ms), "");
    QCOMPARE(story.wait(1ms), "spawn1");
    QCOMPARE(story.wait(100ms), "spawn2");
}

void TestScheduler::chainsStartOneAfterTheOther()
{
    Story story(3);
    story.plan.edgesOf = { 0, 0, 1, 2 };
    story.plan.edges = { TaskId(0), TaskId(1) };
    QCOMPARE(story.begin(), "spawn0");
    story.started(0);
    QCOMPARE(story.exited(0, 1), "0=failed spawn1"); // whatever became of it
    story.started(1);
    QCOMPARE(story.exited(1, 0), "1=succeeded spawn2");
}

QTEST_APPLESS_MAIN(TestScheduler)
#include "tst_scheduler.moc"
