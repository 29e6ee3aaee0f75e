// SPDX-License-Identifier: MIT
// Arguments on their way to a program on Windows, where there is only one line for all of them:
// hostile lists, through a child that prints what it got; directly, through cmd.exe, and through a
// batch file.
#include "outside.h"

#include <core/exec/local_executor.h>
#include <core/exec/qprocess_runner.h>
#include <platform/command_line.h>
#include <platform/program_file.h>
#include <platform/raw_environment.h>
#include <tests/support/start_program.h>

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <algorithm>
#include <map>
#include <random>

#include <qt_windows.h>

#include <shellapi.h>

using namespace prun;

namespace {

/// What one process said.
struct Told
{
    QByteArray out;
    bool failed = false;
    bool shortage = false; ///< and another try may help
    int tries = 0; ///< that failed before
    QString reason;
    bool exited = false;
    int exitCode = 0;
    bool ended = false;
    bool done() const { return failed || (exited && ended); }
};

class Runner final : public ProcessRunner::Listener
{
public:
    Runner() : m_runner({ rawEnvironment() }) { m_runner.setListener(this); }
    TaskId spawn(const LaunchSpec &launch)
    {
        const TaskId task{ m_next++ };
        m_launches[task] = launch;
        m_runner.spawn(task, launch, {});
        return task;
    }
    bool waitFor(TaskId task)
    {
        return QTest::qWaitFor([&] { return isDone(task); }, 60000);
    }

    void processStarted(TaskId, qint64) override { }
    void processFailed(TaskId task, LaunchFailure failure) override
    {
        told[task].failed = true;
        told[task].shortage = failure.kind == LaunchFailure::Kind::Resources;
        told[task].reason = failure.error.toString();
    }
    void processOutput(TaskId task, Stream, QByteArrayView bytes) override
    {
        told[task].out.append(bytes);
    }
    void processExited(TaskId task, ExitStatus status) override
    {
        told[task].exited = true;
        told[task].exitCode = status.value;
    }
    void processOutputEnded(TaskId task) override { told[task].ended = true; }
    void processSuspended(TaskId, int) override { }

    std::map<TaskId, Told> told;

private:
    /// A start that the system had no resources for is made again, as the scheduler does it.
    bool isDone(TaskId task)
    {
        Told &now = told[task];
        if (!now.shortage || now.tries == kMostTries)
            return now.done();
        const int tries = now.tries + 1;
        now = {};
        now.tries = tries;
        m_runner.spawn(task, m_launches[task], {});
        return false;
    }

    static constexpr int kMostTries = 3;

    QProcessRunner m_runner;
    std::map<TaskId, LaunchSpec> m_launches;
    quint32 m_next = 0;
};

class TestArguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void libraryAgrees();
    void roundTrip_data();
    void roundTrip();
    void refused_data();
    void refused();
    void namesOfBatchFiles();
    void injectionWouldBeSeen();
    void handlesAreNotInherited();

private:
    LaunchSpec launchOf(const QByteArrayList &words);
    QByteArray inFolder(const char *name) const
    {
        return m_folder.filePath(QLatin1String(name)).toUtf8();
    }

    QTemporaryDir m_folder;
    QList<QByteArrayList> m_lists;
};

QByteArray hexOf(const QByteArrayList &arguments)
{
    QByteArray text;
    for (const QByteArray &argument : arguments)
        text += '<' + argument.toHex() + ">\n";
    return text;
}

bool hasPercentSign(const QByteArrayList &list)
{
    return std::ranges::any_of(list, [](const QByteArray &one) { return one.contains('%'); });
}

QByteArrayList stringsOf(const QByteArray &characters)
{
    QByteArrayList all{ "" };
    for (const char a : characters) {
        all << QByteArray(1, a);
        for (const char b : characters) {
            all << QByteArray(1, a) + b;
            for (const char c : characters)
                all << QByteArray(1, a) + b + c;
        }
    }
    return all;
}

void addByChance(QList<QByteArrayList> &lists, const QByteArray &characters)
{
    std::mt19937 random(20261125); // NOLINT: the same ones every time
    for (int i = 0; i < 40; ++i) {
        QByteArrayList list;
        for (int j = 0; j < 4; ++j) {
            QByteArray text;
            for (auto size = random() % 40; size > 0; --size)
                text += characters[qsizetype(random() % std::size_t(characters.size()))];
            list << text;
        }
        lists << list;
    }
}

