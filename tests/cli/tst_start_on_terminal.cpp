// SPDX-License-Identifier: MIT
// prun start on a terminal, where its keys come from.
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

private:
    void procfile(const QByteArray &text) const;
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

void TestStartOnTerminal::procfile(const QByteArray &text) const
{
    QFile file(m_folder->filePath(u"Procfile"_s));
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

} // namespace

QTEST_GUILESS_MAIN(TestStartOnTerminal)
#include "tst_start_on_terminal.moc"
