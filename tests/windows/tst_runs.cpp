// SPDX-License-Identifier: MIT
// prun.exe from outside: output, input, names and paths with all characters, plugins that are DLLs.
#include "outside.h"

#include <tests/support/start_program.h>

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

namespace {

class TestRuns : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothStreamsArriveWhole();
    void moreCommandsThanAWaitCanHave();
    void outputIsAPipeLikeOthers();
    void inputIsPassedOn();
    void inputFileIsBytes();
    void noInputUnlessAsked();
    void aCommandForEveryValue();
    void unicode();
    void longPath();
    void programIsLookedForInPath();
    void batchFileOfPathIsTheOneThatRuns();
    void powerShellGetsTheLineAsItIs();
    void workingFolderIsNotSearched();
    void devicesAreNoPrograms();
    void pluginsAreListed();
    void reportReplacesTheOldOne();
    void readerThatGoesAway();
};

void TestRuns::bothStreamsArriveWhole()
{
    constexpr int kBytes = 10'485'760;
    OutsidePrun prun({ "-p", "none", childCommand("spew " + QByteArray::number(kBytes)) });
    QCOMPARE(prun.waitForEnd(), 0);
    const QByteArray line = QByteArray(63, 'x') + '\n';
    QCOMPARE(prun.out().count(line), kBytes / 64);
    QVERIFY(prun.err().count(line) == kBytes / 64);
}

void TestRuns::moreCommandsThanAWaitCanHave()
{
    QByteArrayList arguments{ "-m", "0", "--kill-timeout=100ms" };
    for (int i = 0; i < 70; ++i)
        arguments << childCommand("wait");
    OutsidePrun prun(arguments);
    QVERIFY(prun.waitUntil([&] { return prun.out().count("ready") == 70; }, 200000));
    prun.pressCtrlC();
    QVERIFY(prun.waitUntil([&] { return prun.err().count("] ") >= 70; }));
    QVERIFY(prun.waitForEnd() > 1);
}

/// prun itself, as a command, wants to know whether somebody reads; so do Cygwin's programs.
void TestRuns::outputIsAPipeLikeOthers()
{
    OutsidePrun prun({ "-p", "none", childCommand("pipe-state") });
    QCOMPARE(prun.waitForEnd(), 0);
    QVERIFY2(prun.out().contains("may ask"), prun.out());
}

