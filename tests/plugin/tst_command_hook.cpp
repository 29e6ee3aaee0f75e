// SPDX-License-Identifier: MIT
#include <core/plugin/hook_runner.h>
#include <core/plugin/plugin_loader.h>
#include <tests/support/system.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <csignal>

using namespace prun;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

using Options = QMap<QString, QString>;

std::vector<TaskSpec> twoTasks()
{
    std::vector<TaskSpec> tasks(2);
    tasks[0].name = "web";
    tasks[0].command = "node server.js, with a comma";
    tasks[1].command = "true";
    for (TaskSpec &task : tasks)
        task.surroundings = std::make_shared<const Surroundings>();
    return tasks;
}

/// A busy machine, or Wine, may take its time to start a command.
HookRunner::Limits patient()
{
    HookRunner::Limits limits;
    limits.warnAfter = limits.disableAfter = 1min;
    return limits;
}

/// The hook `command`, loaded as prun loads it, on its thread.
class CommandRun
{
public:
    explicit CommandRun(const Options &options)
        : m_tasks(twoTasks()),
          m_hooks({ [](TaskId, int, const StartDecision &) {},
                    [this](const Notice &notice) { notices << notice.text; },
                    [this](bool all) { finished = all; } },
                  patient())
    {
        PluginSearch search;
        search.own = QStringLiteral(PRUN_PLUGINS);
        search.program = QCoreApplication::applicationFilePath();
        PluginLoader loader(search);
        Result<std::unique_ptr<Hook>> hook = loader.makeHook(
            u"command"_s, { options, "run-1", m_tasks, m_hooks.speaker(u"command"_s) });
        if (hook)
            m_hooks.add(u"command"_s, std::move(*hook));
        else
            error = hook.error().toString();
    }

    void tell(decltype(Event::what) what) { m_hooks.consume({ 1ns, std::move(what) }); }
    /// Waits for its end.
    bool finish()
    {
        m_hooks.finish(1min);
        return QTest::qWaitFor([this] { return finished; }, 60000);
    }

    QString error;
    QByteArrayList notices;
    bool finished = false;

private:
    std::vector<TaskSpec> m_tasks;
    HookRunner m_hooks;
};

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? file.readAll().replace("\r\n", "\n")
                                      : QByteArray("(no file)");
}

/// Adds what a command is told to the file `log`. What cmd.exe expands to nothing stays as it is,
/// so there it adds all variables, for toldTo().
QString telling(const QString &log)
{
    if (test::onWindows)
        return u"set PRUN_>>\"%1\"&echo ->>\"%1\""_s.arg(QDir::toNativeSeparators(log));
    return u"echo \"$PRUN_RUN_ID $PRUN_EVENT $PRUN_NAME $PRUN_INDEX $PRUN_ATTEMPT $PRUN_PID "
           "[$PRUN_OUTCOME $PRUN_COMMAND_EXIT_CODE $PRUN_SIGNAL $PRUN_DURATION_MS] "
           "$PRUN_EXIT_STATUS "
           "$PRUN_COMMAND\" >> '%1'"_s.arg(log);
}

/// One line per command, as telling() writes it for sh.
QByteArray toldTo(const QString &log)
{
    if (!test::onWindows)
        return contents(log);
    QByteArray told;
    QMap<QByteArray, QByteArray> variables;
    const QByteArrayList lines = contents(log).trimmed().split('\n');
    for (const QByteArray &line : lines) {
        variables.insert(line.left(line.indexOf('=')), line.mid(line.indexOf('=') + 1));
        if (line != "-")
            continue;
        const auto value = [&](const char *name) { return variables.take(name); };
        told += value("PRUN_RUN_ID") + ' ' + value("PRUN_EVENT") + ' ' + value("PRUN_NAME") + ' '
            + value("PRUN_INDEX") + ' ' + value("PRUN_ATTEMPT") + ' ' + value("PRUN_PID") + " ["
            + value("PRUN_OUTCOME") + ' ' + value("PRUN_COMMAND_EXIT_CODE") + ' '
            + value("PRUN_SIGNAL") + ' ' + value("PRUN_DURATION_MS") + "] "
            + value("PRUN_EXIT_STATUS") + ' ' + value("PRUN_COMMAND") + '\n';
    }
    return told;
}

TaskFinished ended(quint32 task, Outcome outcome, bool willRetry = false)
{
    TaskFinished finished;
    finished.task = TaskId{ task };
    finished.attempt = 1;
    finished.outcome = outcome;
    finished.duration = 1500ms;
    finished.willRetry = willRetry;
    return finished;
}

constexpr Outcome kSucceeded = {};
constexpr Outcome kFailed = { Outcome::Kind::Failed, false, false, 3, 0 };
constexpr Outcome kCanceled = { Outcome::Kind::Canceled, false, false, 0, SIGTERM };

} // namespace

class TestCommandHook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsAll();
    void whatIsAFailure_data();
    void whatIsAFailure();
    void failingCommandIsNamed();
    void signalsAreAsInANewProcess();
    void wrongOptions_data();
    void wrongOptions();
};

