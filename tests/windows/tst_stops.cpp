// SPDX-License-Identifier: MIT
// How commands end on Windows, with prun.exe from outside: Ctrl-C in their own console, the job
// object, keys at prun's console, prun killed.
#include "outside.h"

#include <QtTest/qtest.h>

#include <qt_windows.h>

namespace {

class TestStops : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gracefulStopKeepsItsExitCode();
    void ctrlBreakIfAskedFor();
    void keysOfItsOwnConsoleAreNotPressed();
    void windowIsClosed();
    void whoIgnoresKeysIsKilled();
    void treeIsEnded();
    void killedPrunLeavesNothing();
    void ctrlCAtItsConsole();
    void secondCtrlCKills();
    void ctrlBreakAtItsConsole();
    void endOfTheSessionStops();
    void leftoversLiveOnAfterACleanEnd();
    void batchFileAsksNothing();
    void endings_data();
    void endings();
    void crashIsToldInWords();
};

void TestStops::gracefulStopKeepsItsExitCode()
{
    OutsidePrun prun({ "--formatter=jsonl", "-k", "--kill-timeout=15s",
                       childCommand("catch-keys 42"), childCommand("copy-input"), "-i",
                       "--default-input-target=1" });
    QVERIFY(prun.waitForOut("\"ready"));
    prun.closeInput(); // the second one ends, and so the first is stopped
    QVERIFY(prun.waitForEnd() >= 0);
    QVERIFY2(prun.out().contains("got Ctrl-C"), prun.out() + prun.err());
    QVERIFY2(prun.out().contains("\"exitCode\":42"), prun.out());
}

void TestStops::ctrlBreakIfAskedFor()
{
    if (const char *reason = noCtrlBreakHere())
        QSKIP(reason);
    OutsidePrun prun({ "--kill-signal=BREAK", "--timeout=1s", "--kill-timeout=30s",
                       childCommand("catch-keys 7") });
    QCOMPARE(prun.waitForEnd(), 1);
    QVERIFY2(prun.out().contains("got Ctrl-Break"), prun.out() + prun.err());
}

/// A command that has it is not asked: prun and who started it would be meant, too.
void TestStops::keysOfItsOwnConsoleAreNotPressed()
{
    OutsidePrun prun(
        { "--tty", "0", "--timeout=1s", "--kill-timeout=500ms", childCommand("catch-keys 7") });
    QCOMPARE(prun.waitForEnd(), 1);
    QVERIFY2(!prun.out().contains("got Ctrl-C"), prun.out());
}

/// It does not end by keys.
void TestStops::windowIsClosed()
{
    OutsidePrun prun({ "--formatter=jsonl", "-k", "--kill-timeout=30s", childCommand("window 23"),
                       childCommand("copy-input"), "-i", "--default-input-target=1" });
    QVERIFY(prun.waitForOut("\"ready"));
    prun.closeInput(); // the second one ends, and so the first is stopped
    QVERIFY(prun.waitForEnd() >= 0);
    QVERIFY2(prun.out().contains("got WM_CLOSE"), prun.out() + prun.err());
    QVERIFY2(prun.out().contains("\"exitCode\":23"), prun.out());
}

void TestStops::whoIgnoresKeysIsKilled()
{
    OutsidePrun prun({ "--formatter=jsonl", "--timeout=1s", "--kill-timeout=500ms",
                       childCommand("ignore-keys") });
    QCOMPARE(prun.waitForEnd(), 1);
    QVERIFY2(prun.out().contains("\"signalName\":\"SIGKILL\""), prun.out());
    QVERIFY2(prun.out().contains("\"forced\":true"), prun.out());
}

void TestStops::treeIsEnded()
{
    OutsidePrun prun({ "-p", "none", childCommand("tree 3") });
    QVERIFY(prun.waitUntil([&] { return pidsIn(prun.out()).size() == 4; }));
    const QList<qint64> pids = pidsIn(prun.out());
    for (const qint64 pid : pids)
        QVERIFY(processLives(pid));
    prun.pressCtrlC(); // which those without a console do not get
    QCOMPARE(prun.waitForEnd(), qint64(DWORD(STATUS_CONTROL_C_EXIT)));
    QVERIFY(prun.waitUntil([&] { return std::ranges::none_of(pids, processLives); }, 1000));
}

void TestStops::killedPrunLeavesNothing()
{
    OutsidePrun prun({ "-p", "none", childCommand("tree 2"), childCommand("tree 1") });
    QVERIFY(prun.waitUntil([&] { return pidsIn(prun.out()).size() == 5; }));
    const QList<qint64> pids = pidsIn(prun.out());
    prun.kill();
    QVERIFY(prun.waitForEnd() >= 0);
    QVERIFY(prun.waitUntil([&] { return std::ranges::none_of(pids, processLives); }, 1000));
}

