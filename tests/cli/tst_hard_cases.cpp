// SPDX-License-Identifier: MIT
// What a runner must live through, with real processes and the program from outside: its ends and
// those of its commands. Streams and resources: tst_hard_streams.cpp.
#include <tests/support/leak_check.h>
#include <tests/support/prun_process.h>
#include <tests/support/pty.h>

#include <QtTest/qtest.h>

#include <signal.h>

using namespace std::chrono_literals;

Q_DECLARE_METATYPE(PrunProcess::End)

namespace {

class TestHardCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ends_data();
    void ends();
    void wrongUse_data();
    void wrongUse();
    void couldNotBeStarted_data();
    void couldNotBeStarted();

    void tooLongForTheSystem();

    void timeLimitEndsTheTree();
    void ignoredTermIsFollowedByKill();
    void grandchildThatDetachedIsEnded_data();
    void grandchildThatDetachedIsEnded();
    void backgroundProcessHoldsTheOutput();
    void leftoversCanBeKilled();
    void lateOutputOfABackgroundProcessArrives();
    void stoppedCommandIsToldAndEnded();
    void stopsAndGoesOnWithItsCommands();
    void nothingIsLeftOfAKilledPrun_data();
    void nothingIsLeftOfAKilledPrun();
    void closedTerminalEndsAll();

    void interruptIsPassedOnOnce();
    void secondInterruptKills();
    void teardownRunsAfterASignal();
};

void TestHardCases::ends_data()
{
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<PrunProcess::End>("end");
    using L = QByteArrayList;

    QTest::newRow("success") << L{ "true", "true" } << exited(0);
    QTest::newRow("failure") << L{ "true", "exit 7" } << exited(1);
    QTest::newRow("its own code") << L{ "--exit-code=first", "exit 7" } << exited(7);
    QTest::newRow("the largest") << L{ "--exit-code=max", "exit 7", "exit 9" } << exited(9);
    QTest::newRow("how many") << L{ "--exit-code=count", "exit 7", "exit 9", "true" } << exited(2);
    QTest::newRow("a signal as a code") << L{ "--exit-code=max", "kill -TERM $$" } << exited(143);
    QTest::newRow("not found") << L{ "--exit-code=max", "no-such-program" } << exited(127);
    QTest::newRow("any") << L{ "--success=any", "true", "false" } << exited(0);
    QTest::newRow("not that one") << L{ "-s", "!command-1", "true", "false" } << exited(0);
    QTest::newRow("deadline") << L{ "--deadline=100ms", childCommand("wait") } << exited(124);
    QTest::newRow("kill others") << L{ "-k", "true", childCommand("wait") } << exited(0);
    QTest::newRow("stop at a failure")
        << L{ "--on-failure=kill", "false", childCommand("wait") } << exited(1);
    QTest::newRow("a retry that helps")
        << L{ "--restart-tries=3", "test $PRUN_ATTEMPT = 3" } << exited(0);
    QTest::newRow("silence") << L{ "--idle-timeout=100ms", childCommand("wait") } << exited(1);
    QTest::newRow("in sequence") << L{ "--sequence", "true", "false", "kill -9 $PPID" }
                                 << exited(1);
}

void TestHardCases::ends()
{
    QFETCH(const QByteArrayList, arguments);
    const LeakCheck check;
    PrunProcess prun(arguments, { .environment = { check.mark() } });
    QFETCH(const PrunProcess::End, end);
    QCOMPARE(prun.waitForEnd(), end);
    NOTHING_LEFT(check);
}

void TestHardCases::wrongUse_data()
{
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<QByteArray>("told");
    using L = QByteArrayList;

    QTest::newRow("option") << L{ "--naems", "a", "true" } << QByteArray("--names");
    QTest::newRow("value") << L{ "--timeout", "5x", "true" } << QByteArray("--timeout");
    QTest::newRow("word") << L{ "--success", "al", "true" } << QByteArray("all");
    QTest::newRow("name") << L{ "-n", "api", "--hide", "apo", "true" } << QByteArray("api");
    QTest::newRow("formatter") << L{ "--formatter", "jsonll", "true" } << QByteArray("jsonl");
    QTest::newRow("key") << L{ "--formatter", "group:ordr=index", "true" } << QByteArray("order");
    QTest::newRow("signal") << L{ "--kill-signal", "SIGTREM", "true" } << QByteArray("SIGTREM");
    QTest::newRow("file") << L{ "--file", "/no/such/file" } << QByteArray("/no/such/file");
    QTest::newRow("report") << L{ "--report", "jsonl=/no/such/x", "true" }
                            << QByteArray("/no/such/x");
}

