// SPDX-License-Identifier: MIT
#include <platform/signal_names.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestSignalNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromName_data();
    void fromName();
    void everyNumberComesBack();
    void unknownNumbersSaySo();
    void shortNames();
};

void TestSignalNames::fromName_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("number"); // 0: refused
    const auto row = [](const char *name, int number) {
        QTest::newRow(name) << QByteArray(name) << number;
    };
    row("TERM", 15);
    row("term", 15);
    row("SIGTERM", 15);
    row("sigterm", 15);
    row("SigInt", 2);
    row("15", 15);
    row("1", 1);
    row("KILL", 9);
    row("", 0);
    row("SIG", 0);
    row("0", 0);
    row("-9", 0);
    row("+9", 0);
    row(" 9", 0);
    row("9 ", 0);
    row("0x9", 0);
    row("65", 0);
    row("99999999999999999999", 0);
    row("SIGFOO", 0);
    row("SIGSIGTERM", 0);
    row("TERM ", 0);
    row("RTMIN+", 0);
    row("RTMIN+99", 0);
    row("RTMIN-1", 0);
    row("RTMIN+-1", 0);
    row("RTMIN1", 0);
    row("RTMAX+1", 0);
    QTest::newRow("NUL inside") << QByteArray("TERM\0X", 6) << 0;
    QTest::newRow("invalid UTF-8") << QByteArray("\xff\xfe") << 0;
}

void TestSignalNames::fromName()
{
    QFETCH(const QByteArray, name);
    QFETCH(const int, number);
    const std::optional<int> found = signalFromName(name);
    QCOMPARE(found.has_value(), number != 0);
    QCOMPARE(found.value_or(0), number);
}

void TestSignalNames::everyNumberComesBack()
{
    int named = 0;
    for (int number = 1; number < 65; ++number) {
        const QByteArray name = signalName(number);
        if (!name.startsWith("SIG"))
            continue;
        ++named;
        QCOMPARE(signalFromName(name).value_or(0), number);
        QCOMPARE(signalFromName(name.mid(3).toLower()).value_or(0), number);
    }
    QVERIFY(named > 5);
}

void TestSignalNames::unknownNumbersSaySo()
{
    QCOMPARE(signalName(0), "signal 0");
    QCOMPARE(signalName(-3), "signal -3");
    QCOMPARE(signalName(4711), "signal 4711");
    QVERIFY(!standardSignalName(4711));
}

void TestSignalNames::shortNames()
{
    const QList<QByteArray> names = signalShortNames();
    QVERIFY(names.contains("TERM"));
    for (const QByteArray &name : names)
        QVERIFY2(signalFromName(name).has_value(), name.constData());
}

QTEST_APPLESS_MAIN(TestSignalNames)

#include "tst_signal_names.moc"