/// All strings of one to three of these characters, four to a list, and long ones by chance; those
/// with percent signs are in lists of their own.
QList<QByteArrayList> hostileLists()
{
    QList<QByteArrayList> lists;
    QByteArrayList withPercentSign = stringsOf("\"\\ a\t%^&!()");
    withPercentSign.removeIf([](const QByteArray &one) { return !one.contains('%'); });
    for (const QByteArrayList &all : { stringsOf("\"\\ a\t^&!()"), withPercentSign }) {
        for (qsizetype i = 0; i < all.size(); i += 4)
            lists << all.mid(i, 4);
    }
    addByChance(lists, "\"\\ \t^&!()|<>,;='`$@~-abcPATH");
    addByChance(lists, "\"\\ \t%^&!()|<>,;='`$@~-abcPATH");
    lists << QByteArrayList{ "%PATH%", "!PATH!", "^", "\" & calc", "a&b", "\"&calc&\"" }
          << QByteArrayList{ "\\", "\\\\", "a\\", "a b\\", "\"\\", "\\\"" }
          << QByteArrayList{ "--help", "-", "@file", "/?", "*", "\" & calc & \"" }
          << QByteArrayList{ "\u00e4\u20ac\u65e5", "\xf0\x9f\x99\x82", "a\u202eb" };
    return lists;
}

void TestArguments::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_lists = hostileLists();
    QVERIFY(m_lists.size() - std::ranges::count_if(m_lists, hasPercentSign) >= 300);
    QFile script(m_folder.filePath(QStringLiteral("pass on.cmd")));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("@\"" + winChild().replace('/', '\\') + "\" print-arguments %*\r\n");
}

LaunchSpec TestArguments::launchOf(const QByteArrayList &words)
{
    TaskSpec task;
    task.surroundings = std::make_shared<const Surroundings>();
    task.arguments = words;
    LocalExecutor executor(qgetenv("PATH"));
    Result<LaunchSpec> launch = executor.prepare(task);
    if (!launch)
        qFatal("%s", qPrintable(launch.error().toString()));
    return *launch;
}

/// Cheap, so with many more of them.
void TestArguments::libraryAgrees()
{
    for (const QByteArrayList &list : std::as_const(m_lists)) {
        const std::wstring line =
            QString::fromUtf8("program" + windowsArguments(QByteArrayList{ "program" } + list))
                .toStdWString();
        int count = 0;
        wchar_t **const words = ::CommandLineToArgvW(line.c_str(), &count);
        QByteArrayList got;
        for (int i = 1; i < count; ++i)
            got << QString::fromWCharArray(words[i]).toUtf8();
        ::LocalFree(words);
        QCOMPARE(got, list);
    }
}

void TestArguments::roundTrip_data()
{
    QTest::addColumn<QByteArray>("way");
    QTest::newRow("directly") << QByteArray("directly");
    QTest::newRow("through a batch file") << QByteArray("batch");
    QTest::newRow("percent signs through a batch file") << QByteArray("batch %");
    QTest::newRow("through cmd.exe") << QByteArray("cmd");
}

void TestArguments::roundTrip()
{
    QFETCH(const QByteArray, way);
    if (way == "batch %" && onWine())
        QSKIP("Wine 8 looks for variables in what %* stands for, cmd.exe does not");
    Runner runner;
    const auto launch = [&](const QByteArrayList &list) {
        if (way.startsWith("batch"))
            return launchOf(QByteArrayList{ inFolder("pass on.cmd") } + list);
        const QByteArrayList words = QByteArrayList{ winChild(), "print-arguments" } + list;
        if (way == "directly")
            return launchOf(words);
        LaunchSpec cmd;
        cmd.program = systemShell().program;
        cmd.arguments = { cmd.program };
        QByteArray program = words[0];
        cmd.nativeArguments = *batchArguments(program.replace('/', '\\'), words);
        return cmd;
    };
    QList<QByteArrayList> lists = m_lists;
    if (way.startsWith("batch"))
        lists.removeIf(
            [&](const auto &list) { return hasPercentSign(list) != (way == "batch %"); });
    const auto outOf = [&](TaskId task) {
        return QByteArray(runner.told[task].out).replace("\r\n", "\n");
    };
    int wrong = 0;
    constexpr qsizetype kAtOnce = 8;
    for (qsizetype i = 0; i < lists.size(); i += kAtOnce) {
        const QList<QByteArrayList> some = lists.mid(i, kAtOnce);
        std::vector<TaskId> tasks;
        for (const QByteArrayList &list : some)
            tasks.push_back(runner.spawn(launch(list)));
        for (qsizetype j = 0; j < some.size(); ++j) {
            const TaskId task = tasks[std::size_t(j)];
            QVERIFY(runner.waitFor(task));
            const QByteArray out = outOf(task);
            if (out == hexOf(some[j]))
                continue;
            qWarning() << "sent" << some[j] << "got" << out << runner.told[task].reason
                       << "exit code" << Qt::hex << runner.told[task].exitCode;
            // What Wine's cmd.exe does by chance (docs/windows.md), it does not do twice.
            const TaskId again = runner.spawn(launch(some[j]));
            QVERIFY(runner.waitFor(again));
            wrong += onWine() && way != "directly" && outOf(again) == hexOf(some[j]) ? 0 : 1;
        }
    }
    QCOMPARE(wrong, 0);
}