void TestHardCases::wrongUse()
{
    QFETCH(const QByteArrayList, arguments);
    QFETCH(const QByteArray, told);
    PrunProcess prun(arguments);
    QCOMPARE(prun.waitForEnd(), exited(2));
    QCOMPARE(prun.out(), "");
    QVERIFY2(prun.err().startsWith("prun: ") && prun.err().contains(told), prun.err().constData());
    QCOMPARE(prun.err().count('\n'), 1);
}

void TestHardCases::couldNotBeStarted_data()
{
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<QByteArray>("reason");
    using L = QByteArrayList;

    QTest::newRow("not found") << L{ "no-such-program --x" } << QByteArray("no-such-program");
    QTest::newRow("a folder") << L{ "/usr" } << QByteArray("/usr");
    QTest::newRow("not executable") << L{ "/etc/passwd" } << QByteArray("Permission denied");
    QTest::newRow("no working folder")
        << L{ "--cwd", "/no/such/folder", "true" } << QByteArray("/no/such/folder");
}

void TestHardCases::couldNotBeStarted()
{
    QFETCH(const QByteArrayList, arguments);
    QFETCH(const QByteArray, reason);
    PrunProcess prun(QByteArrayList{ "-p", "index", "echo others go on" } + arguments);
    QCOMPARE(prun.waitForEnd(), exited(1));
    QVERIFY2(prun.err().contains("[1] ") && prun.err().contains("could not be started")
                 && prun.err().contains(reason),
             prun.err().left(2000).constData());
    if (!arguments.contains("--cwd"))
        QCOMPARE(prun.out(), "[0] others go on\n");
}

void TestHardCases::tooLongForTheSystem()
{
    PrunProcess prun({ "--file", "-" });
    prun.type("echo others go on\ntrue " + QByteArray(200'000, 'x') + '\n');
    prun.closeInput();
    QCOMPARE(prun.waitForEnd(), exited(1));
    QCOMPARE(prun.out(), "[0] others go on\n");
    QVERIFY2(prun.err().contains("too long"), prun.err().right(2000).constData());
}

void TestHardCases::timeLimitEndsTheTree()
{
    const LeakCheck check;
    PrunProcess prun({ "--timeout=200ms", "sh -c 'sleep 300 & sleep 300'" },
                     { .environment = { check.mark() } });
    QCOMPARE(prun.waitForEnd(), exited(1));
    QVERIFY(prun.err().contains("timed out after"));
    QVERIFY(prun.duration() >= 200ms);
    NOTHING_LEFT(check);
}

void TestHardCases::ignoredTermIsFollowedByKill()
{
    const LeakCheck check;
    PrunProcess prun(
        { "--kill-timeout=300ms", childCommand("ignore-term then say ready then wait") },
        { .environment = { check.mark() } });
    QVERIFY(prun.waitForOut("ready"));
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    QVERIFY(prun.err().contains("SIGKILL"));
    NOTHING_LEFT(check);
}

void TestHardCases::grandchildThatDetachedIsEnded_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("its own session") << QByteArray("setsid");
    QTest::newRow("no parent") << QByteArray("double-fork");
    QTest::newRow("no environment") << QByteArray("double-fork-clear-environment");
}

void TestHardCases::grandchildThatDetachedIsEnded()
{
    QFETCH(const QByteArray, words);
    const LeakCheck check;
    PrunProcess prun({ childCommand(words + " then wait"), childCommand("wait") },
                     { .environment = { check.mark() } });
    QVERIFY(prun.waitForOut("detached"));
    QVERIFY(!check.alive().isEmpty());
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    NOTHING_LEFT(check);
}

void TestHardCases::backgroundProcessHoldsTheOutput()
{
    const LeakCheck check;
    PrunProcess prun({ "--leak-timeout=200ms", "sleep 300 & echo early" },
                     { .environment = { check.mark() } });
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(prun.out(), "[0] early\n");
    QVERIFY2(prun.err().contains("(sleep)"), prun.err().constData());
    QCOMPARE(check.alive().size(), 1); // it was left on purpose, and prun says so
}

void TestHardCases::leftoversCanBeKilled()
{
    const LeakCheck check;
    PrunProcess prun({ "--leftovers=kill", "sleep 300 & echo early" },
                     { .environment = { check.mark() } });
    QCOMPARE(prun.waitForEnd(), exited(0));
    NOTHING_LEFT(check);
}

void TestHardCases::lateOutputOfABackgroundProcessArrives()
{
    PrunProcess prun({ "-p", "none", childCommand("fork-spew 1000000") });
    QCOMPARE(prun.waitForEnd(), exited(0));
    QVERIFY2(prun.out().size() >= 1'000'000, QByteArray::number(prun.out().size()).constData());
}

void TestHardCases::stoppedCommandIsToldAndEnded()
{
    const LeakCheck check;
    PrunProcess prun({ childCommand("stop-self then wait") }, { .environment = { check.mark() } });
    QVERIFY(prun.waitForErr("is stopped by SIGSTOP"));
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    NOTHING_LEFT(check);
}

void TestHardCases::stopsAndGoesOnWithItsCommands()
{
    Pty terminal;
    PrunProcess prun({ "--timeout=20s", "echo ready; read answer; echo got $answer", "--tty", "0" },
                     { .terminal = &terminal });
    QVERIFY(prun.waitForOut("ready"));
    prun.send(SIGTSTP);
    QVERIFY(prun.waitForState('T'));
    prun.sendToGroup(SIGCONT);
    prun.type("hello\n");
    QVERIFY(prun.waitForOut("got hello"));
    QCOMPARE(prun.waitForEnd(), exited(0));
}

void TestHardCases::nothingIsLeftOfAKilledPrun_data()
{
    QTest::addColumn<bool>("worker");
    QTest::newRow("prun itself") << false;
    QTest::newRow("its worker") << true;
}

void TestHardCases::nothingIsLeftOfAKilledPrun()
{
    QFETCH(const bool, worker);
    const LeakCheck check;
    PrunProcess prun({ childCommand("setsid then ignore-term then wait"),
                       childCommand("double-fork-clear-environment then wait") },
                     { .environment = { check.mark() } });
    QVERIFY(prun.waitUntil([&] { return prun.out().count("detached") == 2; }));
    kill(worker ? prun.workerPid() : prun.pid(), SIGKILL);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGKILL));
    NOTHING_LEFT(check);
}

