// SPDX-License-Identifier: MIT
// What commands can do to the terminal that prun writes to, with real processes and the program
// from outside: control sequences, colours that are left open, progress bars, terminals of odd
// sizes.
#include <tests/support/leak_check.h>
#include <tests/support/prun_process.h>
#include <tests/support/pty.h>

#include <QtCore/qfile.h>
#include <QtTest/qtest.h>

using namespace std::chrono_literals;

namespace {

class TestTerminalOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sequences_data();
    void sequences();
    void sequencesInAPipe();
    void openColourDoesNotLeak();
    void carriageReturns();
    void carriageReturnsInAPipe();
    void slowlyWrittenCharacters();
    void inputIsTheNullDevice();
    void oddTerminals_data();
    void oddTerminals();
    void resizeStorm();
    void namesAreShownEscaped();
    void textFitsTheTerminal_data();
    void textFitsTheTerminal();
};

PrunProcess::Setup on(Pty &terminal, const QByteArrayList &environment = {})
{
    PrunProcess::Setup setup;
    setup.terminal = &terminal;
    setup.environment = QByteArrayList{ "TERM=xterm-256color" } + environment;
    return setup;
}

void TestTerminalOutput::sequences_data()
{
    QTest::addColumn<QByteArray>("sequence"); // for printf
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("passes");
    QTest::newRow("colour") << QByteArray("\\033[31m") << QByteArray("\x1b[31m") << true;
    QTest::newRow("link") << QByteArray("\\033]8;;http://x\\033\\\\")
                          << QByteArray("\x1b]8;;http://x\x1b\\") << true;
    QTest::newRow("clipboard") << QByteArray("\\033]52;c;aGk=\\007") << QByteArray("\x1b]52;")
                               << false;
    QTest::newRow("title") << QByteArray("\\033]0;PWNED\\007") << QByteArray("\x1b]0;") << false;
    QTest::newRow("device control")
        << QByteArray("\\033Pq#0\\033\\\\") << QByteArray("\x1bP") << false;
    QTest::newRow("clear") << QByteArray("\\033[2J") << QByteArray("\x1b[2J") << false;
    QTest::newRow("other screen") << QByteArray("\\033[?1049h") << QByteArray("\x1b[?1049")
                                  << false;
    QTest::newRow("mouse") << QByteArray("\\033[?1003h") << QByteArray("\x1b[?1003") << false;
    QTest::newRow("cursor") << QByteArray("\\033[10A") << QByteArray("\x1b[10A") << false;
    QTest::newRow("unfinished") << QByteArray("\\033[10") << QByteArray("\x1b[10") << false;
}

void TestTerminalOutput::sequences()
{
    QFETCH(const QByteArray, sequence);
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, passes);
    // In one piece, and cut into single bytes.
    for (const QByteArray &command :
         { "printf 'before" + sequence + "after\\n'",
           "printf 'before" + sequence
               + "after\\n' | while IFS= read -r -N1 b; do "
                 "printf %s \"$b\"; [ \"$b\" = a ] && sleep 0.15; done; echo" }) {
        Pty terminal;
        PrunProcess prun({ "--shell=bash", "-p", "none", command }, on(terminal));
        QCOMPARE(prun.waitForEnd(), exited(0));
        QVERIFY2(prun.out().contains("before"), prun.out().constData());
        QVERIFY2(prun.out().contains(bytes) == passes, prun.out().toPercentEncoding().constData());
    }
}

void TestTerminalOutput::sequencesInAPipe()
{
    PrunProcess prun({ "-p", "none", "printf '\\033[2J\\033]0;title\\007\\033[10'" });
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(prun.out().trimmed(), QByteArray("\x1b[2J\x1b]0;title\x07\x1b[10"));
}

void TestTerminalOutput::openColourDoesNotLeak()
{
    Pty terminal;
    PrunProcess prun(
        { "-p", "index", "--sequence", "printf '\\033[38;5;99mopen\\n'", "echo plain" },
        on(terminal));
    QCOMPARE(prun.waitForEnd(), exited(0));
    const QByteArray &out = prun.out();
    const qsizetype open = out.indexOf("open");
    const qsizetype plain = out.indexOf("plain", open);
    QVERIFY2(open > 0 && plain > open, out.toPercentEncoding().constData());
    QVERIFY2(out.mid(open, plain - open).contains("\x1b[0m"), out.toPercentEncoding().constData());
    QVERIFY(out.lastIndexOf("\x1b[38;5;99m", plain) < open);
}

void TestTerminalOutput::carriageReturns()
{
    Pty terminal;
    PrunProcess prun({ "-p", "index",
                       "for i in $(seq 100); do printf \"\\r$i %%\"; sleep 0.01;"
                       " done; echo; echo done" },
                     on(terminal));
    QCOMPARE(prun.waitForEnd(), exited(0));
    QVERIFY2(prun.out().contains("100 %"), prun.out().constData()); // the last state is there
    QVERIFY(prun.out().contains("done"));
}

