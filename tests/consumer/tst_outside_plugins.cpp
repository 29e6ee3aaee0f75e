// SPDX-License-Identifier: MIT
#include <core/plugin/hook_runner.h>
#include <core/plugin/plugin_loader.h>
#include <core/plugin/plugin_trial.h>
#include <tests/support/patience.h>
#include <tests/support/start_program.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qprocess.h>
#include <QtCore/qregularexpression.h>
#include <QtTest/qtest.h>

using namespace prun;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

PluginSearch outside()
{
    PluginSearch search;
    search.named << QFileInfo(QStringLiteral(PRUN_OUTSIDE_PLUGINS)).absoluteFilePath();
    search.program = QCoreApplication::applicationFilePath();
    return search;
}

std::vector<TaskSpec> oneTask()
{
    std::vector<TaskSpec> tasks(1);
    tasks[0].name = "web";
    tasks[0].command = "sleep 2";
    tasks[0].surroundings = std::make_shared<const Surroundings>();
    return tasks;
}

struct Seen
{
    QByteArray out;
    QByteArray err;
    int exitCode = -1;
};

/// The staged prun, in a folder that has nothing to do with it.
Seen runProgram(const QStringList &arguments)
{
    Seen seen;
#ifdef PRUN_STAGED_PROGRAM
    QProcess process;
    process.setWorkingDirectory(QDir::rootPath());
    process.setProgram(QFileInfo(QStringLiteral(PRUN_STAGED_PROGRAM)).absoluteFilePath());
    process.setArguments(arguments);
    if (!test::startProgram(process) || !process.waitForFinished(60000))
        return seen;
    seen.out = process.readAllStandardOutput();
    seen.err = process.readAllStandardError();
    seen.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
#else
    Q_UNUSED(arguments)
#endif
    return seen;
}

} // namespace

class TestOutsidePlugins : public QObject
{
    Q_OBJECT

public:
    static void initMain() { answerTrial(); } // called by Qt Test before anything else

private Q_SLOTS:
    void formatterWorks();
    void formatterRefusesItsOptions();
    void hookWorks();
    void packageIsComplete();
    void programListsThem();
    void programUsesThem();
};

void TestOutsidePlugins::formatterWorks()
{
    PluginLoader loader(outside());
    FormatterContext context;
    context.options.insert(u"over"_s, u"1"_s);
    Result<std::unique_ptr<Formatter>> made = loader.makeFormatter(u"slow"_s, context);
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toString()));

    const std::vector<TaskSpec> tasks = oneTask();
    TaskFinished finished{};
    finished.duration = 2s;
    QByteArray bytes;
    Output out(&bytes, &bytes);
    (*made)->consume({ 0ns, RunStarted{ tasks, "run", 0, {} } }, out);
    (*made)->consume({ 2s, finished }, out);
    QCOMPARE(bytes, "sleep 2: 2 s\n");
}

void TestOutsidePlugins::formatterRefusesItsOptions()
{
    PluginLoader loader(outside());
    FormatterContext context;
    context.options.insert(u"over"_s, u"much"_s);
    const Result<std::unique_ptr<Formatter>> made = loader.makeFormatter(u"slow"_s, context);
    QVERIFY(!made);
    QCOMPARE(made.error().toString(), u"formatter \"slow\": over=much is no time"_s);
}

void TestOutsidePlugins::hookWorks()
{
    QByteArrayList said;
    int decision = -1;
    bool over = false;
    HookRunner hooks({ [&](TaskId, int, const StartDecision &answer) {
                          decision = static_cast<int>(answer.kind);
                      },
                       [&](const Notice &notice) { said << notice.text; },
                       [&](bool) { over = true; } });
    const std::vector<TaskSpec> tasks = oneTask();
    PluginLoader loader(outside());
    Result<std::unique_ptr<Hook>> made = loader.makeHook(
        u"keeper"_s, { { { u"skip"_s, u"web"_s } }, "run", tasks, hooks.speaker(u"keeper"_s) });
    QVERIFY2(made, qPrintable(made ? QString() : made.error().toString()));
    hooks.add(u"keeper"_s, std::move(*made));
    hooks.ask(TaskId{ 0 }, 1);
    WAIT_COMPARE(decision, static_cast<int>(StartDecision::Kind::Skip));
    hooks.consume({ 1s, RunFinished{} });
    hooks.finish(1min);
    WAIT_VERIFY(over);
    QCOMPARE(said, QByteArrayList{ "hook \"keeper\": kept 1" });
}

void TestOutsidePlugins::packageIsComplete()
{
    const QDir headers(QStringLiteral(PRUN_STAGE "/include/prun"));
    const QDir own(QStringLiteral(PRUN_SOURCE_HEADERS));
    QVERIFY(own.exists());
    QCOMPARE(headers.entryList(QDir::Files), own.entryList(QDir::Files));
}

void TestOutsidePlugins::programListsThem()
{
#ifndef PRUN_STAGED_PROGRAM
    QSKIP("the program is not part of this build");
#endif
    const Seen seen = runProgram({ u"plugins"_s, u"--plugin-path"_s, outside().named.first() });
    QCOMPARE(seen.exitCode, 0);
    QVERIFY2(seen.err.isEmpty(), seen.err);
    for (const char *id : { "slow", "keeper", "prefix", "jsonl", "command" })
        QVERIFY2(seen.out.contains(id), seen.out);
    QVERIFY2(seen.out.contains("name of the command"), seen.out);
}

void TestOutsidePlugins::programUsesThem()
{
#ifndef PRUN_STAGED_PROGRAM
    QSKIP("the program is not part of this build");
#endif
    const QString path = outside().named.first();
    const Seen formatted = runProgram(
        { u"--plugin-path"_s, path, u"--formatter"_s, u"slow:over=0"_s, u"echo hidden"_s });
    // However long it took.
    static const QRegularExpression line(u"^echo hidden: \\d+ s\n$"_s);
    QVERIFY2(line.match(QString::fromUtf8(formatted.out)).hasMatch(), formatted.out);
    QCOMPARE(formatted.exitCode, 0);

    const Seen hooked = runProgram({ u"--plugin-path"_s, path, u"--hook"_s, u"keeper:skip=b"_s,
                                     u"-n"_s, u"a,b"_s, u"echo one"_s, u"echo two"_s });
    QVERIFY2(hooked.out.contains("one") && !hooked.out.contains("two\n"), hooked.out);
    QVERIFY2((hooked.out + hooked.err).contains("the keeper says so"), hooked.out + hooked.err);
}

QTEST_GUILESS_MAIN(TestOutsidePlugins)
#include "tst_outside_plugins.moc"
