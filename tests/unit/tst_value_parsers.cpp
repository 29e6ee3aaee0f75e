// SPDX-License-Identifier: MIT
#include <core/config/value_parsers.h>

#include <QtTest/qtest.h>

#include <array>
#include <limits>

using namespace std::chrono_literals;
using namespace prun;

class TestValueParsers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void duration_data();
    void duration();
    void badDuration_data();
    void badDuration();
    void integer_data();
    void integer();
    void decimal_data();
    void decimal();
    void flag_data();
    void flag();
    void processCount_data();
    void processCount();
    void coresAreAskedOnlyWhenNeeded();
    void word_data();
    void word();
    void list_data();
    void list();
};

void TestValueParsers::duration_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("seconds"); // in nanoseconds, if a bare number is seconds
    QTest::addColumn<qint64>("milliseconds"); // if it is milliseconds
    const auto row = [](const char *text, std::chrono::nanoseconds seconds,
                        std::chrono::nanoseconds milliseconds) {
        QTest::newRow(text) << QByteArray(text) << qint64(seconds.count())
                            << qint64(milliseconds.count());
    };
    row("0", 0s, 0s);
    row("5", 5s, 5ms);
    row("1.5", 1500ms, 1500us);
    row("0.001", 1ms, 1us);
    row("0ms", 0s, 0s);
    row("250ms", 250ms, 250ms);
    row("0.5ms", 500us, 500us);
    row("1s", 1s, 1s);
    row("1.5s", 1500ms, 1500ms);
    row("2m", 2min, 2min);
    row("0.5m", 30s, 30s);
    row("1h", 1h, 1h);
    row("1.25h", 75min, 75min);
    row("8760h", 8760h, 8760h);
    row("007s", 7s, 7s);
    row("31536000", 8760h, 31536000ms);
}

void TestValueParsers::duration()
{
    QFETCH(const QByteArray, text);
    const auto seconds = parseDuration(text, BareNumber::Seconds);
    QVERIFY(seconds);
    QTEST(qint64(seconds->count()), "seconds");
    const auto milliseconds = parseDuration(text, BareNumber::Milliseconds);
    QVERIFY(milliseconds);
    QTEST(qint64(milliseconds->count()), "milliseconds");
}

void TestValueParsers::badDuration_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("what");
    const auto row = [](const char *text, const char *what) {
        QTest::newRow(qPrintable(QString::fromUtf8(text).left(40)))
            << QByteArray(text) << QString::fromUtf8(what);
    };
    row("", "the value is empty");
    row("-1", "\"-1\" is negative");
    row("-1s", "\"-1s\" is negative");
    row("-0.5h", "\"-0.5h\" is negative");
    row("1d", "\"1d\" is not a duration");
    row("1S", "\"1S\" is not a duration");
    row("s", "\"s\" is not a duration");
    row("1.s", "\"1.s\" is not a duration");
    row(".5s", "\".5s\" is not a duration");
    row("1..5s", "\"1..5s\" is not a duration");
    row("1 s", "\"1 s\" is not a duration");
    row(" 1s", "\" 1s\" is not a duration");
    row("1,5s", "\"1,5s\" is not a duration");
    row("+1s", "\"+1s\" is not a duration");
    row("--1", "\"--1\" is not a duration");
    row("1e3", "\"1e3\" is not a duration");
    row("1e308", "\"1e308\" is not a duration");
    row("nan", "\"nan\" is not a duration");
    row("NaN", "\"NaN\" is not a duration");
    row("inf", "\"inf\" is not a duration");
    row("0x10", "\"0x10\" is not a duration");
    row("1h30m", "\"1h30m\" is not a duration");
    row("8760.1h", "\"8760.1h\" is too long");
    row("8761h", "\"8761h\" is too long");
    row("9223372036854775808", "\"9223372036854775808\" is too long");
    row("18446744073709551616h", "\"18446744073709551616h\" is too long");
    row("999999999999999999999999999999999999999", "is too long");
    row("9999999999999999999999999999999999999999999", "is not a duration");
    row("1\x1b[2J", "\"1\\x1b[2J\" is not a duration");
}

