// SPDX-License-Identifier: MIT
// Signals to prun and to its commands, with real processes and the program from outside: what is
// passed on and how often, what was ignored or blocked when prun was started, and what the caller
// of prun sees.
#include <tests/support/leak_check.h>
#include <tests/support/prun_process.h>
#include <tests/support/pty.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <signal.h>

using namespace std::chrono_literals;

namespace {

class TestSignals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void passedOnAsItIs_data();
    void passedOnAsItIs();
    void cleaningUpIsWaitedForAndToldAsItWas();
    void shellLoopStops();
    void inTheFirstMoments();
    void storm();
    void ignoredAtStart();
    void hangupIgnoredAtStart();
    void blockedAtStart();
    void childSignalIgnoredAtStart();
    void codesAreNotSignals_data();
    void codesAreNotSignals();
    void namesOfKillSignals_data();
    void namesOfKillSignals();
    void interruptWhileCommandsAreRead();
    void thirdInterruptWhileAHookBlocks();

    void commandThatWantsTheTerminal();
    void backgroundRunThatMayNotWrite();
    void ctrlCInAnInteractiveShell();
    void ctrlZInAnInteractiveShell();
};

/// One that says which of these signals came, how often, and then ends with code 9.
QByteArray countingTrap(const QByteArray &signal)
{
    return "n=0; trap 'n=$((n+1))' " + signal
        + "; echo ready; while [ $n = 0 ]; do sleep 0.05; done; sleep 0.2; echo \"got $n\"; exit 9";
}

void TestSignals::passedOnAsItIs_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("interrupt") << SIGINT << QByteArray("INT");
    QTest::newRow("terminate") << SIGTERM << QByteArray("TERM");
    QTest::newRow("hangup") << SIGHUP << QByteArray("HUP");
    QTest::newRow("quit") << SIGQUIT << QByteArray("QUIT");
}

void TestSignals::passedOnAsItIs()
{
    QFETCH(const int, signal);
    QFETCH(const QByteArray, name);
    const LeakCheck check;
    PrunProcess prun({ countingTrap(name), countingTrap(name) },
                     { .environment = { check.mark() } });
    QVERIFY(prun.waitUntil([&] { return prun.out().count("ready") == 2; }));
    prun.send(signal);
    QCOMPARE(prun.waitForEnd(), killedBy(signal));
    QCOMPARE(prun.out().count("got 1\n"), 2);
    NOTHING_LEFT(check);
}

void TestSignals::cleaningUpIsWaitedForAndToldAsItWas()
{
    const LeakCheck check;
    PrunProcess prun(
        { "--formatter=jsonl", "--kill-timeout=30s",
          "trap 'sleep 1; echo cleaned; exit 9' INT; echo re''ady; while :; do sleep 0.05; done" },
        { .environment = { check.mark() } });
    QVERIFY(prun.waitForOut("ready"));
    prun.send(SIGINT);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGINT));
    QVERIFY(prun.out().contains("cleaned"));
    QVERIFY2(prun.out().contains("\"outcome\":\"failed\",\"exitCode\":9,\"signal\":null"),
             prun.out().constData());
    NOTHING_LEFT(check);
}

void TestSignals::shellLoopStops()
{
    const LeakCheck check;
    PrunProcess shell(
        { "-c",
          "for i in 1 2 3; do echo \"round $i\"; \"$PRUN\" \"" + childCommand("wait")
              + "\" \"echo ready\"; done; echo went on" },
        { .program = "/bin/bash", .environment = { "PRUN=" + prunProgram(), check.mark() } });
    QVERIFY(shell.waitForOut("ready"));
    shell.sendToGroup(SIGINT); // a key
    QCOMPARE(shell.waitForEnd(), killedBy(SIGINT));
    QCOMPARE(shell.out().count("round"), 1);
    QVERIFY(!shell.out().contains("went on"));
    NOTHING_LEFT(check);
}

void TestSignals::inTheFirstMoments()
{
    QTemporaryDir folder;
    const QByteArray report = QFile::encodeName(folder.filePath(QStringLiteral("report")));
    for (int i = 0; i < 40; ++i) {
        const LeakCheck check;
        PrunProcess prun({ "--report", "jsonl=" + report, childCommand("wait") },
                         { .environment = { check.mark() } });
        const auto moment = std::chrono::steady_clock::now() + i * 500us;
        while (std::chrono::steady_clock::now() < moment) { }
        prun.send(SIGTERM);
        QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
        NOTHING_LEFT(check);
        if (QFile file(QFile::decodeName(report)); file.open(QIODevice::ReadOnly))
            QVERIFY(file.readAll().contains("run-finished")); // whole, or not there at all
    }
}

