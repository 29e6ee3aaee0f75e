// SPDX-License-Identifier: MIT
#include "started_program.h"

#include <QtTest/qtest.h>

#include <signal.h>

class TestEntryState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void childGetsWhatPrunWasStartedWith_data();
    void childGetsWhatPrunWasStartedWith();
    void closedStreamsExist();
};

namespace {

/// As /proc/PID/status shows it.
QByteArray maskOf(const QList<int> &signalNumbers)
{
    quint64 mask = 0;
    for (const int signal : signalNumbers)
        mask |= quint64(1) << (signal - 1);
    return QByteArray::number(mask, 16).rightJustified(16, '0');
}

} // namespace

void TestEntryState::childGetsWhatPrunWasStartedWith_data()
{
    QTest::addColumn<QList<int>>("ignored");
    QTest::addColumn<QList<int>>("blocked");
    QTest::newRow("nothing special") << QList<int>() << QList<int>();
    QTest::newRow("nohup") << QList<int>{ SIGHUP } << QList<int>();
    QTest::newRow("background of a plain shell") << QList<int>{ SIGINT, SIGQUIT } << QList<int>();
    QTest::newRow("a careless parent")
        << QList<int>{ SIGPIPE, SIGCHLD } << QList<int>{ SIGTERM, SIGINT, SIGCHLD, SIGUSR1 };
    QTest::newRow("real-time signals")
        << QList<int>{ SIGRTMIN + 3 } << QList<int>{ SIGRTMAX - 7, SIGRTMAX };
}

void TestEntryState::childGetsWhatPrunWasStartedWith()
{
    QFETCH(const QList<int>, ignored);
    QFETCH(const QList<int>, blocked);
    StartedProgram::Setup setup;
    setup.ignoredSignals = ignored;
    setup.blockedSignals = blocked;
    setup.openFileLimit = 100;
    StartedProgram program({ "start-report" }, setup);
    QList<int> stillBlocked = blocked;
    for (const int unblocked : { SIGTERM, SIGINT, SIGCHLD, SIGUSR1, SIGRTMAX - 7 })
        stillBlocked.removeAll(unblocked);
    QCOMPARE(program.readLine().value_or("nothing"), "worker blocked " + maskOf(stillBlocked));
    QCOMPARE(program.readLine().value_or("nothing"), "blocked " + maskOf({}));
    QCOMPARE(program.readLine().value_or("nothing"), "ignored " + maskOf(ignored));
    QCOMPARE(program.readLine().value_or("nothing"), "files 100");
}

void TestEntryState::closedStreamsExist()
{
    StartedProgram::Setup setup;
    setup.closedStreams = { 0, 2 };
    StartedProgram program({ "start-report" }, setup);
    const QByteArrayList lines = program.readUntil("was closed 2");
    QVERIFY(lines.contains("was closed 0"));
    QVERIFY(!lines.contains("was closed 1"));
    QVERIFY(lines.contains("was closed 2"));
}

QTEST_GUILESS_MAIN(TestEntryState)

#include "tst_entry_state.moc"
