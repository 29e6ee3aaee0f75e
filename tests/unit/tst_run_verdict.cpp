// SPDX-License-Identifier: MIT
#include <app/run_verdict.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestRunVerdict : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void order_data();
    void order();
};

void TestRunVerdict::order_data()
{
    QTest::addColumn<QByteArray>("facts"); // 5 survivors, S SIGINT, P reader gone, I as P but with
                                           // SIGPIPE ignored, L loss, D deadline, F failure,
                                           // Q SIGQUIT, j signals are judged, ! it was the
                                           // second, 1 only 0 and 1
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("signal");

    QTest::newRow("nothing") << QByteArray() << 0 << 0;
    QTest::newRow("failure") << QByteArray("F") << 7 << 0;
    QTest::newRow("deadline over failure") << QByteArray("DF") << 124 << 0;
    QTest::newRow("loss over deadline") << QByteArray("LDF") << 3 << 0;
    QTest::newRow("loss although all is well") << QByteArray("L") << 3 << 0;
    QTest::newRow("signal over loss") << QByteArray("SLDF") << 130 << 2;
    QTest::newRow("survivors over all") << QByteArray("5SPLDF") << 5 << 0;
    QTest::newRow("signal that is judged") << QByteArray("Sj") << 0 << 0;
    QTest::newRow("signal that is judged, failure") << QByteArray("SjF") << 7 << 0;
    QTest::newRow("signal that is judged, loss") << QByteArray("SjLF") << 3 << 0;
    QTest::newRow("second signal") << QByteArray("Sj!F") << 130 << 2;
    QTest::newRow("reader gone") << QByteArray("P") << 141 << 13;
    QTest::newRow("signal over reader gone") << QByteArray("SP") << 130 << 2;
    QTest::newRow("reader gone, SIGPIPE ignored") << QByteArray("I") << 3 << 0;
    QTest::newRow("only 1: judged signal") << QByteArray("Sj1") << 0 << 0;
    QTest::newRow("only 1: the second, too") << QByteArray("Sj1F!") << 1 << 0;
    QTest::newRow("only 1: SIGQUIT is not judged") << QByteArray("QjF1") << 131 << 3;
    QTest::newRow("only 1: success") << QByteArray("1") << 0 << 0;
    QTest::newRow("only 1: failure") << QByteArray("1F") << 1 << 0;
    QTest::newRow("only 1: survivors") << QByteArray("15F") << 1 << 0;
    QTest::newRow("only 1: reader gone") << QByteArray("1P") << 1 << 0;
    QTest::newRow("only 1: a signal is not judged") << QByteArray("1S") << 130 << 2;
}

void TestRunVerdict::order()
{
    QFETCH(const QByteArray, facts);
    RunFacts given;
    given.survivors = facts.contains('5');
    given.lost = facts.contains('L');
    given.judgement = facts.contains('F') ? 7 : 0;
    given.diesOfSignals = !facts.contains('j');
    given.stop.forced = facts.contains('!');
    given.diesOfSigpipe = !facts.contains('I');
    given.stop.signal = facts.contains('S') ? 2 : facts.contains('Q') ? 3 : 0;
    given.onlyOne = facts.contains('1');
    given.stop.readerGone = facts.contains('P') || facts.contains('I');
    given.stop.deadlinePassed = facts.contains('D');
    const ProgramEnd end = verdictOf(given);
    QTEST(end.exitStatus, "status");
    QTEST(end.signal, "signal");
}

QTEST_APPLESS_MAIN(TestRunVerdict)
#include "tst_run_verdict.moc"
