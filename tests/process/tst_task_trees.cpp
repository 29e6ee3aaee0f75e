// SPDX-License-Identifier: MIT
#include "runner_harness.h"

#include <tests/support/patience.h>

#include <platform/descendants.h>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace prun;

class TestTaskTrees : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void signalReachesTheGroup();
    void killReachesWhatDetached_data();
    void killReachesWhatDetached();
    void signalReachesAStoppedProcess();
    void otherTasksAreLeftAlone();
    void signalReachesWhatClearedItsEnvironment();
    void whatDetachesLastIsFound();
    void signalIsMadeUpForWhereItCameTooEarly();
    void suspendAndResume();
    void stopsAreTold();
    void adoptedProcessesAreReaped();
    void killEverything();

private:
    // The pid that a behaviour has said as `detached PID`.
    static qint64 detachedPid(RunnerHarness &harness, TaskId task);
    static bool gone(qint64 pid);
};

void TestTaskTrees::initTestCase()
{
    captureEntryState();
    QVERIFY(adoptOrphans());
}

qint64 TestTaskTrees::detachedPid(RunnerHarness &harness, TaskId task)
{
    if (!QTest::qWaitFor([&] { return harness.told[task].out.endsWith('\n'); }, 20000))
        return 0;
    return harness.told[task].out.trimmed().split(' ').constLast().toLongLong();
}

// Zombies are dead; the runner waits for those that it has adopted.
bool TestTaskTrees::gone(qint64 pid)
{
    for (const ProcessInfo &process : listProcesses()) {
        if (process.pid == pid)
            return process.dead;
    }
    return true;
}

void TestTaskTrees::signalReachesTheGroup()
{
    RunnerHarness harness;
    const TaskId task = harness.spawn(
        RunnerHarness::program({ "/bin/sh", "-c", "sleep 300 & sleep 300 & echo $!; wait" }));
    WAIT_VERIFY(harness.told[task].out.endsWith('\n'));
    QCOMPARE(harness.runner.treeMembers(task).size(), std::size_t(3));
    harness.runner.signalTree(task, SIGTERM);
    harness.waitForEnd(task);
    QVERIFY(harness.told[task].status->kind == ExitStatus::Kind::Signal);
    QCOMPARE(harness.told[task].status->value, SIGTERM);
    WAIT_VERIFY(!harness.runner.treeAlive(task));
}

void TestTaskTrees::killReachesWhatDetached_data()
{
    QTest::addColumn<QByteArray>("behaviour");
    QTest::addColumn<bool>("leaderEnds");
    QTest::newRow("session, leader alive") << QByteArray("setsid") << false;
    QTest::newRow("session, leader gone") << QByteArray("setsid") << true;
    QTest::newRow("double fork, leader alive") << QByteArray("double-fork") << false;
    QTest::newRow("double fork, leader gone") << QByteArray("double-fork") << true;
    QTest::newRow("environment cleared") << QByteArray("double-fork-clear-environment") << true;
}

void TestTaskTrees::killReachesWhatDetached()
{
    QFETCH(const QByteArray, behaviour);
    QFETCH(const bool, leaderEnds);
    RunnerHarness harness;
    QByteArrayList words = { "ignore-term", "then", behaviour };
    if (!leaderEnds)
        words += { "then", "wait" };
    const TaskId task = harness.spawn(RunnerHarness::child(words));
    const qint64 detached = detachedPid(harness, task);
    QVERIFY(detached > 0);
    QVERIFY(!gone(detached));
    if (leaderEnds)
        WAIT_COMPARE(harness.told[task].exits, 1);
    QVERIFY(harness.runner.treeAlive(task));
    WAIT_VERIFY(harness.runner.treeMembers(task).size() >= 1);
    harness.runner.killTree(task);
    WAIT_VERIFY(gone(detached));
    WAIT_COMPARE(harness.told[task].exits, 1);
    WAIT_VERIFY(!harness.runner.treeAlive(task));
    QCOMPARE(harness.runner.treeMembers(task).size(), std::size_t(0));
}

void TestTaskTrees::signalReachesAStoppedProcess()
{
    RunnerHarness harness;
    const TaskId task = harness.spawn(RunnerHarness::child({ "stop-self", "then", "wait" }));
    WAIT_VERIFY((harness.runner.childChanged(), harness.told[task].stopSignal == SIGSTOP));
    harness.runner.signalTree(task, SIGTERM);
    harness.waitForEnd(task);
    QCOMPARE(harness.told[task].status->value, SIGTERM);
}

void TestTaskTrees::otherTasksAreLeftAlone()
{
    RunnerHarness harness;
    const TaskId ended = harness.spawn(RunnerHarness::child({ "setsid", "then", "wait" }));
    const TaskId other = harness.spawn(RunnerHarness::child({ "double-fork", "then", "wait" }));
    const qint64 first = detachedPid(harness, ended);
    const qint64 second = detachedPid(harness, other);
    QVERIFY(first > 0 && second > 0);
    harness.runner.killTree(ended);
    WAIT_VERIFY(gone(first));
    WAIT_COMPARE(harness.told[ended].exits, 1);
    QVERIFY(!gone(second));
    QCOMPARE(harness.told[other].exits, 0);
    WAIT_COMPARE(harness.runner.treeMembers(other).size(), std::size_t(2));
    harness.runner.killTree(other);
    WAIT_VERIFY(gone(second));
}