void TestStops::ctrlCAtItsConsole()
{
    OutsidePrun prun({ childCommand("catch-keys 3"), childCommand("catch-keys 4") });
    QVERIFY(prun.waitUntil([&] { return prun.out().count("ready") == 2; }));
    prun.pressCtrlC();
    QCOMPARE(prun.waitForEnd(), qint64(DWORD(STATUS_CONTROL_C_EXIT)));
    QCOMPARE(prun.out().count("got Ctrl-C"), 2); // each once: a second one ends the child with 97
    QVERIFY2(prun.err().contains("code 3") && prun.err().contains("code 4"), prun.err());
}

void TestStops::secondCtrlCKills()
{
    OutsidePrun prun({ "--kill-timeout=60s", childCommand("ignore-keys") });
    QVERIFY(prun.waitForOut("ready"));
    prun.pressCtrlC();
    QVERIFY(prun.waitForErr("SIGINT"));
    prun.pressCtrlC();
    QCOMPARE(prun.waitForEnd(), qint64(DWORD(STATUS_CONTROL_C_EXIT)));
}

void TestStops::ctrlBreakAtItsConsole()
{
    if (const char *reason = noCtrlBreakHere())
        QSKIP(reason);
    OutsidePrun prun({ childCommand("catch-keys 3") });
    QVERIFY(prun.waitForOut("ready"));
    prun.pressCtrlBreak();
    QCOMPARE(prun.waitForEnd(), qint64(DWORD(STATUS_CONTROL_C_EXIT)));
    QVERIFY2(prun.out().contains("got Ctrl-Break"), prun.out());
}

/// Logoff and shutdown, as Windows tells a program that has windows; other windows are no matter.
void TestStops::endOfTheSessionStops()
{
    OutsidePrun prun({ childCommand("catch-keys 3") });
    QVERIFY(prun.waitForOut("ready"));
    HWND window = nullptr;
    DWORD owner = 0;
    do {
        window = ::FindWindowExW(nullptr, window, L"prun.session-end", nullptr);
        ::GetWindowThreadProcessId(window, &owner);
    } while (window && qint64(owner) != prun.pid());
    QVERIFY(window);
    QVERIFY(::PostMessageW(window, WM_CLOSE, 0, 0));
    QVERIFY(::SendMessageW(window, WM_QUERYENDSESSION, 0, 0) != 0); // prun agrees
    QVERIFY(::PostMessageW(window, WM_ENDSESSION, FALSE, 0)); // somebody else does not
    QVERIFY(::PostMessageW(window, WM_ENDSESSION, TRUE, 0));
    QCOMPARE(prun.waitForEnd(), qint64(DWORD(STATUS_CONTROL_C_EXIT)));
    QVERIFY2(prun.err().contains("SIGTERM"), prun.err());
    QCOMPARE(prun.out().count("got Ctrl-C"), 1);
}

void TestStops::leftoversLiveOnAfterACleanEnd()
{
    OutsidePrun prun(
        { "-p", "none", "--leak-timeout=300ms",
          "start /b \"\" " + childCommand("tree 0") + " & " + childCommand("exit-at-end 0") });
    QVERIFY(prun.waitUntil([&] { return pidsIn(prun.out()).size() == 1; }));
    const QList<qint64> pids = pidsIn(prun.out());
    prun.closeInput();
    QCOMPARE(prun.waitForEnd(), 0);
    QVERIFY(processLives(pids.first()));
    const HANDLE process = ::OpenProcess(PROCESS_TERMINATE, FALSE, DWORD(pids.first()));
    QVERIFY(::TerminateProcess(process, 1));
    ::CloseHandle(process);
}

void TestStops::batchFileAsksNothing()
{
    QFile script(QStringLiteral("waits.cmd"));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("@\"" + winChild().replace('/', '\\') + "\" catch-keys 5\r\n");
    script.close();
    OutsidePrun prun({ "--timeout=2s", "--kill-timeout=20s", ".\\waits.cmd" });
    // "Terminate batch job (Y/N)?" would wait for an answer: its input is the null device.
    QCOMPARE(prun.waitForEnd(), 1);
    QVERIFY2(prun.out().contains("got Ctrl-C"), prun.out() + prun.err());
    QVERIFY(!prun.err().contains("SIGKILL"));
    script.remove();
}

void TestStops::endings_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("success") << childCommand("exit 0") << QByteArray("\"exitCode\":0");
    QTest::newRow("a code") << childCommand("exit 300") << QByteArray("\"exitCode\":300");
    QTest::newRow("a crash") << childCommand("crash")
                             << QByteArray("\"outcome\":\"signaled\",\"exitCode\":null");
}

void TestStops::endings()
{
    QFETCH(const QByteArray, command);
    QFETCH(const QByteArray, told);
    OutsidePrun prun({ "--formatter=jsonl", command });
    QVERIFY(prun.waitForEnd() >= 0);
    QVERIFY2(prun.out().contains(told), prun.out());
}

void TestStops::crashIsToldInWords()
{
    OutsidePrun prun({ childCommand("crash") });
    QCOMPARE(prun.waitForEnd(), 1);
    QVERIFY2(prun.err().contains("0xC0000005 (access violation)"), prun.out() + prun.err());
}

} // namespace

QTEST_GUILESS_MAIN(TestStops)
#include "tst_stops.moc"