void TestRuns::inputIsPassedOn()
{
    OutsidePrun prun({ "-i", "-p", "none", childCommand("copy-input") });
    prun.type("a line\n");
    QVERIFY(prun.waitForOut("a line\n"));
    prun.type(QByteArray(200'000, 'y') + '\n');
    prun.closeInput();
    QCOMPARE(prun.waitForEnd(), 0);
    QCOMPARE(prun.out().count('y'), 200'000);
    QVERIFY(prun.out().contains("end of input"));
}

/// Not text, in which Ctrl-Z would be the end.
void TestRuns::inputFileIsBytes()
{
    QTemporaryDir temporary;
    QFile values(temporary.filePath(QStringLiteral("values")));
    QVERIFY(values.open(QIODevice::WriteOnly));
    values.write("a\x1az\nc\n");
    values.close();
    QProcess prun;
    prun.setProgram(QString::fromUtf8(prunPath()));
    prun.setArguments(
        { QStringLiteral("map"), QString::fromUtf8(childCommand("print-arguments {}")) });
    prun.setStandardInputFile(values.fileName());
    QVERIFY(prun::test::startProgram(prun));
    QVERIFY(prun.waitForFinished(60000));
    const QByteArray out = prun.readAllStandardOutput();
    QVERIFY2(out.contains("<611a7a>") && out.contains("<63>"), out);
}

void TestRuns::noInputUnlessAsked()
{
    OutsidePrun prun({ childCommand("copy-input") });
    QVERIFY(prun.waitForOut("end of input"));
    QCOMPARE(prun.waitForEnd(), 0);
}

void TestRuns::aCommandForEveryValue()
{
    OutsidePrun prun({ "map", "-j", "1", childCommand("print-arguments x{} {}") });
    prun.type("plain\r\n"); // is worked on while more may come
    QVERIFY(prun.waitForOut("<" + QByteArray("xplain").toHex() + ">"));
    const QByteArrayList values{ "a  b", "x&echo hacked", "a|b>c", "^", "it's", "\u00e4\u20ac" };
    prun.type(values.join("\r\n") + "\r\n");
    prun.closeInput();
    QVERIFY2(prun.waitForEnd() == 0, prun.err());
    for (const QByteArray &value : values) {
        QVERIFY2(prun.out().contains("<" + ("x" + value).toHex() + ">"), prun.out());
        QVERIFY2(prun.out().contains("<" + value.toHex() + ">"), prun.out());
    }
    QVERIFY2(!prun.out().contains("hacked"), prun.out());
}

void TestRuns::unicode()
{
    QTemporaryDir temporary;
    const QString name = QStringLiteral("Ordner \u00e4\u20ac\u65e5");
    QVERIFY(QDir(temporary.path()).mkdir(name));
    const QByteArray folder = temporary.filePath(name).toUtf8();
    OutsidePrun prun({ "-p", "index", "--sequence", "--cwd", folder, "--env",
                       "GRUSS=gr\u00fc\u00df \u20ac", childCommand("environment GRUSS"),
                       childCommand("folder"), childCommand("print-arguments \u00e4\u20ac") });
    QCOMPARE(prun.waitForEnd(), 0);
    QVERIFY2(prun.out().contains("[0] gr\u00fc\u00df \u20ac"), prun.out());
    QVERIFY2(prun.out().contains(name.toUtf8()), prun.out());
    QVERIFY2(prun.out().contains("[2] <c3a4e282ac>"), prun.out());
}

void TestRuns::longPath()
{
    QTemporaryDir temporary;
    QString folder = temporary.path();
    while (folder.size() < 300)
        folder += QStringLiteral("/a folder with a rather long name");
    QVERIFY(QDir().mkpath(folder));
    const QString program = folder + QStringLiteral("/far away.exe");
    QVERIFY(QFile::copy(QString::fromUtf8(winChild()), program));
    OutsidePrun prun({ '"' + program.toUtf8() + "\" exit 9", "--exit-code=first" });
    const qint64 end = prun.waitForEnd();
    QVERIFY2(end == 9, prun.err());
}

void TestRuns::programIsLookedForInPath()
{
    QTemporaryDir temporary;
    QVERIFY(QFile::copy(QString::fromUtf8(winChild()),
                        temporary.filePath(QStringLiteral("findme.exe"))));
    QFile script(temporary.filePath(QStringLiteral("scripted.cmd")));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("@echo the script says %1\r\n");
    script.close();
    const QByteArray path = temporary.path().toUtf8() + ';' + qgetenv("PATH");
    OutsidePrun prun({ "-p", "index", "--env", "Path=" + path, "findme print-arguments a",
                       "FindMe.exe print-arguments b", "scripted hello" });
    QCOMPARE(prun.waitForEnd(), 0);
    QVERIFY2(prun.out().contains("[0] <61>") && prun.out().contains("[1] <62>"), prun.out());
    QVERIFY2(prun.out().contains("[2] the script says hello"), prun.out());
}

/// cmd.exe, left alone, would take one of that name in the working folder; and of a path that is
/// written with slashes it would take the first folder for the command.
void TestRuns::batchFileOfPathIsTheOneThatRuns()
{
    QTemporaryDir temporary;
    const QDir folder(temporary.path());
    for (const char *name : { "good", "bad" }) {
        QVERIFY(folder.mkdir(QLatin1String(name)));
        QFile script(folder.filePath(QLatin1String(name) + QStringLiteral("/twice.cmd")));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write(QByteArray("@echo the ") + name + " one says %1\r\n");
    }
    const QByteArray path = folder.filePath(QStringLiteral("good")).toUtf8();
    OutsidePrun prun({ "-p", "index", "--env", "PATH=" + path + ';' + qgetenv("PATH"), "--cwd",
                       folder.filePath(QStringLiteral("bad")).toUtf8(), "twice a",
                       "../good/twice b", "./twice c" });
    QVERIFY2(prun.waitForEnd() == 0, prun.err());
    QVERIFY2(prun.out().contains("[0] the good one says a"), prun.out());
    QVERIFY2(prun.out().contains("[1] the good one says b"), prun.out());
    QVERIFY2(prun.out().contains("[2] the bad one says c"), prun.out());
}

/// Through a program that takes its place and says what it was given.
void TestRuns::powerShellGetsTheLineAsItIs()
{
    QTemporaryDir temporary;
    QVERIFY(
        QFile::copy(QString::fromUtf8(winChild()), temporary.filePath(QStringLiteral("pwsh.exe"))));
    const QByteArray path = temporary.path().toUtf8().replace('/', '\\') + ";C:\\windows\\system32";
    const QByteArray line = "echo 'a  b' \"c d\" | % { $_ + \"\\\" }";
    OutsidePrun prun({ "-p", "none", "--shell", "pwsh", "--env", "PATH=" + path, line });
    QCOMPARE(prun.waitForEnd(), 0);
    QVERIFY2(prun.out().contains("<-Command>\r\n<" + line + ">")
                 || prun.out().contains("<-Command>\n<" + line + ">"),
             prun.out() + prun.err());
}

void TestRuns::workingFolderIsNotSearched()
{
    QTemporaryDir temporary;
    QVERIFY(QFile::copy(QString::fromUtf8(winChild()),
                        temporary.filePath(QStringLiteral("planted.exe"))));
    const QByteArray folder = temporary.path().toUtf8();
    OutsidePrun prun({ "-p", "index", "--cwd", folder, "planted exit 0", ".\\planted exit 4" });
    QCOMPARE(prun.waitForEnd(), 1);
    QVERIFY2(prun.err().contains("[0] planted exit 0 could not be started"), prun.err());
    QVERIFY2(prun.err().contains("exited with code 4"), prun.err());
}

void TestRuns::devicesAreNoPrograms()
{
    OutsidePrun prun({ "-p", "index", "CON", "nul.exe x", "C:\\windows\\aux.com" });
    QCOMPARE(prun.waitForEnd(), 1);
    QCOMPARE(prun.err().count("could not be started"), 3 * 2); // when it happens, and at the end
}

void TestRuns::pluginsAreListed()
{
    OutsidePrun prun({ "plugins" });
    QCOMPARE(prun.waitForEnd(), 0);
    for (const char *id : { "prefix", "group", "jsonl", "timings", "command" })
        QVERIFY2(prun.out().contains(id), prun.out());
}

void TestRuns::reportReplacesTheOldOne()
{
    QTemporaryDir temporary;
    const QString path = temporary.filePath(QStringLiteral("report \u00e4.jsonl"));
    for (int i = 0; i < 2; ++i) {
        OutsidePrun prun({ "--report", "jsonl=" + path.toUtf8(), childCommand("exit 0") });
        QCOMPARE(prun.waitForEnd(), 0);
        QFile report(path);
        QVERIFY(report.open(QIODevice::ReadOnly));
        QCOMPARE(report.readAll().count("run-finished"), 1);
    }
}

void TestRuns::readerThatGoesAway()
{
    QProcess shell;
    shell.setProgram(QStringLiteral("cmd.exe"));
    const QString prun = QDir::toNativeSeparators(QCoreApplication::applicationDirPath()
                                                  + QStringLiteral("/../bin/prun.exe"));
    const QString child = QDir::toNativeSeparators(QString::fromUtf8(winChild()));
    shell.setNativeArguments(QStringLiteral("/d /s /c \"\"%1\" \"\\\"%2\\\" spew 100000000\" | "
                                            "\"%2\" exit 0\"")
                                 .arg(prun, child));
    QVERIFY(prun::test::startProgram(shell));
    QVERIFY(shell.waitForFinished(60000)); // and does not write a hundred megabytes to nobody
}

} // namespace

QTEST_GUILESS_MAIN(TestRuns)
#include "tst_runs.moc"
