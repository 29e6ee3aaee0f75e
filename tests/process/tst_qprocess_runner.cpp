// SPDX-License-Identifier: MIT
#include "runner_harness.h"

#include <tests/support/patience.h>

#include <csignal>

using namespace prun;

class TestQProcessRunner : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void exitCodes();
    void signalNumbers();
    void outputThenEnd();
    void outputOfABackgroundProcessArrivesWhole();
    void closedOutputEndsIt();
    void endsWithoutPipes();
    void pausedReading();
    void exitWhilePaused();
    void manyAtOnce();
    void input();
    void inputThatNobodyReads();
    void nullInput();
};

void TestQProcessRunner::initTestCase()
{
    captureEntryState();
}

void TestQProcessRunner::exitCodes()
{
    RunnerHarness harness;
    std::vector<TaskId> tasks;
    for (int first = 0; first < 256; first += 32) {
        for (int code = first; code < first + 32; ++code)
            tasks.push_back(
                harness.spawn(RunnerHarness::child({ "exit", QByteArray::number(code) })));
        for (const TaskId task : tasks)
            harness.waitForEnd(task);
    }
    for (std::size_t code = 0; code < 256; ++code) {
        const Told &told = harness.told[tasks[code]];
        QCOMPARE(told.exits, 1);
        QVERIFY(told.status->kind == ExitStatus::Kind::Code);
        QCOMPARE(told.status->value, int(code));
    }
}

void TestQProcessRunner::signalNumbers()
{
    RunnerHarness harness;
    int tried = 0;
    for (int signal = 1; signal <= 31; ++signal) {
        const bool harmless =
            signal == SIGCHLD || signal == SIGCONT || signal == SIGURG || signal == SIGWINCH;
        const bool stops =
            signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
        if (harmless || stops)
            continue;
        const Told told = harness.run(RunnerHarness::child({ "die", QByteArray::number(signal) }));
        QCOMPARE(told.exits, 1);
        QVERIFY(told.status->kind == ExitStatus::Kind::Signal);
        QCOMPARE(told.status->value, signal);
        QVERIFY(!told.status->coreDumped);
        ++tried;
    }
    QCOMPARE(tried, 23);
}

void TestQProcessRunner::outputThenEnd()
{
    RunnerHarness harness;
    const Told told = harness.run(
        RunnerHarness::child({ "say", "hello", "then", "complain", "oops", "then", "exit", "3" }));
    QCOMPARE(told.out, QByteArray("hello\n"));
    QCOMPARE(told.err, QByteArray("oops\n"));
    QCOMPARE(told.status->value, 3);
    QCOMPARE(told.order, QByteArrayList({ "started", "output", "ended", "exited" }));
}

void TestQProcessRunner::outputOfABackgroundProcessArrivesWhole()
{
    RunnerHarness harness;
    const Told told = harness.run(RunnerHarness::child({ "fork-spew", "10000000" }));
    QCOMPARE(told.out.size(), 10'000'000 / 64 * 64);
    QCOMPARE(told.out.count('y'), told.out.size() / 64 * 63);
    QVERIFY(told.order.indexOf("exited") < told.order.indexOf("ended"));
    QCOMPARE(told.outputEnds, 1);
}

void TestQProcessRunner::closedOutputEndsIt()
{
    RunnerHarness harness;
    const TaskId task = harness.spawn(RunnerHarness::child({ "fork-hold-pipe", "60" }));
    WAIT_COMPARE(harness.told[task].exits, 1);
    QCOMPARE(harness.told[task].outputEnds, 0);
    QVERIFY(harness.runner.treeAlive(task));
    const std::vector<QByteArray> holders = harness.runner.outputHolders(task);
    QCOMPARE(holders.size(), std::size_t(1));
    QVERIFY2(holders[0].endsWith(" (prun_test_child)"), holders[0].constData());
    harness.runner.closeOutput(task);
    QCOMPARE(harness.told[task].outputEnds, 1);
    harness.runner.killTree(task);
    WAIT_VERIFY(!harness.runner.treeAlive(task));
    harness.runner.forget(task);
}

