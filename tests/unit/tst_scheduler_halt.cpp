// SPDX-License-Identifier: MIT
#include <tests/support/scheduler_story.h>

#include <QtTest/qtest.h>

using namespace prun;
using namespace prun::test;

class TestSchedulerHalt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slotsAreTheLowestThatAreFree();
    void haltSoonStartsNoMore();
    void haltNowStopsTheRest();
    void haltCountsWhatItIsToldTo();
    void haltCountsPercentOfAll();
    void retriesAreNotCounted();
};

/// The slots that the actions start commands in.
static QByteArray slotsOf(const Actions &actions)
{
    QByteArrayList found;
    for (const Action &one : actions) {
        if (const auto *spawn = std::get_if<action::Spawn>(&one))
            found << QByteArray::number(spawn->slot);
    }
    return found.join(' ');
}

void TestSchedulerHalt::slotsAreTheLowestThatAreFree()
{
    Story story(6, { .slots = 3 });
    story.begin();
    for (const quint32 task : { 0U, 1U, 2U })
        story.started(int(task));
    const auto end = [&](quint32 task) {
        input::Exited exited;
        exited.task = TaskId(task);
        return slotsOf(story.scheduler().apply(exited, story.now));
    };
    QCOMPARE(end(1), "2");
    QCOMPARE(end(0), "1");
    story.started(3);
    QCOMPARE(end(3), "2");
}

static RunPolicy halting(HaltPolicy halt, int slots = 1)
{
    RunPolicy run;
    run.slots = slots;
    run.halt = halt;
    return run;
}

void TestSchedulerHalt::haltSoonStartsNoMore()
{
    Story story(4, halting({ .when = HaltPolicy::When::Soon }, 2));
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 3), "0=failed halt0:1/1 2=canceled 3=canceled");
    QCOMPARE(story.exited(1, 0), "1=succeeded");
    story.drained(0);
    QCOMPARE(story.drained(1), "end");
}

void TestSchedulerHalt::haltNowStopsTheRest()
{
    Story story(4, halting({ .when = HaltPolicy::When::Now, .count = 2 }, 2));
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 3), "0=failed spawn2");
    story.started(2);
    QCOMPARE(story.exited(1, 4), "1=failed halt1:2/1 signal2:15 3=canceled");
    QVERIFY(story.died(2, 15).startsWith("2=canceled"));
}

void TestSchedulerHalt::haltCountsWhatItIsToldTo()
{
    using On = HaltPolicy::On;
    const auto firstHalt = [](On on, const std::vector<int> &codes) {
        Story story(9, halting({ .when = HaltPolicy::When::Soon, .on = on }));
        story.begin();
        for (int i = 0; i < int(codes.size()); ++i) {
            story.started(i);
            if (!story.exited(i, codes[std::size_t(i)]).contains("spawn"))
                return i;
        }
        return -1;
    };
    QCOMPARE(firstHalt(On::Failure, { 0, 0, 1 }), 2);
    QCOMPARE(firstHalt(On::Success, { 1, 0, 0 }), 1);
    QCOMPARE(firstHalt(On::End, { 0, 0 }), 0);
    QCOMPARE(firstHalt(On::Abort, { 1, 0, 254, 255 }), 3);
    QCOMPARE(firstHalt(On::Abort, { 1, 0, 254 }), -1);
}

void TestSchedulerHalt::haltCountsPercentOfAll()
{
    Story story(6, halting({ .when = HaltPolicy::When::Soon, .percent = 50 }));
    story.begin();
    const auto run = [&](int task, int code) {
        story.started(task);
        return story.exited(task, code);
    };
    QCOMPARE(run(0, 3), "0=failed spawn1");
    QCOMPARE(run(1, 4), "1=failed spawn2");
    QCOMPARE(run(2, 0), "2=succeeded spawn3");
    QCOMPARE(run(3, 5), "3=failed halt3:3/0 4=canceled 5=canceled");
}

void TestSchedulerHalt::retriesAreNotCounted()
{
    TaskPolicy policy;
    policy.retry.extraTries = 1;
    Story story(3, halting({ .when = HaltPolicy::When::Soon }), policy);
    story.begin();
    story.started(0);
    QByteArray words = story.exited(0, 1);
    words += ' ' + story.checked(0, false);
    words += ' ' + story.drained(0);
    QVERIFY2(words.contains("retry0"), words);
    QVERIFY2(words.contains("spawn"), words);
    QVERIFY2(!words.contains("canceled"), words);
}

QTEST_APPLESS_MAIN(TestSchedulerHalt)
#include "tst_scheduler_halt.moc"
