// SPDX-License-Identifier: MIT
// prun start and run-s on a terminal, where their keys come from.
#include <tests/support/leak_check.h>
#include <tests/support/prun_process.h>
#include <tests/support/pty.h>

#include <QtCore/qfile.h>
#include <QtCore/qregularexpression.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

class TestStartOnTerminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void interrupted();
    void askedTwice();
    void oneCommandHasTheTerminal();
    void oneScriptReadsTheTerminal_data();
    void oneScriptReadsTheTerminal();
    void severalScriptsReadItInTurn();
    void scriptsSideBySideDoNot();

private:
    void procfile(const QByteArray &text) const { write(u"Procfile"_s, text); }
    void write(const QString &name, const QByteArray &text) const;
    PrunProcess::Setup on(Pty &terminal) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

QByteArray masked(QByteArray text)
{
    QString shown = QString::fromUtf8(text.replace('\r', ""));
    shown.replace(QRegularExpression(u"\\d\\d:\\d\\d:\\d\\d "_s), u"HH:MM:SS "_s);
    shown.replace(QRegularExpression(u"with pid \\d+"_s), u"with pid PID"_s);
    return shown.replace(u'\x1b', u'~').toUtf8();
}

void TestStartOnTerminal::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestStartOnTerminal::write(const QString &name, const QByteArray &text) const
{
    QFile file(m_folder->filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

PrunProcess::Setup TestStartOnTerminal::on(Pty &terminal) const
{
    PrunProcess::Setup setup;
    setup.terminal = &terminal;
    setup.folder = QFile::encodeName(m_folder->path());
    setup.environment = { "TERM=xterm" };
    return setup;
}

// foreman's colours; Ctrl-C goes to the processes as it is, and the first code is that of prun.
void TestStartOnTerminal::interrupted()
{
    procfile("web: trap 'echo cleaned up; exit 3' INT; sleep 0.2; echo ready; while :; do sleep "
             "0.02; done\n"
             "worker: until [ -e never ]; do sleep 0.02; done\n");
    Pty terminal;
    LeakCheck leaks;
    PrunProcess prun({ "start" }, on(terminal));
    QVERIFY(prun.waitForOut("ready"));
    prun.type("\x03");
    QCOMPARE(prun.waitForEnd(), exited(3));
    const QByteArray out = masked(prun.out());
    for (const char *line : { "~[36mHH:MM:SS web.1    | ~[0mstarted with pid PID\n",
                              "~[33mHH:MM:SS worker.1 | ~[0mstarted with pid PID\n",
                              "~[37mHH:MM:SS system   | ~[0mSIGINT received, starting shutdown\n"
                              "~[37mHH:MM:SS system   | ~[0msending SIGINT to all processes\n",
                              "~[36mHH:MM:SS web.1    | ~[0mcleaned up\n",
                              "~[36mHH:MM:SS web.1    | ~[0mexited with code 3\n",
                              "~[33mHH:MM:SS worker.1 | ~[0mterminated by SIGINT\n" })
        QVERIFY2(out.contains(line), (line + ("\nis not in\n" + out)).constData());
    NOTHING_LEFT(leaks);
}

void TestStartOnTerminal::askedTwice()
{
    procfile("web: trap 'echo once' INT; echo ready; while :; do sleep 0.02; done\n");
    Pty terminal;
    LeakCheck leaks;
    PrunProcess prun({ "start", "-t", "1h" }, on(terminal));
    QVERIFY(prun.waitForOut("ready"));
    prun.type("\x03");
    QVERIFY(prun.waitForOut("once"));
    prun.send(SIGTERM); // a second key that comes too soon counts as the same
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    QVERIFY2(masked(prun.out()).contains("sending SIGKILL to all processes\n"),
             prun.out().constData());
    NOTHING_LEFT(leaks);
}

void TestStartOnTerminal::oneCommandHasTheTerminal()
{
    procfile("web: true\n");
    Pty terminal;
    PrunProcess prun({ "start", "--exec",
                       "[ -t 0 ] && [ -t 1 ] && echo ready; read line; "
                       "echo got $line; exit 4" },
                     on(terminal));
    QVERIFY(prun.waitForOut("ready"));
    prun.type("some text\n");
    QCOMPARE(prun.waitForEnd(), exited(4));
    QVERIFY2(prun.out().contains("got some text"), prun.out().constData());
}

void TestStartOnTerminal::oneScriptReadsTheTerminal_data()
{
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<QByteArray>("line");
    using L = QByteArrayList;
    QTest::newRow("run-s") << L{ "run-s", "-s", "ask" } << QByteArray("got some text");
    QTest::newRow("run-p") << L{ "run-p", "-s", "ask" } << QByteArray("got some text");
    QTest::newRow("labels") << L{ "run-s", "-s", "-l", "ask" }
                            << QByteArray("\x1b[36m[ask]\x1b[39m got some text");
}

/// As with npm-run-all; it also gets one SIGINT for one Ctrl-C, and prun waits for it.
void TestStartOnTerminal::oneScriptReadsTheTerminal()
{
    QFETCH(const QByteArrayList, arguments);
    QFETCH(const QByteArray, line);
    write(
        u"package.json"_s,
        R"({"scripts":{"ask":"trap 'echo cleaned up; exit 4' INT; [ -t 0 ] && echo ready; read l; )"
        R"(echo got $l; while :; do sleep 0.02; done"}})");
    Pty terminal;
    LeakCheck leaks;
    PrunProcess prun(arguments, on(terminal));
    QVERIFY(prun.waitForOut("ready"));
    prun.type("some text\n");
    QVERIFY2(prun.waitForOut(line), prun.out().constData());
    prun.type("\x03");
    prun.waitForEnd();
    QCOMPARE(prun.out().count("cleaned up"), 1);
    NOTHING_LEFT(leaks);
}

/// Each gets one SIGINT for one Ctrl-C while it runs.
void TestStartOnTerminal::severalScriptsReadItInTurn()
{
    write(
        u"package.json"_s,
        R"({"scripts":{"a":"echo first; read l; echo a $l","b":"trap 'echo cleaned up; exit 4' INT; )"
        R"([ -t 0 ] && echo second; read l; echo b $l; while :; do sleep 0.02; done"}})");
    Pty terminal;
    LeakCheck leaks;
    PrunProcess prun({ "run-s", "-s", "a", "b" }, on(terminal));
    QVERIFY(prun.waitForOut("first"));
    prun.type("one\n");
    QVERIFY(prun.waitForOut("a one"));
    QVERIFY(prun.waitForOut("second"));
    prun.type("two\n");
    QVERIFY(prun.waitForOut("b two"));
    prun.type("\x03");
    prun.waitForEnd();
    QCOMPARE(prun.out().count("cleaned up"), 1);
    NOTHING_LEFT(leaks);
}

void TestStartOnTerminal::scriptsSideBySideDoNot()
{
    write(u"package.json"_s,
          R"({"scripts":{"a":"read l || echo nothing","b":"[ -t 0 ] || echo none"}})");
    Pty terminal;
    PrunProcess prun({ "run-p", "-s", "a", "b" }, on(terminal));
    QCOMPARE(prun.waitForEnd(), exited(0));
    QVERIFY2(prun.out().contains("nothing") && prun.out().contains("none"), prun.out().constData());
}

} // namespace

QTEST_GUILESS_MAIN(TestStartOnTerminal)
#include "tst_start_on_terminal.moc"