void TestTerminalOutput::carriageReturnsInAPipe()
{
    PrunProcess prun({ "-p", "index", "printf 'a\\rb\\rc\\n'" });
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(prun.out(), "[0] a\rb\rc\n");
}

void TestTerminalOutput::slowlyWrittenCharacters()
{
    // Longer between two bytes of a character than an unfinished line waits.
    PrunProcess prun({ "-p", "none", childCommand("bytes-slowly 130 é€🙂") });
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(prun.out().trimmed(), "é€🙂");
}

void TestTerminalOutput::inputIsTheNullDevice()
{
    Pty terminal;
    PrunProcess prun({ "cat; echo 'end of input'" }, on(terminal));
    QVERIFY(prun.waitForOut("end of input"));
    QCOMPARE(prun.waitForEnd(), exited(0));
}

void TestTerminalOutput::oddTerminals_data()
{
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QByteArray>("term");
    QTest::newRow("1 x 1") << 1 << 1 << QByteArray("TERM=xterm");
    QTest::newRow("no size") << 0 << 0 << QByteArray("TERM=xterm");
    QTest::newRow("dumb") << 80 << 24 << QByteArray("TERM=dumb");
    QTest::newRow("unknown") << 80 << 24 << QByteArray("TERM=");
    QTest::newRow("no colour") << 80 << 24 << QByteArray("NO_COLOR=1");
}

void TestTerminalOutput::oddTerminals()
{
    QFETCH(const int, columns);
    QFETCH(const int, rows);
    QFETCH(const QByteArray, term);
    for (const char *formatter : { "prefix", "group", "progress", "timings" }) {
        Pty terminal;
        terminal.resize(columns, rows);
        PrunProcess prun({ "--formatter", formatter, "-n", "日本語,e\xcc\x81\xcc\x82,עברית",
                           "echo some words", "exit 3", "printf unfinished" },
                         on(terminal, { term }));
        QCOMPARE(prun.waitForEnd(), exited(1));
        QVERIFY2(!prun.out().isEmpty(), formatter);
    }
}

/// Again and again: the storm is to meet a command that is being started, too.
void TestTerminalOutput::resizeStorm()
{
    for (int run = 0; run < 20; ++run) {
        Pty terminal;
        PrunProcess prun({ "--formatter", "progress", "-i",
                           "read line; [ \"$line\" = it ] && exit 7", "--exit-code=first" },
                         on(terminal));
        QVERIFY(!prun.waitUntil([] { return false; }, 1ms));
        for (int i = 0; i < 2000; ++i)
            terminal.resize(1 + i % 200, 1 + i % 60);
        prun.type("it\n");
        QCOMPARE(prun.waitForEnd(), exited(7));
    }
}

void TestTerminalOutput::namesAreShownEscaped()
{
    const QByteArray name = "\x1b]0;PWNED\x07\x1b[2J\u202e\xc2\x9b\r";
    for (const char *formatter : { "prefix", "group", "progress", "timings" }) {
        Pty terminal;
        PrunProcess prun({ "--formatter", formatter, "-n", name, "echo x; exit 3" }, on(terminal));
        QCOMPARE(prun.waitForEnd(), exited(1));
        for (const char *bad : { "\x1b]0", "\x1b[2J", "\u202e", "\xc2\x9b" })
            QVERIFY2(!prun.out().contains(bad), prun.out().toPercentEncoding().constData());
        QVERIFY2(prun.out().contains("\\x1b]0;PWNED"), prun.out().toPercentEncoding().constData());
    }
}

void TestTerminalOutput::textFitsTheTerminal_data()
{
    QTest::addColumn<QByteArrayList>("call");
    QTest::newRow("help") << QByteArrayList{ "--help" };
    QTest::newRow("help of map") << QByteArrayList{ "map", "--help" };
    QTest::newRow("plugins") << QByteArrayList{ "plugins" };
}

/// But for a line of one word, such as the path of a plugin.
void TestTerminalOutput::textFitsTheTerminal()
{
    QFETCH(const QByteArrayList, call);
    for (const int columns : { 40, 200 }) {
        Pty terminal;
        terminal.resize(columns, 24);
        PrunProcess prun(call, on(terminal));
        QCOMPARE(prun.waitForEnd(), exited(0));
        qsizetype longest = 0;
        for (const QString &line : QString::fromUtf8(prun.out()).split(QLatin1Char('\n'))) {
            if (line.trimmed().contains(QLatin1Char(' ')))
                longest = std::max(longest, line.trimmed().size());
        }
        QVERIFY2(longest > columns / 4 && longest <= std::min(columns, 80), prun.out().constData());
    }
}

} // namespace

QTEST_GUILESS_MAIN(TestTerminalOutput)
#include "tst_terminal_output.moc"
