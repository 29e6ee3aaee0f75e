// SPDX-License-Identifier: MIT
// The console that prun.exe itself has: what it shows there, and that it leaves it as it was.
#include "outside.h"

#include <platform/command_line.h>
#include <tests/support/start_program.h>

#include <QtCore/qsavefile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <qt_windows.h>

namespace {

// Not in the headers of mingw for all versions.
constexpr int kEscapeSequences = 4; // ENABLE_VIRTUAL_TERMINAL_PROCESSING

/// A program with a console as old ones are set up, code page 437, that starts prun in it. Deleted,
/// it is killed.
class ConsoleOwner
{
public:
    /// The keys are typed before prun is started; `/` is Return.
    ConsoleOwner(bool onConsole, const QByteArrayList &arguments, const QString &keys = {})
    {
        const QByteArray line =
            '"' + prunPath() + '"' + prun::windowsArguments(QByteArrayList{ "prun" } + arguments);
        m_process.setCreateProcessArgumentsModifier([](QProcess::CreateProcessArguments *call) {
            call->flags |= CREATE_NO_WINDOW; // a console, but none that anyone sees
        });
        m_process.setProgram(QString::fromUtf8(winChild()));
        m_process.setArguments({ QStringLiteral("in-console"), m_folder.path(),
                                 onConsole ? QStringLiteral("on") : QStringLiteral("off"),
                                 QString::fromUtf8(line), keys });
        if (!prun::test::startProgram(m_process))
            qFatal("the child does not start");
    }
    ~ConsoleOwner()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(ConsoleOwner)

    /// A file for a command; others are `before`, `after`, `screen` and `code`.
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }
    bool waitFor(const char *name) const
    {
        return QTest::qWaitFor([&] { return QFile::exists(path(name)); }, 60000);
    }
    QByteArray content(const char *name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such file");
    }
    bool pressCtrlC(int times) const
    {
        QSaveFile file(path("press"));
        return file.open(QIODevice::WriteOnly) && file.write(QByteArray::number(times)) == 1
            && file.commit();
    }

private:
    QTemporaryDir m_folder;
    QProcess m_process;
};

struct Modes
{
    int outputPage = 0;
    int outputMode = 0;
    int inputPage = 0;
    int inputMode = 0;
};

Modes modesOf(const QByteArray &text)
{
    const QByteArrayList words = text.split(' ');
    if (words.size() != 6)
        qFatal("a console that says of itself: %s", text.constData());
    return { words[1].toInt(), words[2].toInt(), words[4].toInt(), words[5].toInt() };
}

class TestOwnConsole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isSetUpWhilePrunRuns();
    void isRestoredAfter_data();
    void isRestoredAfter();
    void isRestoredAfterCtrlC_data();
    void isRestoredAfterCtrlC();
    void stayAsItIsForAPipe();
    void showsUtf8();
    void readsUtf8();
};

QByteArray modesCommand(const QString &file)
{
    return childCommand("console-modes \"" + file.toUtf8() + '"');
}

/// A command that has prun's console sees what prun has made of it.
void TestOwnConsole::isSetUpWhilePrunRuns()
{
    QTemporaryDir folder;
    const QString during = folder.filePath(QStringLiteral("during"));
    const ConsoleOwner owner(true, { "--tty", "0", modesCommand(during) });
    QVERIFY(owner.waitFor("after"));
    QCOMPARE(owner.content("code"), "0");
    QFile file(during);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Modes before = modesOf(owner.content("before"));
    const Modes then = modesOf(file.readAll());
    QCOMPARE(before.outputPage, 437);
    QCOMPARE(before.outputMode & kEscapeSequences, 0);
    QCOMPARE(then.outputPage, 65001);
    QCOMPARE(then.inputPage, 65001);
    QCOMPARE(then.outputMode, before.outputMode | kEscapeSequences);
    QCOMPARE(owner.content("after"), owner.content("before"));
}

void TestOwnConsole::isRestoredAfter_data()
{
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<QByteArray>("code");
    using L = QByteArrayList;
    QTest::newRow("success") << L{ childCommand("exit 0") } << QByteArray("0");
    QTest::newRow("failure") << L{ childCommand("exit 4") } << QByteArray("1");
    QTest::newRow("wrong use") << L{ "--no-such-option" } << QByteArray("2");
    QTest::newRow("help") << L{ "--help" } << QByteArray("0");
    QTest::newRow("colours") << L{ "--color=always", childCommand("exit 0") } << QByteArray("0");
    QTest::newRow("a live view") << L{ "--formatter=progress", childCommand("exit 0") }
                                 << QByteArray("0");
}

void TestOwnConsole::isRestoredAfter()
{
    QFETCH(const QByteArrayList, arguments);
    const ConsoleOwner owner(true, arguments);
    QVERIFY(owner.waitFor("after"));
    QTEST(owner.content("code"), "code");
    QCOMPARE(modesOf(owner.content("before")).outputPage, 437);
    QCOMPARE(owner.content("after"), owner.content("before"));
}

void TestOwnConsole::isRestoredAfterCtrlC_data()
{
    QTest::addColumn<int>("timesMore");
    QTest::newRow("commands are killed, prun ends") << 1;
    QTest::newRow("prun ends in the handler, if it has not yet") << 2;
}

void TestOwnConsole::isRestoredAfterCtrlC()
{
    QFETCH(const int, timesMore);
    QTemporaryDir folder;
    const QString noted = folder.filePath(QStringLiteral("noted"));
    const QString ready = noted + QStringLiteral(".ready");
    const ConsoleOwner owner(
        true, { "--kill-timeout=1h", childCommand("note-keys \"" + noted.toUtf8() + '"') });
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(ready); }, 60000));
    QVERIFY(owner.pressCtrlC(1));
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(noted); }, 60000));
    QVERIFY(owner.pressCtrlC(timesMore));
    QVERIFY(owner.waitFor("after"));
    QCOMPARE(owner.content("code"), QByteArray::number(DWORD(STATUS_CONTROL_C_EXIT)));
    QCOMPARE(owner.content("after"), owner.content("before"));
}

void TestOwnConsole::stayAsItIsForAPipe()
{
    QTemporaryDir folder;
    const QString during = folder.filePath(QStringLiteral("during"));
    const ConsoleOwner owner(false, { "--tty", "0", modesCommand(during) });
    QVERIFY(owner.waitFor("after"));
    QCOMPARE(owner.content("code"), "0");
    QFile file(during);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), owner.content("before"));
    QCOMPARE(owner.content("after"), owner.content("before"));
}

void TestOwnConsole::showsUtf8()
{
    const ConsoleOwner owner(true,
                             { "-q", "--no-color", "--env", "TEXT=gr\u00f6\u00dfe \u2713 \u0416",
                               childCommand("environment TEXT") });
    QVERIFY(owner.waitFor("after"));
    QCOMPARE(owner.content("screen").split('\n').first(), "[0] gr\u00f6\u00dfe \u2713 \u0416");
}

void TestOwnConsole::readsUtf8()
{
    QTemporaryDir folder;
    const QString read = folder.filePath(QStringLiteral("read"));
    const ConsoleOwner owner(true, { "-i", childCommand("input-to-file \"" + read.toUtf8() + '"') },
                             QStringLiteral("gr\u00f6\u00dfe \u0416/\u001a/"));
    QVERIFY(owner.waitFor("after"));
    QFile file(read);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().trimmed(), "gr\u00f6\u00dfe \u0416");
    QCOMPARE(owner.content("after"), owner.content("before"));
}

} // namespace

QTEST_GUILESS_MAIN(TestOwnConsole)
#include "tst_own_console.moc"
