// SPDX-License-Identifier: MIT
// The live view of the formatter progress, with real processes on a terminal: what it shows, and
// that it leaves the terminal as it found it, however prun stops or ends.
#include <tests/support/leak_check.h>
#include <tests/support/prun_process.h>
#include <tests/support/pty.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

using namespace std::chrono_literals;

Q_DECLARE_METATYPE(PrunProcess::End)

namespace {

const QByteArray hideCursor = "\x1b[?25l";
const QByteArray showCursor = "\x1b[?25h";

class TestLiveView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatRuns();
    void doesNotShowMoreThanFits();
    void followsTheSizeOfItsTerminal();
    void closedTerminalEndsTheRun();
    void endsWithTheCursor_data();
    void endsWithTheCursor();
    void suspendedShowsTheCursor();
    void nothingIsDrawnInTheBackground();
    void thirdSignalShowsTheCursor();
    void killedShowsTheCursor_data();
    void killedShowsTheCursor();
    void terminalIsGivenToOneCommand();
    void inAPipeThereAreOnlyLines();
};

PrunProcess::Setup on(Pty &terminal, const LeakCheck &check)
{
    PrunProcess::Setup setup;
    setup.terminal = &terminal;
    setup.environment = { "TERM=xterm-256color", check.mark() };
    return setup;
}

/// Whether the cursor can be seen after all that was written so far.
bool cursorIsShown(const PrunProcess &prun)
{
    return prun.out().lastIndexOf(showCursor) >= prun.out().lastIndexOf(hideCursor);
}

bool waitForHiddenCursor(const PrunProcess &prun)
{
    return prun.waitUntil([&] { return !cursorIsShown(prun); });
}

bool waitForShownCursor(const PrunProcess &prun)
{
    return prun.waitUntil([&] { return cursorIsShown(prun); });
}

void TestLiveView::showsWhatRuns()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess prun({ "--formatter", "progress", "-n", "api,web", "-i",
                       "echo serving; read line; exit 3", "read line; true" },
                     on(terminal, check));
    for (const char *text : { "[api]", "serving", "0/2", "2 running" })
        QVERIFY2(prun.waitForOut(text), text);
    prun.type("1:go\n");
    QVERIFY(prun.waitForOut("1/2"));
    QVERIFY(prun.waitForOut("1 running"));
    prun.type("0:go\n");
    QCOMPARE(prun.waitForEnd(), exited(1));
    QVERIFY(prun.out().contains("exited with code 3"));
    QVERIFY(prun.out().contains("1 failed"));
    QVERIFY(prun.out().contains("1 succeeded"));
    NOTHING_LEFT(check);
}

void TestLiveView::doesNotShowMoreThanFits()
{
    const LeakCheck check;
    Pty terminal;
    terminal.resize(40, 4);
    QByteArrayList arguments{ "--formatter", "progress", "-k" };
    for (int i = 0; i < 20; ++i)
        arguments << "echo a long line that does not fit into forty columns; exec sleep 300";
    arguments << "until [ -e \"$SEEN\" ]; do sleep 0.05; done";
    const QTemporaryDir folder;
    const QString seen = folder.filePath(QStringLiteral("seen"));
    PrunProcess::Setup setup = on(terminal, check);
    setup.environment << "SEEN=" + QFile::encodeName(seen);
    PrunProcess prun(arguments, setup);
    QVERIFY(prun.waitForOut("more running"));
    QVERIFY(prun.waitForOut("a long line"));
    QVERIFY(!prun.out().contains("forty columns"));
    QVERIFY(QFile(seen).open(QIODevice::WriteOnly));
    QCOMPARE(prun.waitForEnd(), exited(0));
    NOTHING_LEFT(check);
}

void TestLiveView::followsTheSizeOfItsTerminal()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess::Setup setup = on(terminal, check);
    setup.terminalStreams = { 0, 2 }; // the view is on standard error: prun … > file
    int output[2];
    QCOMPARE(pipe2(output, O_CLOEXEC), 0);
    setup.output = output[1];
    PrunProcess prun({ "--formatter", "progress", "-i", "read line" }, setup);
    close(output[1]);
    const auto lastStatus = [&] { return prun.out().mid(prun.out().lastIndexOf("0/1")); };
    const auto isWhole = [&] { return lastStatus().contains("\x1b[K"); };
    QVERIFY(prun.waitUntil([&] { return isWhole() && lastStatus().contains("──"); }));
    terminal.resize(20, 10);
    QVERIFY(prun.waitUntil([&] { return isWhole() && !lastStatus().contains("──"); }));
    terminal.resize(80, 24);
    QVERIFY(prun.waitUntil([&] { return isWhole() && lastStatus().contains("──"); }));
    QCOMPARE(write(terminal.master(), "go\n", 3), 3);
    QCOMPARE(prun.waitForEnd(), exited(0));
    close(output[0]);
    NOTHING_LEFT(check);
}

void TestLiveView::closedTerminalEndsTheRun()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess prun({ "--formatter", "progress", childCommand("wait") }, on(terminal, check));
    QVERIFY(waitForHiddenCursor(prun));
    prun.closeOutput(); // which is the window as well
    terminal.hangUp();
    QCOMPARE(prun.waitForEnd(), killedBy(SIGHUP));
    NOTHING_LEFT(check);
}

void TestLiveView::endsWithTheCursor_data()
{
    QTest::addColumn<QByteArray>("keys");
    QTest::addColumn<PrunProcess::End>("end");
    QTest::newRow("success") << QByteArray("go\n") << exited(0);
    QTest::newRow("failure") << QByteArray("stop\n") << exited(1);
    QTest::newRow("ctrl-c") << QByteArray("\x03") << killedBy(SIGINT);
    QTest::newRow("ctrl-backslash") << QByteArray("\x1c") << killedBy(SIGQUIT);
}