void TestQProcessRunner::endsWithoutPipes()
{
    RunnerHarness harness;
    ChildStreams streams;
    streams.outputs = ChildStreams::Outputs::Null;
    const Told told = harness.run(RunnerHarness::child({ "say", "unheard" }), streams);
    QCOMPARE(told.out, QByteArray());
    QCOMPARE(told.status->value, 0);
    QCOMPARE(told.order, QByteArrayList({ "started", "ended", "exited" }));
}

void TestQProcessRunner::pausedReading()
{
    RunnerHarness harness;
    const TaskId task = harness.spawn(RunnerHarness::child({ "spew", "20000000" }));
    Told &told = harness.told[task];
    WAIT_VERIFY(told.out.size() > 0);
    harness.runner.pauseReading(true);
    const qsizetype before = told.out.size();
    // Another command runs from start to end meanwhile; of its output nothing is read either.
    const TaskId other = harness.spawn(RunnerHarness::child({ "say", "later" }));
    WAIT_COMPARE(harness.told[other].exits, 1);
    QCOMPARE(told.out.size(), before);
    QCOMPARE(harness.told[other].out, QByteArray());
    harness.runner.pauseReading(false);
    harness.waitForEnd(task);
    harness.waitForEnd(other);
    QCOMPARE(told.out.size(), 20'000'000);
    QCOMPARE(harness.told[other].out, QByteArray("later\n"));
}

void TestQProcessRunner::exitWhilePaused()
{
    RunnerHarness harness;
    harness.runner.pauseReading(true);
    const TaskId task = harness.spawn(RunnerHarness::child({ "say", "kept" }));
    WAIT_COMPARE(harness.told[task].exits, 1);
    QCOMPARE(harness.told[task].order, QByteArrayList({ "started", "exited" }));
    harness.runner.pauseReading(false);
    harness.waitForEnd(task);
    QCOMPARE(harness.told[task].out, QByteArray("kept\n"));
}

void TestQProcessRunner::manyAtOnce()
{
    RunnerHarness harness;
    std::vector<TaskId> tasks;
    for (int i = 0; i < 200; ++i) {
        tasks.push_back(
            harness.spawn(RunnerHarness::child({ "write-every", "1", "50", "then", "exit", "7" })));
    }
    QByteArray expected;
    for (int i = 1; i <= 50; ++i)
        expected += "tick " + QByteArray::number(i) + '\n';
    for (const TaskId task : tasks) {
        harness.waitForEnd(task);
        QCOMPARE(harness.told[task].out, expected);
        QCOMPARE(harness.told[task].status->value, 7);
        harness.runner.forget(task);
    }
}

void TestQProcessRunner::input()
{
    RunnerHarness harness;
    ChildStreams streams;
    streams.input = ChildStreams::Input::Pipe;
    const TaskId task = harness.spawn(RunnerHarness::child({ "read-stdin" }), streams);
    // More than a pipe holds, so that some has to wait.
    harness.runner.write(task, QByteArray(1'000'000, 'a'));
    harness.runner.write(task, "end");
    harness.runner.closeInput(task);
    harness.runner.write(task, "too late");
    harness.waitForEnd(task);
    QCOMPARE(harness.told[task].out, QByteArray("1000003\n"));
}

void TestQProcessRunner::inputThatNobodyReads()
{
    RunnerHarness harness;
    ChildStreams streams;
    streams.input = ChildStreams::Input::Pipe;
    const TaskId task = harness.spawn(RunnerHarness::child({ "exit", "4" }), streams);
    harness.runner.write(task, QByteArray(1'000'000, 'a'));
    harness.waitForEnd(task);
    harness.runner.write(task, "more");
    harness.runner.closeInput(task);
    QCOMPARE(harness.told[task].status->value, 4);
}

void TestQProcessRunner::nullInput()
{
    RunnerHarness harness;
    QCOMPARE(harness.run(RunnerHarness::child({ "read-stdin" })).out, QByteArray("0\n"));
}

QTEST_GUILESS_MAIN(TestQProcessRunner)
#include "tst_qprocess_runner.moc"
