// SPDX-License-Identifier: MIT
#include "common/duration_text.h"
#include "common/escaped_text.h"
#include "common/label_template.h"
#include "common/output_tail.h"
#include "common/prefix_colors.h"
#include "common/signal_name.h"
#include "common/style.h"
#include "common/text_width.h"
#include "common/timestamp_format.h"

#include <QtTest/qtest.h>

#include <csignal>

using namespace prun;
using namespace std::chrono_literals;

/// What formatters for people are put together from.
class FormatterTextsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }
    void escapes_data();
    void escapes();
    void shortens_data();
    void shortens();
    void measuresWidth_data();
    void measuresWidth();
    void tellsDurations_data();
    void tellsDurations();
    void formatsTime_data();
    void formatsTime();
    void countsWeeks_data();
    void countsWeeks();
    void namesPartsOfTheDay();
    void refusesTimeFormats_data();
    void refusesTimeFormats();
    void parsesStyles_data();
    void parsesStyles();
    void cyclesColors();
    void keepsTails();
    void namesSignals();
};

void FormatterTextsTest::escapes_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *name, const QByteArray &given, const QByteArray &shown) {
        QTest::newRow(name) << given << shown;
    };
    row("nothing", "", "");
    row("plain", "npm run build", "npm run build");
    row("letters", "größer 日本 👍🏽", "größer 日本 👍🏽");
    row("window title", "\x1b]0;PWNED\a", "\\x1b]0;PWNED\\x07");
    row("line ends", "a\nb\r\tc", "a\\nb\\r\\tc");
    row("NUL and DEL", QByteArray("a\0b\x7f", 4), "a\\x00b\\x7f");
    row("C1 and NEL",
        "\xc2\x9b"
        "2J\xc2\x85",
        "\\u009b2J\\u0085");
    row("right to left override",
        "\xe2\x80\xae"
        "abc",
        "\\u202eabc");
    row("invalid UTF-8", "\xff\xc3(", "\\xff\\xc3(");
    row("cut short", "caf\xc3", "caf\\xc3");
    row("overlong", "\xc0\xaf", "\\xc0\\xaf");
    row("surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80");
    row("tag characters", "\xf3\xa0\x80\x81", "\\u{e0001}");
}

void FormatterTextsTest::escapes()
{
    QFETCH(const QByteArray, given);
    QTEST(escaped(given), "shown");
}

void FormatterTextsTest::shortens_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<int>("characters");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("as concurrently")
        << QByteArray("echo foo here") << 10 << QByteArray("echo..here");
    QTest::newRow("odd") << QByteArray("echo foo here") << 9 << QByteArray("echo..ere");
    QTest::newRow("fits") << QByteArray("0123456789") << 10 << QByteArray("0123456789");
    QTest::newRow("characters, not bytes") << QByteArray("ääää") << 4 << QByteArray("ääää");
    QTest::newRow("never within one") << QByteArray("äöüäöü") << 4 << QByteArray("ä..ü");
    QTest::newRow("no room") << QByteArray("abcdef") << 0 << QByteArray("..");
}

void FormatterTextsTest::shortens()
{
    QFETCH(const QByteArray, given);
    QFETCH(const int, characters);
    QTEST(shortened(given, characters), "shown");
}

void FormatterTextsTest::measuresWidth_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("columns");
    QTest::addColumn<QByteArray>("clippedToThree");
    QTest::newRow("ascii") << QByteArray("abcd") << 4 << QByteArray("abc");
    QTest::newRow("wide") << QByteArray("日本") << 4 << QByteArray("日");
    QTest::newRow("combining") << QByteArray("e\xcc\x81xyz") << 4 << QByteArray("e\xcc\x81xy");
    QTest::newRow("emoji") << QByteArray("👍ab") << 4 << QByteArray("👍a");
    QTest::newRow("zero width") << QByteArray("a\xe2\x80\x8b"
                                              "b")
                                << 2
                                << QByteArray("a\xe2\x80\x8b"
                                              "b");
    QTest::newRow("invalid") << QByteArray("\xff\xff") << 2 << QByteArray("\xff\xff");
    QTest::newRow("empty") << QByteArray() << 0 << QByteArray();
}

void FormatterTextsTest::measuresWidth()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, columns);
    QCOMPARE(columnsOf(QByteArrayView(text)), columns);
    QTEST(clipped(text, 3).toByteArray(), "clippedToThree");
    QCOMPARE(columnsOf(QByteArrayView(padded(text, 9))), 9);
}

