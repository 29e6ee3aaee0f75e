// SPDX-License-Identifier: MIT
// What policies make of ends and signals.
#include <tests/support/scheduler_story.h>

#include <QtTest/qtest.h>

using namespace prun;
using namespace prun::test;
using namespace std::chrono_literals;

class TestSchedulerPolicies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signalsThatAreNotPassedOn();
    void whatMayEndStopsNothing();
    void servicesStartAgain();
};

void TestSchedulerPolicies::signalsThatAreNotPassedOn()
{
    for (const bool key : { false, true }) {
        Story story(2, { .passesSignalsOn = false }, { .grace = 1s });
        story.begin();
        story.started(0);
        story.started(1);
        // A key of the terminal is what a shell's commands would get, too.
        QCOMPARE(story.signaled(2, key), key ? "signal0:2 signal1:2" : "signal0:15 signal1:15");
        QCOMPARE(story.scheduler().stop().signal, 2);
        QCOMPARE(story.exited(0, 0), "0=canceled check0");
        story.checked(0, false);
        story.drained(0);
        QCOMPARE(story.wait(1s), "kill1");
    }
}

void TestSchedulerPolicies::whatMayEndStopsNothing()
{
    Story story(3, { .killOthers = true });
    TaskPolicy mayEnd;
    mayEnd.mayEnd = true;
    story.plan.policies.push_back(mayEnd);
    story.plan.policyOf = { 1, 0, 1 };
    story.begin();
    for (const int task : { 0, 1, 2 })
        story.started(task);
    QCOMPARE(story.exited(0, 1), "0=failed");
    QCOMPARE(story.exited(1, 0), "1=succeeded signal2:15");
}

void TestSchedulerPolicies::servicesStartAgain()
{
    TaskPolicy policy;
    policy.retry.extraTries = -1;
    policy.retry.afterSuccess = true;
    Story story(2, { .killOthers = true }, policy);
    story.begin();
    story.started(0);
    story.started(1);
    QCOMPARE(story.exited(0, 0), "0=succeeded signal0:15 check0");
    QCOMPARE(story.checked(0, false), "retry0");
    story.drained(0);
    QCOMPARE(story.wait(0s), "spawn0");
    story.started(0);
    QCOMPARE(story.signaled(15), "signal0:15 signal1:15");
    QCOMPARE(story.exited(0, 0), "0=canceled check0"); // and never again
}

QTEST_APPLESS_MAIN(TestSchedulerPolicies)
#include "tst_scheduler_policies.moc"