void TestHardCases::closedTerminalEndsAll()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess prun({ childCommand("say ready then wait"), childCommand("setsid then wait") },
                     { .environment = { check.mark() }, .terminal = &terminal });
    QVERIFY(prun.waitForOut("ready"));
    QVERIFY(prun.waitForOut("detached"));
    prun.closeOutput(); // which is the window as well
    terminal.hangUp();
    QCOMPARE(prun.waitForEnd(), killedBy(SIGHUP));
    NOTHING_LEFT(check);
}

void TestHardCases::interruptIsPassedOnOnce()
{
    const QByteArray counting = "trap 'echo interrupted' INT; echo ready; "
                                "while :; do sleep 0.02 || :; done";
    const LeakCheck check;
    PrunProcess prun({ "--kill-timeout=500ms", counting, counting },
                     { .environment = { check.mark() } });
    QVERIFY(prun.waitUntil([&] { return prun.out().count("ready") == 2; }));
    prun.sendToGroup(SIGINT); // as a terminal does: to guard and worker
    QCOMPARE(prun.waitForEnd(), killedBy(SIGINT));
    QCOMPARE(prun.out().count("[0] interrupted"), 1);
    QCOMPARE(prun.out().count("[1] interrupted"), 1);
    NOTHING_LEFT(check);
}

void TestHardCases::secondInterruptKills()
{
    const LeakCheck check;
    PrunProcess prun({ "--kill-timeout=60s", "--teardown", "echo never",
                       "trap '' INT; echo ready; while :; do sleep 1; done" },
                     { .environment = { check.mark() } });
    QVERIFY(prun.waitForOut("ready"));
    prun.send(SIGINT);
    QVERIFY(prun.waitForErr("SIGINT"));
    prun.waitUntil([] { return false; }, 100ms); // two within 50 ms are one
    prun.send(SIGINT);
    QCOMPARE(prun.waitForEnd(10s), killedBy(SIGINT));
    QVERIFY(!prun.out().contains("never"));
    NOTHING_LEFT(check);
}

void TestHardCases::teardownRunsAfterASignal()
{
    PrunProcess prun({ "--teardown", "echo cleaned up", childCommand("say ready then wait") });
    QVERIFY(prun.waitForOut("ready"));
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    QCOMPARE(prun.out().count("cleaned up"), 1);
}

} // namespace

QTEST_GUILESS_MAIN(TestHardCases)
#include "tst_hard_cases.moc"