void TestCommandHook::tellsAll()
{
    const QTemporaryDir folder;
    const QString log = folder.filePath(u"log"_s);
    const QString line = telling(log);
    CommandRun run(
        { { u"start"_s, line }, { u"exit"_s, line }, { u"fail"_s, line }, { u"finish"_s, line } });
    QVERIFY2(run.error.isNull(), qPrintable(run.error));
    run.tell(TaskStarted{ TaskId{ 0 }, 1, 4711, {} });
    run.tell(TaskStarted{ TaskId{ 1 }, 1, 4712, {} });
    run.tell(ended(1, kSucceeded));
    run.tell(ended(0, { Outcome::Kind::Signaled, false, false, 0, 9 }));
    run.tell(RunFinished{ 1, 0, 2s });
    QVERIFY(run.finish());
    QCOMPARE(toldTo(log),
             "run-1 start web 0 1 4711 [   ]  node server.js, with a comma\n"
             "run-1 start 1 1 1 4712 [   ]  true\n"
             "run-1 exit 1 1 1 4712 [succeeded 0  1500]  true\n"
             "run-1 exit web 0 1 4711 [signaled  9 1500]  node server.js, with a comma\n"
             "run-1 fail web 0 1 4711 [signaled  9 1500]  node server.js, with a comma\n"
             "run-1 finish     [   2000] 1 \n");
    QVERIFY2(run.notices.isEmpty(), run.notices.join("; "));
}

void TestCommandHook::whatIsAFailure_data()
{
    QTest::addColumn<QByteArray>("seen");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<bool>("willRetry");
    QTest::newRow("success") << QByteArray("exit\n") << kSucceeded << false;
    QTest::newRow("failure") << QByteArray("exit\nfail\n") << kFailed << false;
    QTest::newRow("failure, tried again") << QByteArray("exit\n") << kFailed << true;
    QTest::newRow("canceled") << QByteArray("exit\n") << kCanceled << false;
}

void TestCommandHook::whatIsAFailure()
{
    QFETCH(const QByteArray, seen);
    QFETCH(const Outcome, outcome);
    QFETCH(const bool, willRetry);
    const QTemporaryDir folder;
    const QString log = folder.filePath(u"log"_s);
    const QString line = test::onWindows
        ? u"echo %PRUN_EVENT%>>\"%1\""_s.arg(QDir::toNativeSeparators(log))
        : u"echo $PRUN_EVENT >> '%1'"_s.arg(log);
    CommandRun run({ { u"exit"_s, line }, { u"fail"_s, line } });
    run.tell(ended(0, outcome, willRetry));
    QVERIFY(run.finish());
    QCOMPARE(contents(log), seen);
}

void TestCommandHook::failingCommandIsNamed()
{
    const QString second = test::onWindows ? u"exit 5"_s : u"kill -9 $$"_s;
    CommandRun run({ { u"start"_s, u"exit 4"_s }, { u"finish"_s, second } });
    run.tell(TaskStarted{ TaskId{ 0 }, 1, 4711, {} });
    run.tell(RunFinished{});
    QVERIFY(run.finish());
    QCOMPARE(run.notices,
             QByteArrayList({ "hook \"command\": start=exit 4 exited with 4 (for web)",
                              test::onWindows
                                  ? "hook \"command\": finish=exit 5 exited with 5"
                                  : "hook \"command\": finish=kill -9 $$ was ended by a signal" }));
}

/// The thread of a hook has signals blocked, and prun ignores SIGPIPE: its children do not.
void TestCommandHook::signalsAreAsInANewProcess()
{
#ifdef Q_OS_WIN
    QSKIP("Windows has no signals that a child could inherit");
#else
    const QTemporaryDir folder;
    const QString log = folder.filePath(u"log"_s);
    std::signal(SIGPIPE, SIG_IGN);
    CommandRun run(
        { { u"finish"_s, u"grep -E 'SigBlk|SigIgn' /proc/self/status > '%1'"_s.arg(log) } });
    run.tell(RunFinished{});
    const bool finished = run.finish();
    std::signal(SIGPIPE, SIG_DFL);
    QVERIFY(finished);
    const QByteArrayList lines = contents(log).trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines[0].endsWith("\t0000000000000000"), lines[0]);
    const qulonglong ignored = lines[1].mid(lines[1].indexOf('\t') + 1).toULongLong(nullptr, 16);
    QCOMPARE(ignored & (1ULL << (SIGPIPE - 1)), 0ULL);
#endif
}

void TestCommandHook::wrongOptions_data()
{
    QTest::addColumn<Options>("options");
    QTest::addColumn<QString>("error");
    QTest::newRow("none") << Options{}
                          << u"hook \"command\": it has nothing to do (give it a command: --hook "
                             "command:fail=CMD)"_s;
    QTest::newRow("empty") << Options{ { u"fail"_s, u" "_s } }
                           << u"hook \"command\": option \"fail\" has no command"_s;
    QTest::newRow("unknown") << Options{ { u"fial"_s, u"true"_s } }
                             << u"hook \"command\": it has no option \"fial\" (did you mean "
                                "\"fail\"?)"_s;
}

void TestCommandHook::wrongOptions()
{
    QFETCH(const Options, options);
    QTEST(CommandRun(options).error, "error");
}

QTEST_GUILESS_MAIN(TestCommandHook)
#include "tst_command_hook.moc"