void TestArguments::refused_data()
{
    QTest::addColumn<QByteArray>("argument");
    QTest::newRow("line feed") << QByteArray("a\nb");
    QTest::newRow("carriage return") << QByteArray("a\rb");
}

void TestArguments::refused()
{
    QFETCH(const QByteArray, argument);
    TaskSpec task;
    task.surroundings = std::make_shared<const Surroundings>();
    task.arguments = { inFolder("pass on.cmd"), argument };
    LocalExecutor executor(qgetenv("PATH"));
    const Result<LaunchSpec> launch = executor.prepare(task);
    QVERIFY(!launch);
    QVERIFY2(launch.error().toString().contains(QStringLiteral("line end")),
             qPrintable(launch.error().toString()));
}

/// Windows drops dots and spaces at the end of a name: these are all the batch file.
void TestArguments::namesOfBatchFiles()
{
    for (const char *name : { "pass on.cmd", "pass on.cmd. .", "pass on.cmd ", "PASS ON.CMD" }) {
        Runner runner;
        QFile::remove(QStringLiteral("INJECTED"));
        const TaskId task =
            runner.spawn(launchOf({ inFolder(name), "\" & echo INJECTED> INJECTED & rem \"" }));
        QVERIFY(runner.waitFor(task));
        QVERIFY2(!QFile::exists(QStringLiteral("INJECTED")), name);
    }
}

/// What the other tests would see if the quoting were that of programs.
void TestArguments::injectionWouldBeSeen()
{
    QFile::remove(QStringLiteral("INJECTED"));
    const QByteArrayList words{ inFolder("pass on.cmd"), "\" & echo x> INJECTED & rem \"" };
    LaunchSpec naive;
    naive.program = systemShell().program;
    naive.arguments = { naive.program };
    naive.nativeArguments = "/d /s /c \"\"" + QByteArray(words[0]).replace('/', '\\') + '"'
        + windowsArguments(words) + '"';
    Runner runner;
    const TaskId task = runner.spawn(naive);
    QVERIFY(runner.waitFor(task));
    QVERIFY(QFile::exists(QStringLiteral("INJECTED")));
    QFile::remove(QStringLiteral("INJECTED"));
}

void TestArguments::handlesAreNotInherited()
{
    SECURITY_ATTRIBUTES inheritable = { sizeof inheritable, nullptr, TRUE };
    const HANDLE event = ::CreateEventW(&inheritable, TRUE, FALSE, nullptr);
    Runner runner;
    const TaskId task = runner.spawn(launchOf(
        { winChild(), "has-handle", QByteArray::number(reinterpret_cast<quint64>(event)) }));
    QVERIFY(runner.waitFor(task));
    QCOMPARE(runner.told[task].out, "no\n");
    // It would be there otherwise.
    QProcess other;
    other.setProgram(QString::fromUtf8(winChild()));
    other.setArguments(
        { QStringLiteral("has-handle"), QString::number(reinterpret_cast<quint64>(event)) });
    QVERIFY(prun::test::startProgram(other));
    QVERIFY(other.waitForFinished(60000));
    QCOMPARE(other.readAllStandardOutput(), "yes\n");
    ::CloseHandle(event);
}

} // namespace

QTEST_GUILESS_MAIN(TestArguments)
#include "tst_arguments.moc"
