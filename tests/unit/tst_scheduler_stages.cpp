// SPDX-License-Identifier: MIT
#include <tests/support/scheduler_story.h>

#include <QtTest/qtest.h>

using namespace prun;
using namespace prun::test;
using namespace std::chrono_literals;

class TestSchedulerStages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stagesWaitForOutput();
    void stagesEndWithAFailure();
    void stagesMayGoOnAfterAFailure();
    void racesAreWonOncePerStage();
    void racesAreStoppedWithTheRun();
    void stagesHaveTheSlotsOfTheRun();
};

void TestSchedulerStages::stagesWaitForOutput()
{
    Story story(3);
    story.plan.stages = { { 2 }, { 3 } };
    QCOMPARE(story.begin(), "spawn0 spawn1");
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 0), "0=succeeded");
    QCOMPARE(story.drained(0), "");
    QCOMPARE(story.exited(1, 0), "1=succeeded");
    QCOMPARE(story.drained(1), "spawn2");
    story.started(2);
    QCOMPARE(story.exited(2, 0), "2=succeeded");
    QCOMPARE(story.drained(2), "end");
}

void TestSchedulerStages::stagesEndWithAFailure()
{
    Story story(4);
    story.plan.stages = { { 2 }, { 3 }, { 4 } };
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 1), "0=failed");
    story.drained(0);
    QCOMPARE(story.exited(1, 0), "1=succeeded");
    QCOMPARE(story.drained(1), "2=canceled 3=canceled end");
}

void TestSchedulerStages::stagesMayGoOnAfterAFailure()
{
    Story story(3);
    story.plan.stages = { { 1, false, true }, { 2 }, { 3 } };
    story.begin();
    story.started(0);
    story.exited(0, 1);
    QCOMPARE(story.drained(0), "spawn1");
    story.started(1);
    story.exited(1, 0);
    QCOMPARE(story.drained(1), "2=canceled end");
}

void TestSchedulerStages::racesAreWonOncePerStage()
{
    Story story(5, { .slots = 2 });
    story.plan.stages = { { 4, true }, { 5 } };
    QCOMPARE(story.begin(), "spawn0 spawn1");
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 1), "0=failed spawn2"); // who fails has not won
    story.drained(0);
    story.started(2);
    QCOMPARE(story.exited(2, 0), "2=succeeded signal1:15 3=canceled");
    story.drained(2);
    QCOMPARE(story.died(1, 15), "1=canceled check1");
    QCOMPARE(story.checked(1, false), "");
    QCOMPARE(story.drained(1), "4=canceled end"); // because of 0
}

void TestSchedulerStages::racesAreStoppedWithTheRun()
{
    Story story(3);
    story.plan.stages = { { 2, true }, { 3 } };
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 0), "0=succeeded signal1:15");
    story.drained(0);
    QCOMPARE(story.signaled(2), "2=canceled");
    QCOMPARE(story.died(1, 15), "1=canceled check1");
    QCOMPARE(story.checked(1, false), "");
    QCOMPARE(story.drained(1), "sweep");
}

void TestSchedulerStages::stagesHaveTheSlotsOfTheRun()
{
    Story story(4, { .slots = 1 });
    story.plan.stages = { { 2 }, { 4 } };
    QCOMPARE(story.begin(), "spawn0");
    story.started(0);
    QCOMPARE(story.exited(0, 0), "0=succeeded spawn1");
    story.drained(0);
    story.started(1);
    story.exited(1, 0);
    QCOMPARE(story.drained(1), "spawn2");
}

QTEST_APPLESS_MAIN(TestSchedulerStages)
#include "tst_scheduler_stages.moc"