void TestValueParsers::badDuration()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, what);
    for (const BareNumber unit : { BareNumber::Seconds, BareNumber::Milliseconds }) {
        const auto parsed = parseDuration(text, unit);
        QVERIFY(!parsed);
        QVERIFY2(parsed.error().what().contains(what), qPrintable(parsed.error().what()));
        QCOMPARE(parsed.error().code(), Error::Code::Usage);
        QVERIFY(!parsed.error().hintText().isEmpty());
    }
}

void TestValueParsers::integer_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("value"); // the smallest int stands for an error
    constexpr int error = std::numeric_limits<int>::min();
    QTest::newRow("zero") << QByteArray("0") << 0;
    QTest::newRow("least") << QByteArray("-5") << -5;
    QTest::newRow("most") << QByteArray("100") << 100;
    QTest::newRow("plus") << QByteArray("+7") << 7;
    QTest::newRow("leading zeros") << QByteArray("007") << 7;
    QTest::newRow("below") << QByteArray("-6") << error;
    QTest::newRow("above") << QByteArray("101") << error;
    QTest::newRow("2^31") << QByteArray("2147483648") << error;
    QTest::newRow("2^64") << QByteArray("18446744073709551616") << error;
    QTest::newRow("empty") << QByteArray() << error;
    QTest::newRow("sign only") << QByteArray("-") << error;
    QTest::newRow("two signs") << QByteArray("--1") << error;
    QTest::newRow("fraction") << QByteArray("1.0") << error;
    QTest::newRow("hexadecimal") << QByteArray("0x1") << error;
    QTest::newRow("exponent") << QByteArray("1e1") << error;
    QTest::newRow("space") << QByteArray(" 1") << error;
    QTest::newRow("word") << QByteArray("ten") << error;
}

void TestValueParsers::integer()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parseInteger(text, -5, 100);
    QTEST(parsed ? *parsed : std::numeric_limits<int>::min(), "value");
}

void TestValueParsers::decimal_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<double>("value"); // negative stands for an error
    QTest::newRow("zero") << QByteArray("0") << 0.0;
    QTest::newRow("fraction") << QByteArray("0.25") << 0.25;
    QTest::newRow("most") << QByteArray("1") << 1.0;
    QTest::newRow("most with a fraction") << QByteArray("1.000") << 1.0;
    QTest::newRow("above") << QByteArray("1.01") << -1.0;
    QTest::newRow("negative") << QByteArray("-0.1") << -1.0;
    QTest::newRow("not a number") << QByteArray("nan") << -1.0;
    QTest::newRow("infinite") << QByteArray("inf") << -1.0;
    QTest::newRow("empty") << QByteArray() << -1.0;
    QTest::newRow("no digit before the point") << QByteArray(".5") << -1.0;
}

void TestValueParsers::decimal()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parseDecimal(text, 0, 1);
    QTEST(parsed ? *parsed : -1.0, "value");
}

void TestValueParsers::flag_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("value"); // -1: an error
    for (const char *on : { "1", "true", "TRUE", "yes", "Yes", "on" })
        QTest::newRow(on) << QByteArray(on) << 1;
    for (const char *off : { "0", "false", "no", "NO", "off" })
        QTest::newRow(off) << QByteArray(off) << 0;
    for (const char *bad : { "", "2", "y", "maybe", " 1" })
        QTest::newRow(qPrintable(QStringLiteral("bad '%1'").arg(QLatin1String(bad))))
            << QByteArray(bad) << -1;
}

void TestValueParsers::flag()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parseFlag(text);
    QTEST(parsed ? static_cast<int>(*parsed) : -1, "value");
}

