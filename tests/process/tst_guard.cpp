// SPDX-License-Identifier: MIT
#include "started_program.h"

#include <tests/support/patience.h>

#include <QtTest/qtest.h>

#include <signal.h>
#include <sys/wait.h>

using namespace std::chrono;

namespace {

constexpr seconds kNothingLeftAfter{ 1 };

} // namespace

class TestGuard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passesEveryExitCode();
    void diesOfTheSameSignal_data();
    void diesOfTheSameSignal();
    void canBeSwitchedOff_data();
    void canBeSwitchedOff();
    void endsAllWhenKilled();
    void endsAllWhenTheWorkerIsKilled();
    void endsAllAfterAnEndThatWasNotClean();
    void leavesWhatIsMeantToLive();
    void diesOfAnEarlySignal();
    void ignoresItsDeathSignalFromOthers();
};

void TestGuard::passesEveryExitCode()
{
    for (int code = 0; code < 256; ++code) {
        StartedProgram program({ code % 2 ? "exit" : "quit", QByteArray::number(code) });
        const std::optional<int> status = program.waitForEnd();
        QVERIFY(status && WIFEXITED(*status));
        QCOMPARE(WEXITSTATUS(*status), code);
        QCOMPARE(program.readErrors(), QByteArray());
    }
}

void TestGuard::diesOfTheSameSignal_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("message");
    for (const int signal : { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGRTMIN + 5 })
        QTest::addRow("announced %d", signal) << QByteArray("die") << signal << QByteArray();
    QTest::newRow("crash") << QByteArray("crash") << SIGSEGV
                           << QByteArray("prun: ended unexpectedly by signal 11 (SIGSEGV); its "
                                         "commands were ended\n");
    QTest::newRow("abort") << QByteArray("crash") << SIGABRT
                           << QByteArray("prun: ended unexpectedly by signal 6 (SIGABRT); its "
                                         "commands were ended\n");
    QTest::newRow("killed") << QByteArray("crash") << SIGKILL
                            << QByteArray("prun: ended unexpectedly by signal 9 (SIGKILL); its "
                                          "commands were ended\n");
    QTest::newRow("asked to, before it handles signals")
        << QByteArray("crash") << SIGTERM << QByteArray();
}

void TestGuard::diesOfTheSameSignal()
{
    QFETCH(const QByteArray, how);
    QFETCH(const int, signal);
    StartedProgram::Setup setup;
    setup.environment << "ASAN_OPTIONS=handle_segv=0"; // a sanitizer would make an exit of it
    StartedProgram program({ how, QByteArray::number(signal) }, setup);
    const std::optional<int> status = program.waitForEnd();
    QVERIFY(status && WIFSIGNALED(*status));
    QCOMPARE(WTERMSIG(*status), signal);
    QVERIFY(!WCOREDUMP(*status));
    QTEST(program.readErrors(), "message");
}

void TestGuard::canBeSwitchedOff_data()
{
    QTest::addColumn<QByteArray>("setting");
    QTest::addColumn<int>("guarded");
    QTest::newRow("as it is") << QByteArray("PRUN_NO_GUARD=") << 1;
    QTest::newRow("0") << QByteArray("PRUN_NO_GUARD=0") << 1;
    QTest::newRow("1") << QByteArray("PRUN_NO_GUARD=1") << 0;
}

void TestGuard::canBeSwitchedOff()
{
    QFETCH(const QByteArray, setting);
    StartedProgram::Setup setup;
    setup.environment << setting;
    StartedProgram program({ "guarded" }, setup);
    const std::optional<int> status = program.waitForEnd();
    QVERIFY(status && WIFEXITED(*status));
    QTEST(WEXITSTATUS(*status), "guarded");
}

void TestGuard::endsAllWhenKilled()
{
    StartedProgram program({ "tree" });
    const int worker = program.readWorkerPid();
    QVERIFY(worker > 0);
    QCOMPARE(program.readUntil("detached").constLast(), "detached");
    program.send(SIGKILL);
    QVERIFY(program.outputEnds(kNothingLeftAfter));
    WAIT_VERIFY(!isAlive(worker)); // it closes its files a moment before it is dead
}

void TestGuard::endsAllWhenTheWorkerIsKilled()
{
    StartedProgram program({ "tree" });
    const int worker = program.readWorkerPid();
    QVERIFY(worker > 0);
    QCOMPARE(program.readUntil("detached").constLast(), "detached");
    kill(worker, SIGKILL);
    QVERIFY(program.outputEnds(kNothingLeftAfter));
    const std::optional<int> status = program.waitForEnd();
    QVERIFY(status && WIFSIGNALED(*status));
    QCOMPARE(WTERMSIG(*status), SIGKILL);
    QVERIFY(program.readErrors().contains("its commands were ended"));
}

void TestGuard::endsAllAfterAnEndThatWasNotClean()
{
    StartedProgram program({ "tree" });
    QVERIFY(program.readWorkerPid() > 0);
    QCOMPARE(program.readUntil("detached").constLast(), "detached");
    program.send(SIGTERM); // passed on; the worker has no handler and dies of it
    QVERIFY(program.outputEnds(kNothingLeftAfter));
    const std::optional<int> status = program.waitForEnd();
    QVERIFY(status && WIFSIGNALED(*status));
    QCOMPARE(WTERMSIG(*status), SIGTERM);
    QCOMPARE(program.readErrors(), QByteArray());
}

void TestGuard::leavesWhatIsMeantToLive()
{
    StartedProgram program({ "background" });
    const std::optional<int> status = program.waitForEnd();
    QVERIFY(status && WIFEXITED(*status));
    QCOMPARE(WEXITSTATUS(*status), 3);
    program.type("x");
    QCOMPARE(program.readLine().value_or("nothing"), "still here");
}

void TestGuard::diesOfAnEarlySignal()
{
    // Sent at once: it meets the program anywhere between its start and its end.
    for (int i = 0; i < 50; ++i) {
        StartedProgram program({ "tree" });
        program.send(SIGTERM);
        const std::optional<int> status = program.waitForEnd();
        QVERIFY(status && WIFSIGNALED(*status));
        QCOMPARE(WTERMSIG(*status), SIGTERM);
        QVERIFY(program.outputEnds(kNothingLeftAfter));
    }
}

void TestGuard::ignoresItsDeathSignalFromOthers()
{
    StartedProgram program({ "signals" });
    const int worker = program.readWorkerPid();
    QVERIFY(worker > 0);
    const int guardDeath = SIGRTMAX - 7;
    kill(worker, guardDeath);
    program.send(guardDeath);
    program.send(SIGUSR1);
    QCOMPARE(program.readLine().value_or("nothing"), "SIGUSR1");
    QVERIFY(isAlive(worker));
}

QTEST_GUILESS_MAIN(TestGuard)

#include "tst_guard.moc"