void TestSignals::storm()
{
    PrunProcess prun({ "trap '' USR1 WINCH; for i in 1 2 3 4 5 6 7 8 9; do sh -c 'exit 0'; done;"
                       " read line; echo \"read $line\"; exit 5",
                       "-i", "--exit-code=first" });
    for (int i = 0; i < 20'000; ++i) {
        prun.send(SIGWINCH);
        prun.send(SIGCHLD);
    }
    prun.type("it\n");
    QCOMPARE(prun.waitForEnd(), exited(5));
    QCOMPARE(prun.out(), "[0] read it\n");
}

void TestSignals::ignoredAtStart()
{
    const LeakCheck check;
    PrunProcess::Setup setup;
    setup.environment = { check.mark() };
    setup.ignoredSignals = { SIGINT, SIGQUIT };
    PrunProcess prun({ childCommand("print-signal-state then wait") }, setup);
    QVERIFY(prun.waitForOut("SigIgn 0000000000000006"));
    prun.sendToGroup(SIGINT);
    prun.sendToGroup(SIGQUIT);
    prun.send(SIGTERM); // told after them, and yet the only one that counts
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    NOTHING_LEFT(check);
}

void TestSignals::hangupIgnoredAtStart()
{
    const LeakCheck check;
    Pty terminal;
    QTemporaryDir folder;
    const QByteArray log = QFile::encodeName(folder.path());
    PrunProcess::Setup setup;
    setup.environment = { check.mark() };
    setup.ignoredSignals = { SIGHUP };
    setup.terminal = &terminal;
    setup.terminalStreams = { 0 };
    PrunProcess prun(
        { "--log-dir", log, "-i", "trap 'exit 0' USR1; echo ready; while :; do sleep 0.05; done" },
        setup);
    QVERIFY(prun.waitForOut("ready"));
    terminal.hangUp();
    prun.send(SIGHUP);
    prun.send(SIGUSR1); // it is passed on: prun lives
    QCOMPARE(prun.waitForEnd(), exited(0));
    NOTHING_LEFT(check);
}

void TestSignals::blockedAtStart()
{
    const LeakCheck check;
    PrunProcess::Setup setup;
    setup.environment = { check.mark() };
    setup.blockedSignals = { SIGTERM, SIGINT, SIGCHLD };
    PrunProcess prun({ childCommand("print-signal-state then wait") }, setup);
    QVERIFY(prun.waitForOut("SigBlk 0000000000000000"));
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    NOTHING_LEFT(check);
}

void TestSignals::childSignalIgnoredAtStart()
{
    PrunProcess::Setup setup;
    setup.ignoredSignals = { SIGCHLD };
    PrunProcess prun({ "--exit-code=first", "exit 5" }, setup);
    QCOMPARE(prun.waitForEnd(), exited(5));
}

void TestSignals::codesAreNotSignals_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("told");
    const auto failed = [](int code) {
        return "\"outcome\":\"failed\",\"exitCode\":" + QByteArray::number(code)
            + ",\"signal\":null";
    };
    const QByteArray killed = "\"outcome\":\"signaled\",\"exitCode\":null,\"signal\":";
    QTest::newRow("139") << QByteArray("exit 139") << failed(139);
    QTest::newRow("143") << QByteArray("exit 143") << failed(143);
    QTest::newRow("255") << childCommand("exit 255") << failed(255);
    QTest::newRow("256 is 0") << childCommand("exit 256")
                              << QByteArray("\"outcome\":\"succeeded\",\"exitCode\":0");
    QTest::newRow("a crash") << childCommand("die 11") << killed + "11,\"signalName\":\"SIGSEGV\"";
    QTest::newRow("a kill") << childCommand("die 9") << killed + "9,\"signalName\":\"SIGKILL\"";
}

void TestSignals::codesAreNotSignals()
{
    QFETCH(const QByteArray, command);
    QFETCH(const QByteArray, told);
    PrunProcess prun({ "--formatter=jsonl", command });
    QVERIFY(prun.waitForEnd());
    QVERIFY2(prun.out().contains(told), prun.out().constData());
}

void TestSignals::namesOfKillSignals_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("code");
    for (const char *wrong : { "SIGFOO", "0", "65", "-9", "STOP", "SIGSTOP", "TSTP" })
        QTest::addRow("%s", wrong) << QByteArray(wrong) << 2;
    for (const char *right : { "sigterm", "INT", "Usr1", "SIGHUP", "KILL", "9", "15" })
        QTest::addRow("%s", right) << QByteArray(right) << 0;
}

void TestSignals::namesOfKillSignals()
{
    QFETCH(const QByteArray, name);
    QFETCH(const int, code);
    PrunProcess prun({ "--kill-signal=" + name, "true" });
    QCOMPARE(prun.waitForEnd(), exited(code));
    QVERIFY2(code == 0 || prun.err().contains(name), prun.err().constData());
}

