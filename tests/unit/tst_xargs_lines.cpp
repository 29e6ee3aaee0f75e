// SPDX-License-Identifier: MIT
// How values come into the command lines of `prun map --dialect xargs`.
#include <core/sources/xargs_lines.h>

#include <QtTest/qtest.h>

using namespace prun;

namespace {

class TestXargsLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void staysAtItsEnd();
};

/// `/` ends the line that a value stands in.
XargsLines::NextValue valuesOf(const QByteArray &text, bool inPieces)
{
    struct State
    {
        QByteArrayList values;
        bool waits = false;
    };
    const auto state = std::make_shared<State>();
    if (!text.isEmpty())
        state->values = text.split(' ');
    return [state, inPieces](XargsWords::Word &value) -> Result<Pull> {
        state->waits = inPieces && !state->waits;
        if (state->waits)
            return Pull::NotYet;
        if (state->values.isEmpty())
            return Pull::End;
        value.bytes = state->values.takeFirst();
        value.endsLine = value.bytes.endsWith('/');
        if (value.endsLine)
            value.bytes.chop(1);
        return Pull::Got;
    };
}

/// The lines with | between them, and at the end why there are no more.
QByteArray shownLines(const QByteArrayList &command, const XargsLimits &limits,
                      const QByteArray &values, bool inPieces)
{
    XargsLines lines(command, limits, valuesOf(values, inPieces));
    QByteArrayList shown;
    for (;;) {
        QByteArrayList line;
        const Result<Pull> got = lines.next(line);
        if (!got)
            return (shown << "error: " + got.error().toString().toUtf8()).join('|');
        if (*got == Pull::End)
            return shown.join('|');
        if (*got == Pull::Got)
            shown << line.join(' ');
    }
}

void TestXargsLines::lines_data()
{
    QTest::addColumn<QByteArray>("values");
    QTest::addColumn<QByteArrayList>("command");
    QTest::addColumn<XargsLimits>("limits");
    QTest::addColumn<QByteArray>("shown");
    const auto row = [](const char *name, const QByteArray &values, const XargsLimits &limits,
                        const QByteArray &shown, const QByteArrayList &command = { "echo" }) {
        QTest::newRow(name) << values << command << limits << shown;
    };
    row("all in one", "1 2 3", {}, "echo 1 2 3");
    row("nothing", "", {}, "echo");
    row("nothing, -r", "", { .skipsEmpty = true }, "");
    row("nothing to replace", "", { .replaced = "{}" }, "");
    row("-n", "1 2 3", { .values = 2 }, "echo 1 2|echo 3");
    row("-n, all given out", "1 2", { .values = 2 }, "echo 1 2");
    row("-L", "1 2/ 3/", { .lines = 1 }, "echo 1 2|echo 3");
    row("-I", "1 2", { .replaced = "{}" }, "echo 1 1|echo 2 2", { "echo", "{}", "{}" });
    row("-E", "1 2 x 3", { .endMark = "x" }, "echo 1 2");
    row("-E, first", "x 3", { .endMark = "x" }, "echo");
    row("-E, part of a value", "1 xx 3", { .endMark = "x" }, "echo 1 xx 3");
    row("-s", "1 2 3 4 5", { .bytes = 10 }, "echo 1 2|echo 3 4|echo 5");
    row("-s, just so", "1 2 3", { .bytes = 9 }, "echo 1 2|echo 3");
    row("-s, one too few", "1 2 3", { .bytes = 8 }, "echo 1|echo 2|echo 3");
    row("-s, the command itself", "1", { .bytes = 4 },
        "error: the command is too long for a command line of 4 bytes (-s N sets the limit)");
    row("-s, no value fits", "1 2", { .bytes = 6 },
        "error: a value of 1 bytes is too long for a command line of 6 bytes (-s N sets the "
        "limit)");
    row("-s, one value does not fit", "1 22222 3", { .bytes = 10 },
        "echo 1|error: a value of 5 bytes is too long for a command line of 10 bytes (-s N sets "
        "the limit)");
    row("-s -x, one value does not fit", "1 22222 3", { .bytes = 10, .stopsIfTooLong = true },
        "error: a value of 5 bytes is too long for a command line of 10 bytes (-s N sets the "
        "limit)");
    row("-s -n", "1 2 3 4 5", { .values = 3, .bytes = 10 }, "echo 1 2|echo 3 4|echo 5");
    row("-s -n -x", "1 2 3 4 5", { .values = 3, .bytes = 10, .stopsIfTooLong = true },
        "error: the values are too many for a command line of 10 bytes (-s N sets the limit)");
    row("-s -x", "1 2 3", { .bytes = 10, .stopsIfTooLong = true }, "echo 1 2|echo 3");
    row("-s -L", "1/ 2/ 3/", { .lines = 3, .bytes = 10 },
        "error: the values are too many for a command line of 10 bytes (-s N sets the limit)");
    row("-s -I", "1 2", { .replaced = "{}", .bytes = 9 }, "echo 1 1|echo 2 2",
        { "echo", "{}", "{}" });
    row("-s -I, too long", "1 22 3", { .replaced = "{}", .bytes = 9 },
        "echo 1 1|error: the command is too long with its value for a command line of 9 bytes (-s "
        "N sets the limit)",
        { "echo", "{}", "{}" });
}

void TestXargsLines::lines()
{
    QFETCH(const QByteArray, values);
    QFETCH(const QByteArrayList, command);
    QFETCH(const XargsLimits, limits);
    QTEST(shownLines(command, limits, values, false), "shown");
    QTEST(shownLines(command, limits, values, true), "shown");
}

/// An error stays one, and the end the end.
void TestXargsLines::staysAtItsEnd()
{
    XargsLines lines({ "echo" }, { .bytes = 4 }, valuesOf("1", false));
    QByteArrayList line;
    QVERIFY(!lines.next(line));
    QVERIFY(!lines.next(line));
    XargsLines some({ "echo" }, {}, valuesOf("1", false));
    QCOMPARE(*some.next(line), Pull::Got);
    QCOMPARE(*some.next(line), Pull::End);
    QCOMPARE(*some.next(line), Pull::End);
}

} // namespace

QTEST_APPLESS_MAIN(TestXargsLines)
#include "tst_xargs_lines.moc"