void TestTaskTrees::signalReachesWhatClearedItsEnvironment()
{
    RunnerHarness harness;
    const TaskId task = harness.spawn(RunnerHarness::child({ "double-fork-clear-environment" }));
    const qint64 detached = detachedPid(harness, task);
    QVERIFY(detached > 0);
    WAIT_COMPARE(harness.told[task].exits, 1);
    harness.runner.signalTree(task, SIGTERM); // once, and at once
    WAIT_VERIFY(gone(detached));
}

void TestTaskTrees::whatDetachesLastIsFound()
{
    RunnerHarness harness;
    const TaskId other = harness.spawn(RunnerHarness::child({ "wait" }));
    for (int round = 0; round < 20; ++round) {
        const TaskId task = harness.spawn(
            RunnerHarness::program({ "/bin/sh", "-c", "setsid sleep 300 > /dev/null 2>&1 &" }));
        // A look at the processes for another task, at every moment of its short life.
        while (harness.told[task].exits == 0) {
            harness.runner.treeMembers(other);
            QCoreApplication::processEvents();
        }
        QVERIFY(harness.runner.treeAlive(task));
        // Again and again, as a stop does: while it is loaded it may not be known whose it is.
        WAIT_VERIFY((harness.runner.killTree(task), !harness.runner.treeAlive(task)));
        WAIT_VERIFY(harness.told[task].done());
        harness.runner.forget(task);
    }
}

void TestTaskTrees::signalIsMadeUpForWhereItCameTooEarly()
{
    RunnerHarness harness;
    const TaskId other = harness.spawn(RunnerHarness::child({ "wait" }));
    for (int round = 0; round < 100; ++round) {
        const TaskId task = harness.spawn(
            RunnerHarness::program({ "/bin/sh", "-c", "setsid sleep 300 > /dev/null 2>&1 &" }));
        while (harness.told[task].exits == 0) {
            harness.runner.treeMembers(other);
            QCoreApplication::processEvents();
        }
        // Once, as it leaves the group or is loaded, when nobody can tell whose it is.
        harness.runner.signalTree(task, SIGTERM);
        WAIT_VERIFY(!harness.runner.treeAlive(task));
        WAIT_VERIFY(harness.told[task].done());
        harness.runner.forget(task);
    }
    QVERIFY(harness.runner.treeAlive(other)); // it was not meant
}

void TestTaskTrees::suspendAndResume()
{
    RunnerHarness harness;
    const TaskId task = harness.spawn(RunnerHarness::child({ "write-every", "1", "2000" }));
    WAIT_VERIFY(!harness.told[task].out.isEmpty());
    harness.runner.suspendTree(task, true);
    siginfo_t info{};
    WAIT_VERIFY(::waitid(P_PID, id_t(harness.told[task].pid), &info, WSTOPPED | WNOHANG | WNOWAIT)
                    == 0
                && info.si_pid != 0);
    harness.runner.childChanged();
    QCOMPARE(harness.told[task].stopSignal, 0); // prun itself did it
    harness.runner.suspendTree(task, false);
    harness.waitForEnd(task);
    QCOMPARE(harness.told[task].status->value, 0);
    QVERIFY(harness.told[task].out.endsWith("tick 2000\n"));
}

void TestTaskTrees::stopsAreTold()
{
    RunnerHarness harness;
    const TaskId task = harness.spawn(
        RunnerHarness::child({ "stop-self", "then", "say", "on", "then", "stop-self" }));
    WAIT_VERIFY((harness.runner.childChanged(), harness.told[task].stopSignal == SIGSTOP));
    // Each stop once, however often SIGCHLD comes.
    harness.told[task].stopSignal = 0;
    for (int i = 0; i < 5; ++i)
        harness.runner.childChanged();
    QCOMPARE(harness.told[task].stopSignal, 0);
    harness.runner.signalTree(task, 0);
    WAIT_VERIFY((harness.runner.childChanged(), harness.told[task].stopSignal == SIGSTOP));
    WAIT_COMPARE(harness.told[task].out, QByteArray("on\n"));
    harness.runner.signalTree(task, SIGCONT);
    harness.waitForEnd(task);
    QCOMPARE(harness.told[task].status->value, 0);
}

void TestTaskTrees::adoptedProcessesAreReaped()
{
    RunnerHarness harness;
    const auto zombies = [] {
        int count = 0;
        for (const ProcessInfo &process : listProcesses())
            count += process.dead && process.parent == ::getpid() ? 1 : 0;
        return count;
    };
    const TaskId task = harness.spawn(RunnerHarness::child({ "orphans", "300" }));
    harness.waitForEnd(task);
    WAIT_VERIFY((harness.runner.childChanged(), !harness.runner.treeAlive(task)));
    WAIT_COMPARE((harness.runner.childChanged(), zombies()), 0);
    // It took nothing from QProcess.
    QCOMPARE(harness.run(RunnerHarness::child({ "exit", "6" })).status->value, 6);
}

void TestTaskTrees::killEverything()
{
    RunnerHarness harness;
    std::vector<TaskId> tasks;
    for (const char *behaviour : { "setsid", "double-fork", "double-fork-clear-environment" }) {
        tasks.push_back(harness.spawn(
            RunnerHarness::child({ "ignore-term", "then", behaviour, "then", "wait" })));
        QVERIFY(detachedPid(harness, tasks.back()) > 0);
    }
    const std::vector<QByteArray> left = harness.runner.killEverything(std::chrono::seconds(10));
    QCOMPARE(left.size(), std::size_t(0));
    for (const TaskId task : tasks) {
        QVERIFY(gone(detachedPid(harness, task)));
        harness.waitForEnd(task);
        QCOMPARE(harness.told[task].status->value, SIGKILL);
    }
}

QTEST_GUILESS_MAIN(TestTaskTrees)
#include "tst_task_trees.moc"