void TestSignals::interruptWhileCommandsAreRead()
{
    const LeakCheck check;
    PrunProcess prun({ "--file", "-" }, { .environment = { check.mark() } });
    prun.type("echo started\n"); // and no end
    QVERIFY(prun.waitForState('S'));
    prun.send(SIGINT);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGINT));
    QCOMPARE(prun.out(), "");
    NOTHING_LEFT(check);
}

void TestSignals::thirdInterruptWhileAHookBlocks()
{
    const LeakCheck check;
    PrunProcess prun({ "--hook", "command:start=sleep 300", childCommand("wait") },
                     { .environment = { check.mark() } });
    QVERIFY(prun.waitForErr("takes more than 1 s"));
    prun.send(SIGINT);
    QVERIFY(prun.waitForErr("Sending SIGINT"));
    prun.send(SIGINT);
    prun.send(SIGINT);
    // The number is that of docs/reliability.md; the rest is for slow machines.
    const std::optional<PrunProcess::End> end = prun.waitForEnd(2s);
    QVERIFY(end && end->signal != 0);
    NOTHING_LEFT(check);
}

void TestSignals::commandThatWantsTheTerminal()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess prun({ "cat /dev/tty" },
                     { .environment = { check.mark() }, .terminal = &terminal });
    QVERIFY(prun.waitForOut("wants the terminal (SIGTTIN)"));
    QVERIFY(prun.waitForOut("--tty"));
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    NOTHING_LEFT(check);
}

/// A shell with job control, as a person has it.
struct InteractiveShell
{
    InteractiveShell(const LeakCheck &check, const QByteArray &command)
        : process({ "--norc", "--noprofile", "-i" },
                  { .program = "/bin/bash",
                    .environment = { "PRUN=" + prunProgram(), "COMMAND=" + command, "PS1=prompt> ",
                                     "HISTFILE=/dev/null", check.mark() },
                    .terminal = &terminal })
    { }

    bool says(const QByteArray &text) { return process.waitForOut(text); }
    bool prompts(int times)
    {
        return process.waitUntil([&] { return process.out().count("prompt> ") >= times; });
    }

    Pty terminal;
    PrunProcess process;
};

void TestSignals::backgroundRunThatMayNotWrite()
{
    const LeakCheck check;
    InteractiveShell shell(check, "echo from behind");
    QVERIFY(shell.prompts(1));
    shell.process.type("stty tostop; \"$PRUN\" \"$COMMAND\" &\n");
    QVERIFY(shell.prompts(2));
    shell.process.type("until jobs -s | grep -q PRUN; do sleep 0.05; done; echo sto''pped\n");
    QVERIFY(shell.says("stopped"));
    QVERIFY(!shell.process.out().contains("from behind"));
    shell.process.type("fg\n");
    QVERIFY(shell.says("from behind"));
    QVERIFY(shell.says("exited with code 0"));
    shell.process.type("exit\n");
    QCOMPARE(shell.process.waitForEnd(), exited(0));
    NOTHING_LEFT(check);
}

void TestSignals::ctrlCInAnInteractiveShell()
{
    const LeakCheck check;
    InteractiveShell shell(check, countingTrap("INT"));
    QVERIFY(shell.prompts(1));
    shell.process.type("\"$PRUN\" \"$COMMAND\" \"$COMMAND\"; echo \"went on\"\n");
    QVERIFY(shell.process.waitUntil([&] { return shell.process.out().count("ready\r\n") == 2; }));
    shell.process.type("\x03");
    QVERIFY(shell.prompts(2));
    QCOMPARE(shell.process.out().count("got 1\r\n"), 2);
    QVERIFY(!shell.process.out().contains("went on\r\n")); // the shell gave up the line as well
    shell.process.type("echo \"it was $?\"; exit\n");
    QVERIFY(shell.says("it was 130"));
    QVERIFY(shell.process.waitForEnd());
    NOTHING_LEFT(check);
}

void TestSignals::ctrlZInAnInteractiveShell()
{
    const LeakCheck check;
    InteractiveShell shell(
        check, "trap 'echo gone; exit 0' USR1; echo ready; while :; do sleep 0.05; done");
    QVERIFY(shell.prompts(1));
    // The second one is still there when Ctrl-C comes.
    shell.process.type("\"$PRUN\" \"$COMMAND\" \"trap '' USR1; while :; do sleep 0.05; done\"\n");
    QVERIFY(shell.says("ready\r\n"));
    shell.process.type("\x1a");
    QVERIFY(shell.says("Stopped"));
    QVERIFY(shell.prompts(2));
    shell.process.type("kill -USR1 %1; fg\n");
    QVERIFY(shell.says("gone\r\n"));
    shell.process.type("\x03");
    QVERIFY(shell.prompts(3));
    shell.process.type("exit\n");
    QVERIFY2(shell.process.waitForEnd(), shell.process.out().constData());
    NOTHING_LEFT(check);
}

} // namespace

QTEST_GUILESS_MAIN(TestSignals)
#include "tst_signals.moc"
