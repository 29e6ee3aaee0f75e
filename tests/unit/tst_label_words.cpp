// SPDX-License-Identifier: MIT
#include <core/config/label_words.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestLabelWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void prefix_data();
    void prefix();
    void colors_data();
    void colors();
};

void TestLabelWords::prefix_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("error"); // empty: it is taken as it is
    const auto row = [](const char *text, const char *error) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(error);
    };
    for (const char *keyword : { "", "index", "pid", "time", "command", "name", "none" })
        row(keyword, "");
    row("{time} {name}", "");
    row("{index}/{attempt} {elapsed} {pid}: {command}", "");
    row(">", "");
    row("app", "");
    row("{}", "");
    row("{ name }", "");
    row("{name", "");
    row("a}b{", "");
    row("{{name}}", "");
    row("{1}", "");
    row("indx", "unknown prefix \"indx\" (did you mean \"index\"?)");
    row("Name", "unknown prefix \"Name\" (did you mean \"name\"?)");
    row("commnad", "unknown prefix \"commnad\" (did you mean \"command\"?)");
    row("{nmae}", "unknown placeholder \"{nmae}\" (did you mean \"{name}\"?)");
    row("{name} {uptime}", "unknown placeholder \"{uptime}\" (did you mean \"{time}\"?)");
    row("{zzzzzzzzz}",
        "unknown placeholder \"{zzzzzzzzz}\""
        " (one of {index}, {name}, {command}, {pid}, {time}, {elapsed}, {attempt})");
}

void TestLabelWords::prefix()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, error);
    const auto parsed = parsePrefix(text);
    QCOMPARE(parsed ? QByteArray() : parsed.error().toString().toUtf8(), error);
    if (parsed)
        QCOMPARE(*parsed, text);
}

void TestLabelWords::colors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char *text, const char *error) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(error);
    };
    row("", "");
    row("auto", "");
    row("red,green,auto", "");
    row("red,,blue", "");
    row("bgBlue.bold,gray.dim,cyanBright,bgRedBright.white", "");
    row("#23de43,#fff,bg#000000,#ABCDEF.bold", "");
    row("reset,inverse,strikethrough,overline,hidden,visible,italic", "");
    row("BOLD", "");
    row("rde", "unknown colour \"rde\" (did you mean \"red\"?)");
    row("red.blod", "unknown colour \"blod\" (did you mean \"bold\"?)");
    row("atuo", "unknown colour \"atuo\" (did you mean \"auto\"?)");
    const char *const hint = " (auto, a name like cyan, bgBlue or redBright, a modifier like bold,"
                             " or #23de43)";
    for (const char *bad : { "#12", "#12345g", "#1234567", "bg#", "#", "rgb(1", "999999" })
        row(bad, QByteArray("unknown colour \"" + QByteArray(bad) + '"' + hint).constData());
    row("red..bold",
        "unknown colour \"\" (auto, a name like cyan, bgBlue or redBright,"
        " a modifier like bold, or #23de43)");
}

void TestLabelWords::colors()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, error);
    const auto parsed = parseColors(text);
    QCOMPARE(parsed ? QByteArray() : parsed.error().toString().toUtf8(), error);
    if (parsed && !text.isEmpty())
        QCOMPARE(parsed->join(','), text);
}

QTEST_APPLESS_MAIN(TestLabelWords)
#include "tst_label_words.moc"