void TestValueParsers::processCount_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("ofEight"); // of 8 processors; -1: an error
    const auto row = [](const char *text, int count) {
        QTest::newRow(text) << QByteArray(text) << count;
    };
    row("0", 0);
    row("1", 1);
    row("16", 16);
    row("1000000", 1'000'000);
    row("100%", 8);
    row("50%", 4);
    row("200%", 16);
    row("0%", 1);
    row("1%", 1);
    row("12.5%", 1);
    row("43%", 3); // 3.44
    row("44%", 4); // 3.52
    row("+0", 8);
    row("+1", 9);
    row("-1", 7);
    row("-7", 1);
    row("-8", 1);
    row("-100", 1);
    row("-0", 8);
    row("1000001", -1);
    row("1000000000", -1);
    row("99999999999999999999", -1);
    row("999999999999%", -1);
    row("+999999999999", -1);
    row("", -1);
    row("%", -1);
    row("+", -1);
    row("-", -1);
    row("+50%", -1);
    row("-50%", -1);
    row("1.5", -1);
    row("two", -1);
    row("4 ", -1);
    row("4%%", -1);
    row("1e3", -1);
    row("nan", -1);
    row("--1", -1);
}

void TestValueParsers::processCount()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parseProcessCount(text, [] { return 8; });
    QTEST(parsed ? *parsed : -1, "ofEight");
    QVERIFY(parsed || !parsed.error().hintText().isEmpty());
}

void TestValueParsers::coresAreAskedOnlyWhenNeeded()
{
    int asked = 0;
    const auto cores = [&] { return ++asked; };
    QVERIFY(parseProcessCount("4", cores));
    QCOMPARE(asked, 0);
    QVERIFY(parseProcessCount("50%", cores));
    QCOMPARE(asked, 1);
}

void TestValueParsers::word_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("index"); // -1: an error
    QTest::addColumn<QString>("hint");
    QTest::newRow("first") << QByteArray("continue") << 0 << QString();
    QTest::newRow("last") << QByteArray("kill") << 2 << QString();
    QTest::newRow("slip") << QByteArray("kil") << -1 << QStringLiteral("did you mean \"kill\"?");
    QTest::newRow("other") << QByteArray("xyz") << -1
                           << QStringLiteral("one of continue, no-new, kill");
    QTest::newRow("empty") << QByteArray() << -1 << QStringLiteral("one of continue, no-new, kill");
    QTest::newRow("capital") << QByteArray("Kill") << -1
                             << QStringLiteral("did you mean \"kill\"?");
}

void TestValueParsers::word()
{
    static constexpr std::array<std::string_view, 3> words{ "continue", "no-new", "kill" };
    QFETCH(const QByteArray, text);
    const auto parsed = parseWord(text, words);
    QTEST(parsed ? static_cast<int>(*parsed) : -1, "index");
    QTEST(parsed ? QString() : parsed.error().hintText(), "hint");
}

void TestValueParsers::list_data()
{
    using L = QByteArrayList;
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<L>("parts");
    QTest::newRow("nothing") << QByteArray() << L{};
    QTest::newRow("one") << QByteArray("a") << L{ "a" };
    QTest::newRow("three") << QByteArray("a,b,c") << L{ "a", "b", "c" };
    QTest::newRow("gap") << QByteArray("a,,c") << L{ "a", "", "c" };
    QTest::newRow("gaps at the ends") << QByteArray(",a,") << L{ "", "a", "" };
    QTest::newRow("white space around") << QByteArray(" a , b c ") << L{ "a", "b c" };
    QTest::newRow("comma in a part") << QByteArray("a\\,b,c") << L{ "a,b", "c" };
    QTest::newRow("other backslashes") << QByteArray("a\\b,c\\") << L{ "a\\b", "c\\" };
    QTest::newRow("any bytes") << QByteArray("\xff,\xc3\xa9") << L{ "\xff", "\xc3\xa9" };
}

void TestValueParsers::list()
{
    QFETCH(const QByteArray, text);
    QTEST(splitList(text), "parts");
}

QTEST_APPLESS_MAIN(TestValueParsers)
#include "tst_value_parsers.moc"