void FormatterTextsTest::tellsDurations_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](qint64 ms, const char *text) {
        QTest::newRow(text) << ms << QByteArray(text);
    };
    row(0, "0ms");
    row(999, "999ms");
    row(1000, "1s");
    row(1249, "1.2s");
    row(59'940, "59.9s");
    row(59'960, "1m00s");
    row(185'000, "3m05s");
    row(3'599'600, "1h00m");
    row(7'620'000, "2h07m");
    row(273'600'000, "3d04h");
}

void FormatterTextsTest::tellsDurations()
{
    QFETCH(const qint64, milliseconds);
    QTEST(durationText(std::chrono::milliseconds(milliseconds)), "text");
    QCOMPARE(groupedNumber(1'234'567), QByteArray("1,234,567"));
    QCOMPARE(groupedNumber(-100), QByteArray("-100"));
}

void FormatterTextsTest::formatsTime_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *pattern, const char *text) {
        QTest::newRow(pattern) << QByteArray(pattern) << QByteArray(text);
    };
    row("yyyy-MM-dd HH:mm:ss.SSS", "2026-01-05 15:04:05.678");
    row("yy M d D", "26 1 5 5");
    row("EEE, EEEE, MMM, MMMM, MMMMM", "Mon, Monday, Jan, January, J");
    row("h:mm a K k", "3:04 PM 3 15");
    row("S SS SSSSS", "6 67 67800");
    row("X x xxxxx Z ZZZZZ", "Z +00 +00:00 +0000 +00:00");
    row("G GGGG GGGGG", "AD Anno Domini A");
    row("Y YY w ww W F", "2026 26 2 02 2 1");
    row("Q QQ q L LL LLL l", "1 01 1 1 01 Jan ");
    row("eee eeee u U r", "Mon Monday 2026 2026 2026");
    row("O OOOO ZZZZ", "GMT+0 GMT+00:00 GMT+00:00");
    row("B BBBB", "in the afternoon in the afternoon");
    row("'at' HH 'o''clock' ''", "at 15 o'clock '");
    row("", "");
    row("'open", "open");
}

void FormatterTextsTest::formatsTime()
{
    QFETCH(const QByteArray, pattern);
    const WallTime time{ 1'767'625'445'678ms };
    const Result<TimestampFormat> format = TimestampFormat::parse(pattern);
    QVERIFY(format);
    QTEST(format->format(time), "text");
}

void FormatterTextsTest::countsWeeks_data()
{
    QTest::addColumn<qint64>("days"); // since 1970
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *date, qint64 days, const char *text) {
        QTest::newRow(date) << days << QByteArray(text);
    };
    row("2026-03-31", 20'543, "2026 14 5 5");
    row("2023-01-01, a Sunday", 19'358, "2023 1 1 1");
    row("2022-12-31, a Saturday", 19'357, "2022 53 5 5");
    row("2024-12-29, a Sunday", 20'086, "2025 1 5 5");
}

void FormatterTextsTest::countsWeeks()
{
    QFETCH(const qint64, days);
    const Result<TimestampFormat> format = TimestampFormat::parse("Y w W F");
    QVERIFY(format);
    QTEST(format->format(WallTime(std::chrono::hours(24 * days + 12))), "text");
}

/// As node 20 has it, on both sides of each border.
void FormatterTextsTest::namesPartsOfTheDay()
{
    const Result<TimestampFormat> format = TimestampFormat::parse("B");
    QVERIFY(format);
    const std::vector<std::pair<int, const char *>> borders = {
        { 0, "in the morning" },
        { 719, "in the morning" },
        { 720, "noon" },
        { 779, "noon" },
        { 780, "in the afternoon" },
        { 1079, "in the afternoon" },
        { 1080, "in the evening" },
        { 1259, "in the evening" },
        { 1260, "at night" },
        { 1439, "at night" },
    };
    for (const auto &[minute, text] : borders)
        QCOMPARE(format->format(WallTime(std::chrono::minutes(minute))), QByteArray(text));
}

void FormatterTextsTest::refusesTimeFormats_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *pattern, const char *error) {
        QTest::newRow(pattern) << QByteArray(pattern) << QString::fromLatin1(error);
    };
    row("HH:mm j",
        "unknown letter \"j\" in the timestamp format \"HH:mm j\""
        " (text stands between apostrophes: 'at' HH:mm:ss)");
    row("HH z",
        "letter \"z\" in the timestamp format \"HH z\" asks for the name of the time zone, which "
        "prun does not know (O and x write its distance from Greenwich)");
    row("vvvv",
        "letter \"v\" in the timestamp format \"vvvv\" asks for the name of the time zone, which "
        "prun does not know (O and x write its distance from Greenwich)");
}

void FormatterTextsTest::refusesTimeFormats()
{
    QFETCH(const QByteArray, pattern);
    const Result<TimestampFormat> format = TimestampFormat::parse(pattern);
    QVERIFY(!format);
    QTEST(format.error().toString(), "error");
}

void FormatterTextsTest::parsesStyles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("depth");
    QTest::addColumn<QByteArray>("painted"); // empty: refused
    const auto row = [](const char *text, int depth, const QByteArray &painted) {
        QTest::addRow("%s in %d bits", text, depth) << QByteArray(text) << depth << painted;
    };
    row("red", 4, "\x1b[31mx\x1b[0m");
    row("bgBlue.bold", 4, "\x1b[44;1mx\x1b[0m");
    row("gray.underline.visible", 4, "\x1b[90;4mx\x1b[0m");
    row("reset", 4, "x");
    row("red", 0, "x");
    row("#23de43", 24, "\x1b[38;2;35;222;67mx\x1b[0m");
    row("bg#fff", 24, "\x1b[48;2;255;255;255mx\x1b[0m");
    row("#ff0000", 8, "\x1b[38;5;196mx\x1b[0m");
    row("#808080", 8, "\x1b[38;5;244mx\x1b[0m");
    row("#ff0000", 4, "\x1b[91mx\x1b[0m");
    row("rde", 4, "");
    row("#12345", 24, "");
    row("#-12345", 24, "");
    row("red..bold", 4, "");
    row("", 4, "");
}

