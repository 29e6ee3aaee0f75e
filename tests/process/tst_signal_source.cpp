// SPDX-License-Identifier: MIT
#include "started_program.h"

#include <QtTest/qtest.h>

#include <signal.h>
#include <sys/wait.h>

using namespace std::chrono;

namespace {

StartedProgram::Setup ignoring(int signal)
{
    StartedProgram::Setup setup;
    setup.ignoredSignals << signal;
    return setup;
}

/// What the program says until SIGUSR2, sent now, is told: that is passed on after all that was
/// sent before.
QByteArrayList toldSoFar(StartedProgram &program)
{
    program.send(SIGUSR2);
    QByteArrayList lines = program.readUntil("SIGUSR2");
    if (!lines.isEmpty())
        lines.removeLast();
    return lines;
}

} // namespace

class TestSignalSource : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOnce_data();
    void tellsOnce();
    void countsAKeyOfTheTerminalOnce_data();
    void countsAKeyOfTheTerminalOnce();
    void tellsTwoThatSomebodySent();
    void losesNoKindInAStorm();
    void stopsAndContinuesAsOne();
    void dieOfIsWhatTheParentSees();
    void leavesAloneWhatWasIgnored();
    void thirdSignalEndsAStuckProgram_data();
    void thirdSignalEndsAStuckProgram();
    void secondSignalEndsALongStuckProgram();
};

void TestSignalSource::tellsOnce_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("to");
    for (const int signal : { SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGWINCH, SIGCONT }) {
        for (const char *to : { "guard", "group", "worker", "guard and group" })
            QTest::addRow("%d to %s", signal, to) << signal << QByteArray(to);
    }
}

void TestSignalSource::tellsOnce()
{
    QFETCH(const int, signal);
    QFETCH(const QByteArray, to);
    StartedProgram program({ "signals" });
    const int worker = program.readWorkerPid();
    QVERIFY(worker > 0);
    if (to == "worker")
        kill(worker, signal);
    if (to.startsWith("guard"))
        program.send(signal);
    if (to.endsWith("group"))
        program.sendToGroup(signal);
    const QByteArray first = program.readLine().value_or("nothing");
    const QByteArrayList more = toldSoFar(program);
    const bool mayMerge = signal == SIGUSR1 || signal == SIGWINCH || signal == SIGCONT;
    // timeout(1) sends to its child and then to the group: one intention, and two signals to the
    // guard. Only those that stop prun are counted over so long.
    QVERIFY2(more.isEmpty() || (mayMerge && to == "guard and group" && more.size() == 1),
             more.join(' ').constData());
    QVERIFY(first.startsWith("SIG"));
}

void TestSignalSource::countsAKeyOfTheTerminalOnce_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("Ctrl-C") << QByteArray("\x03") << QByteArray("SIGINT");
    QTest::newRow("Ctrl-\\") << QByteArray("\x1c") << QByteArray("SIGQUIT");
}

void TestSignalSource::countsAKeyOfTheTerminalOnce()
{
    QFETCH(const QByteArray, key);
    QFETCH(const QByteArray, told);
    StartedProgram::Setup setup;
    setup.onTerminal = true;
    StartedProgram program({ "signals" }, setup);
    QVERIFY(program.readWorkerPid() > 0);
    program.type(key);
    QCOMPARE(program.readLine().value_or("nothing"), told);
    QCOMPARE(toldSoFar(program), QByteArrayList());
}

void TestSignalSource::tellsTwoThatSomebodySent()
{
    StartedProgram program({ "signals" });
    QVERIFY(program.readWorkerPid() > 0);
    program.send(SIGINT);
    QCOMPARE(program.readLine().value_or("nothing"), "SIGINT");
    program.send(SIGQUIT);
    QCOMPARE(program.readLine().value_or("nothing"), "SIGQUIT");
}

void TestSignalSource::losesNoKindInAStorm()
{
    StartedProgram program({ "signals" });
    const int worker = program.readWorkerPid();
    QVERIFY(worker > 0);
    for (int i = 0; i < 20'000; ++i) {
        program.send(i % 2 ? SIGUSR1 : SIGWINCH);
        kill(worker, SIGCHLD);
    }
    program.send(SIGTERM);
    const QByteArrayList lines = program.readUntil("SIGTERM");
    for (const char *name : { "SIGUSR1", "SIGWINCH", "SIGCHLD", "SIGTERM" })
        QVERIFY2(lines.contains(name), name);
}

