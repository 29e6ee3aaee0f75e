// SPDX-License-Identifier: MIT
// The instrument before what it measures: leaks are caught, ends and outputs are seen.
#include <tests/support/leak_check.h>
#include <tests/support/prun_process.h>
#include <tests/support/pty.h>

#include <QtTest/qtest.h>

#include <signal.h>

namespace {

class TestLeakCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void catchesLeaks_data();
    void catchesLeaks();
    void killsWhatItFinds();
    void seesCodesAndSignals();
    void seesOutputs();
    void seesTerminal();
};

void TestLeakCheck::catchesLeaks_data()
{
    QTest::addColumn<QByteArray>("words");

    QTest::newRow("in its session") << QByteArray("setsid");
    QTest::newRow("without parent") << QByteArray("double-fork");
    QTest::newRow("without environment") << QByteArray("double-fork-clear-environment");
}

void TestLeakCheck::catchesLeaks()
{
    QFETCH(const QByteArray, words);

    const LeakCheck check;
    PrunProcess child({ words }, { .program = testChild(), .environment = { check.mark() } });
    QVERIFY(child.waitForOut("detached"));
    QCOMPARE(child.waitForEnd(), exited(0));
    const QByteArrayList left = check.leftAfter(std::chrono::milliseconds(20));
    QVERIFY2(left.size() == 1, left.join(", ").constData());
    QVERIFY(child.out().startsWith("detached " + left.first().split(' ').first() + '\n'));
}

void TestLeakCheck::killsWhatItFinds()
{
    {
        const LeakCheck check;
        PrunProcess child({ "setsid" }, { .program = testChild() });
        QVERIFY(child.waitForOut("detached"));
    }
    QCOMPARE(LeakCheck().leftAfter(std::chrono::milliseconds(0)), QByteArrayList());
}

void TestLeakCheck::seesCodesAndSignals()
{
    const LeakCheck check;
    PrunProcess code({ "exit", "7" }, { .program = testChild() });
    QCOMPARE(code.waitForEnd(), exited(7));
    PrunProcess signal({ "wait" }, { .program = testChild() });
    signal.send(SIGTERM);
    QCOMPARE(signal.waitForEnd(), killedBy(SIGTERM));
    QCOMPARE(check.leftAfter(), QByteArrayList());
}

void TestLeakCheck::seesOutputs()
{
    PrunProcess child({ "say", "one", "then", "complain", "two" }, { .program = testChild() });
    QCOMPARE(child.waitForEnd(), exited(0));
    QCOMPARE(child.out(), QByteArray("one\n"));
    QCOMPARE(child.err(), QByteArray("two\n"));
}

void TestLeakCheck::seesTerminal()
{
    Pty terminal;
    PrunProcess child({ "trap-int-and-count", "1" },
                      { .program = testChild(), .terminal = &terminal });
    QVERIFY(child.waitForOut("ready"));
    QVERIFY(terminal.echoes());
    QCOMPARE(terminal.foregroundGroup(), child.pid());
    child.type("\x03");
    QCOMPARE(child.waitForEnd(), exited(9));
    QVERIFY(child.out().contains("interrupted"));
}

} // namespace

QTEST_GUILESS_MAIN(TestLeakCheck)
#include "tst_leak_check.moc"