void FormatterTextsTest::parsesStyles()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, depth);
    QFETCH(const QByteArray, painted);
    const Result<Style> style = Style::parse(text, depth);
    QCOMPARE(bool(style), !painted.isEmpty());
    if (style)
        QCOMPARE(style->paint("x"), painted);
}

void FormatterTextsTest::cyclesColors()
{
    const auto painted = [](const QByteArrayList &given, int task) {
        const Result<PrefixColors> colors = PrefixColors::parse(given, 4);
        return colors->styleOf(static_cast<std::size_t>(task)).paint("x").mid(2, 2);
    };
    const QByteArrayList automatic;
    QCOMPARE(painted(automatic, 0), QByteArray("36"));
    QCOMPARE(painted(automatic, 1), QByteArray("35"));
    QCOMPARE(painted(automatic, 5), QByteArray("36"));
    QCOMPARE(painted({ "red", "blue" }, 7), QByteArray("34")); // the last one repeats
    QCOMPARE(painted({ "auto", "red", "auto" }, 2), QByteArray("35"));
    QCOMPARE(painted({ "auto", "red", "auto" }, 3), QByteArray("32"));
    QVERIFY(!PrefixColors::parse({ "red", "blau" }, 4));
}

void FormatterTextsTest::keepsTails()
{
    OutputTail tail;
    QVERIFY(tail.lines(3).isEmpty());
    tail.append("one\ntwo\nthr");
    tail.append("ee\n");
    QCOMPARE(tail.lines(2), QByteArrayList({ "two", "three" }));
    for (int i = 0; i < 5000; ++i)
        tail.append("line " + QByteArray::number(i) + '\n');
    QCOMPARE(tail.lines(2), QByteArrayList({ "line 4998", "line 4999" }));
    tail.append(QByteArray(100'000, 'x') + "\nlast");
    const QByteArrayList lines = tail.lines(10);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[1], QByteArray("last"));
    QVERIFY(lines[0].startsWith("..xxx"));
    QVERIFY(lines[0].size() <= OutputTail::capacity);
}

void FormatterTextsTest::namesSignals()
{
    QCOMPARE(nameOfSignal(SIGTERM), QByteArray("SIGTERM"));
    QCOMPARE(nameOfSignal(SIGSEGV), QByteArray("SIGSEGV"));
    QCOMPARE(nameOfSignal(60), QByteArray("signal 60"));
    QCOMPARE(nameOfSignal(static_cast<int>(0xC0000005)), QByteArray("0xC0000005"));
    QCOMPARE(QByteArray(meaningOfStatus(static_cast<int>(0xC0000135))), "a DLL is missing");
    QCOMPARE(meaningOfStatus(SIGSEGV), nullptr);
    QCOMPARE(meaningOfStatus(0), nullptr);
}

QTEST_APPLESS_MAIN(FormatterTextsTest)

#include "tst_formatter_texts.moc"