void TestSignalSource::stopsAndContinuesAsOne()
{
    for (const bool wholeGroup : { true, false }) {
        StartedProgram program({ "signals" });
        QVERIFY(program.readWorkerPid() > 0);
        wholeGroup ? program.sendToGroup(SIGTSTP) : program.send(SIGTSTP);
        const std::optional<int> stopped = program.waitForChange();
        QVERIFY(stopped && WIFSTOPPED(*stopped));
        QCOMPARE(WSTOPSIG(*stopped), SIGSTOP);
        wholeGroup ? program.sendToGroup(SIGCONT) : program.send(SIGCONT);
        const std::optional<int> continued = program.waitForChange();
        QVERIFY(continued && WIFCONTINUED(*continued));
        const QByteArrayList lines = program.readUntil("SIGCONT");
        QCOMPARE(lines, QByteArrayList({ "SIGTSTP", "running again", "SIGCONT" }));
        QCOMPARE(toldSoFar(program), QByteArrayList());
    }
}

void TestSignalSource::dieOfIsWhatTheParentSees()
{
    StartedProgram program({ "signals" });
    QVERIFY(program.readWorkerPid() > 0);
    program.send(SIGTERM);
    const std::optional<int> status = program.waitForEnd();
    QVERIFY(status && WIFSIGNALED(*status));
    QCOMPARE(WTERMSIG(*status), SIGTERM);
    QCOMPARE(program.readErrors(), QByteArray());
}

void TestSignalSource::leavesAloneWhatWasIgnored()
{
    StartedProgram program({ "signals" }, ignoring(SIGINT));
    const int worker = program.readWorkerPid();
    QVERIFY(worker > 0);
    program.send(SIGINT);
    program.sendToGroup(SIGINT);
    kill(worker, SIGINT);
    program.send(SIGQUIT);
    QCOMPARE(program.readLine().value_or("nothing"), "SIGQUIT");
}

void TestSignalSource::thirdSignalEndsAStuckProgram_data()
{
    QTest::addColumn<QList<int>>("signals");
    QTest::newRow("the same") << QList<int>{ SIGINT, SIGINT, SIGINT };
    QTest::newRow("others") << QList<int>{ SIGHUP, SIGINT, SIGTERM };
}

void TestSignalSource::thirdSignalEndsAStuckProgram()
{
    QFETCH(const QList<int>, signals);
    StartedProgram program({ "stuck" });
    const int worker = program.readWorkerPid();
    QVERIFY(worker > 0);
    QCOMPARE(program.readUntil("detached").constLast(), "detached");
    for (qsizetype i = 0; i < signals.size(); ++i) {
        QVERIFY(isAlive(worker));
        // To the whole group, so that each arrives by both routes and still counts once.
        program.sendToGroup(signals[i]);
        // Nearer together they would count as one.
        QVERIFY(i == signals.size() - 1 || program.isSilentFor(milliseconds(150)));
    }
    const auto thirdAt = steady_clock::now();
    const std::optional<int> status = program.waitForEnd();
    QVERIFY(status && WIFSIGNALED(*status));
    QCOMPARE(WTERMSIG(*status), signals.constLast());
    QVERIFY(program.outputEnds(seconds(1)));
    QVERIFY(steady_clock::now() - thirdAt < seconds(1));
    QCOMPARE(program.readErrors(), QByteArray());
}

void TestSignalSource::secondSignalEndsALongStuckProgram()
{
    StartedProgram program({ "stuck" });
    QVERIFY(program.readWorkerPid() > 0);
    QCOMPARE(program.readUntil("detached").constLast(), "detached");
    program.send(SIGINT);
    QVERIFY(program.isSilentFor(milliseconds(1200)));
    program.send(SIGINT);
    const std::optional<int> status = program.waitForEnd();
    QVERIFY(status && WIFSIGNALED(*status));
    QCOMPARE(WTERMSIG(*status), SIGINT);
    QVERIFY(program.outputEnds(seconds(1)));
}

QTEST_GUILESS_MAIN(TestSignalSource)

#include "tst_signal_source.moc"