void TestLiveView::endsWithTheCursor()
{
    QFETCH(const QByteArray, keys);
    const LeakCheck check;
    Pty terminal;
    PrunProcess prun({ "--formatter", "progress", "-i", "read line; [ \"$line\" = go ]" },
                     on(terminal, check));
    QVERIFY(waitForHiddenCursor(prun));
    prun.type(keys);
    QTEST(*prun.waitForEnd(), "end");
    QVERIFY(cursorIsShown(prun));
    QCOMPARE(prun.out().count(showCursor), 1);
    NOTHING_LEFT(check);
}

void TestLiveView::suspendedShowsTheCursor()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess prun({ "--formatter", "progress", "-i", "read line" }, on(terminal, check));
    for (int round = 0; round < 2; ++round) {
        QVERIFY(waitForHiddenCursor(prun));
        prun.type("\x1a"); // Ctrl-Z
        QVERIFY(prun.waitForState('T'));
        QVERIFY(waitForShownCursor(prun));
        // The view was taken away first: what the shell writes does not end up in it.
        QVERIFY(prun.out().mid(prun.out().lastIndexOf('\r')).contains("\x1b[J"));
        prun.sendToGroup(SIGCONT); // fg
    }
    QVERIFY(waitForHiddenCursor(prun));
    prun.type("go\n");
    QCOMPARE(prun.waitForEnd(), exited(0));
    QVERIFY(cursorIsShown(prun));
    NOTHING_LEFT(check);
}

void TestLiveView::nothingIsDrawnInTheBackground()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess::Setup setup = on(terminal, check);
    setup.program = "/bin/bash";
    setup.environment << "PRUN=" + prunProgram();
    PrunProcess shell({ "-ic",
                        "\"$PRUN\" --formatter progress 'until [ -e /proc/$PPID/nothing ]; do "
                        "sleep 0.05; [ $((n=n+1)) = 20 ] && exit 7; done' & wait; echo over" },
                      setup);
    QVERIFY(shell.waitForOut("over"));
    QCOMPARE(shell.waitForEnd(), exited(0));
    QVERIFY(shell.out().contains("exited with code 7")); // what happens is told all the same
    QVERIFY2(!shell.out().contains(hideCursor), shell.out().constData());
    NOTHING_LEFT(check);
}

void TestLiveView::thirdSignalShowsTheCursor()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess prun({ "--formatter", "progress", "--kill-timeout", "1h",
                       childCommand("ignore-term then say ready then wait") },
                     on(terminal, check));
    QVERIFY(prun.waitForOut("ready"));
    QVERIFY(waitForHiddenCursor(prun));
    // Stopped, so that all three come before its event loop sees any of them: as if it were stuck.
    const int worker = prun.workerPid();
    kill(worker, SIGSTOP);
    QVERIFY(prun.waitForState('T')); // the guard follows
    for (const int signal : { SIGINT, SIGQUIT, SIGTERM })
        kill(worker, signal);
    prun.sendToGroup(SIGCONT);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    QVERIFY(cursorIsShown(prun));
    NOTHING_LEFT(check);
}

void TestLiveView::killedShowsTheCursor_data()
{
    QTest::addColumn<bool>("worker");
    QTest::addColumn<int>("signal");
    QTest::newRow("the worker crashes") << true << SIGSEGV;
    QTest::newRow("the worker is killed") << true << SIGKILL;
    QTest::newRow("prun is killed") << false << SIGKILL;
}

void TestLiveView::killedShowsTheCursor()
{
    QFETCH(const bool, worker);
    QFETCH(const int, signal);
    const LeakCheck check;
    Pty terminal;
    PrunProcess::Setup setup = on(terminal, check);
    // The address sanitizer would make a report and an exit code of a crash.
    setup.environment += "ASAN_OPTIONS=handle_segv=0";
    PrunProcess prun({ "--formatter", "progress", childCommand("wait") }, setup);
    QVERIFY(waitForHiddenCursor(prun));
    kill(worker ? prun.workerPid() : prun.pid(), signal);
    QVERIFY(prun.waitForEnd().has_value());
    QVERIFY(waitForShownCursor(prun));
    // The view stays as it was last seen; what comes then is on a line of its own.
    const QByteArray after = prun.out().mid(prun.out().lastIndexOf(showCursor));
    QVERIFY2(after.startsWith(showCursor + "\r\r\n"), after.constData()); // the terminal adds one
    NOTHING_LEFT(check);
}

void TestLiveView::terminalIsGivenToOneCommand()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess prun({ "--tty", "shell", "-n", "other,shell", "-k", "exec sleep 300",
                       "test -t 0 && test -t 1 && echo has it; read line; echo \"got $line\"" },
                     on(terminal, check));
    QVERIFY(prun.waitForOut("has it"));
    prun.type("text\n");
    QCOMPARE(prun.waitForEnd(), exited(0));
    QVERIFY(prun.out().contains("\ngot text"));
    NOTHING_LEFT(check);
}

void TestLiveView::inAPipeThereAreOnlyLines()
{
    const LeakCheck check;
    PrunProcess prun({ "--formatter", "progress", "echo a", "exit 3" },
                     { .environment = { check.mark() } });
    QCOMPARE(prun.waitForEnd(), exited(1));
    QCOMPARE(prun.out(), "");
    QVERIFY(!prun.err().contains('\x1b'));
    QVERIFY(!prun.err().contains('\r'));
    QCOMPARE(prun.err().count("/2 "), 2);
    NOTHING_LEFT(check);
}

} // namespace

QTEST_GUILESS_MAIN(TestLiveView)
#include "tst_live_view.moc"
