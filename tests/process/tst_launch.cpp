// SPDX-License-Identifier: MIT
#include "runner_harness.h"

#include <core/exec/local_executor.h>

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace prun;

class TestLaunch : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void rawArguments();
    void environment();
    void cleanState();
    void processGroup();
    void workingFolder();
    void refused_data();
    void refused();
    void tooLong();
    void outOfDescriptors();
    void capacity();
    void executor_data();
    void executor();
    void executorRefuses_data();
    void executorRefuses();

private:
    void write(const QString &name, const QByteArray &content, bool executable);
    QByteArray in(const char *name) const { return m_folder.path().toLocal8Bit() + '/' + name; }
    QTemporaryDir m_folder;
};

void TestLaunch::write(const QString &name, const QByteArray &content, bool executable)
{
    QFile file(m_folder.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
    file.close();
    if (executable)
        QVERIFY(file.setPermissions(file.permissions() | QFile::ExeOwner));
}

void TestLaunch::initTestCase()
{
    captureEntryState();
    QVERIFY(m_folder.isValid());
    write(QStringLiteral("plain"), "just text\n", false);
    write(QStringLiteral("no-line"), "echo no interpreter line\n", true);
    write(QStringLiteral("bad-line"), "#!/no/such/interpreter -x\n", true);
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("folder")));
}

void TestLaunch::rawArguments()
{
    RunnerHarness harness;
    const QByteArray all = "\xff\xfe \xc3 \"'\\ \x01\n$(x)";
    const Told told =
        harness.run(RunnerHarness::child({ "print-arguments", all, "", "-x", "then" }));
    QCOMPARE(told.out, all.toHex() + "\n\n2d78\n7468656e\n");
}

void TestLaunch::environment()
{
    RunnerHarness harness;
    LaunchSpec launch =
        RunnerHarness::child({ "print-environment", "PRUN_TEST_VALUE", "then", "print-environment",
                               "HOME", "then", "print-environment", "PRUN_TEST" });
    launch.environment = { { "PRUN_TEST_VALUE", "first" },
                           { "HOME", "/else\xff" },
                           { "PRUN_TEST_VALUE", "second" } };
    QCOMPARE(harness.run(launch).out, QByteArray("second\n/else\xff\nnot set\n"));
}

void TestLaunch::cleanState()
{
    // What must not reach a child: a blocked signal, an ignored one, a descriptor, a raised limit.
    sigset_t blocked;
    sigset_t before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGUSR1);
    ::pthread_sigmask(SIG_BLOCK, &blocked, &before);
    ::signal(SIGUSR2, SIG_IGN);
    const int leak = ::open("/dev/null", O_RDONLY);
    QVERIFY(leak > 2);
    RunnerHarness harness;
    const Told told =
        harness.run(RunnerHarness::child({ "print-signal-state", "then", "print-descriptors" }));
    ::close(leak);
    ::signal(SIGUSR2, SIG_DFL);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    QCOMPARE(told.out, QByteArray("SigBlk 0000000000000000\nSigIgn 0000000000000000\n0 1 2 \n"));
}

void TestLaunch::processGroup()
{
    RunnerHarness harness;
    const Told own = harness.run(RunnerHarness::child({ "print-group" }));
    const QByteArray pid = QByteArray::number(own.pid);
    QCOMPARE(own.out, pid + ' ' + pid + ' ' + QByteArray::number(::getpid()) + '\n');
    ChildStreams streams;
    streams.input = ChildStreams::Input::Terminal;
    const Told shared = harness.run(RunnerHarness::child({ "print-group" }), streams);
    QCOMPARE(shared.out.split(' ')[1], QByteArray::number(::getpgrp()));
}

void TestLaunch::workingFolder()
{
    RunnerHarness harness;
    LaunchSpec launch = RunnerHarness::child({ "print-folder" });
    launch.workingDirectory = in("folder");
    QCOMPARE(harness.run(launch).out,
             QFile::encodeName(
                 QFileInfo(m_folder.filePath(QStringLiteral("folder"))).canonicalFilePath())
                 + '\n');
}

void TestLaunch::refused_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QByteArray>("folder");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("cause");
    QTest::addColumn<QString>("text");
    constexpr int notFound = int(LaunchFailure::Kind::NotFound);
    constexpr int unusable = int(LaunchFailure::Kind::NotExecutable);
    const auto row = [](const char *name, const QByteArray &program, const QByteArray &folder,
                        int kind, int cause, const char *text) {
        QTest::newRow(name) << program << folder << kind << cause << QString::fromLatin1(text);
    };
    row("missing", in("nothing"), {}, notFound, ENOENT, "nothing");
    row("not executable", in("plain"), {}, unusable, EACCES, "it is not executable");
    row("a folder", in("folder"), {}, unusable, EISDIR, "folder");
    row("no interpreter line", in("no-line"), {}, unusable, ENOEXEC, "#!/bin/sh");
    row("interpreter missing", in("bad-line"), {}, unusable, ENOENT,
        "its interpreter \"/no/such/interpreter\" is missing");
    row("file as a folder", in("plain/x"), {}, unusable, ENOTDIR, "plain/x");
    row("working folder missing", "/bin/true", in("gone"), unusable, ENOENT,
        "cannot enter the working folder");
    row("working folder a file", "/bin/true", in("plain"), unusable, ENOTDIR,
        "cannot enter the working folder");
    row("relative, seen from the folder", "./nothing", in("folder"), notFound, ENOENT, "nothing");
}

void TestLaunch::refused()
{
    QFETCH(const QByteArray, program);
    QFETCH(const QByteArray, folder);
    QFETCH(const QString, text);
    RunnerHarness harness;
    LaunchSpec launch = RunnerHarness::program({ program });
    launch.workingDirectory = folder;
    const TaskId task = harness.spawn(launch);
    // Known before spawn() returns, and nothing follows.
    const Told &told = harness.told[task];
    QVERIFY(told.failure);
    QCOMPARE(told.order, QByteArrayList({ "failed" }));
    QTEST(int(told.failure->kind), "kind");
    QTEST(told.failure->error.cause().value(), "cause");
    const QString message = told.failure->error.toString();
    QVERIFY2(message.contains(text), qPrintable(message));
    // The runner is as good as before.
    QCOMPARE(harness.run(RunnerHarness::child({ "exit", "5" })).status->value, 5);
    QCOMPARE(told.order, QByteArrayList({ "failed" }));
}

void TestLaunch::tooLong()
{
    RunnerHarness harness;
    const Told one = harness.run(RunnerHarness::program({ "/bin/true", QByteArray(140'000, 'a') }));
    QCOMPARE(one.failure->error.cause().value(), E2BIG);
    QVERIFY2(one.failure->error.hintText().contains(QStringLiteral("131072")),
             qPrintable(one.failure->error.toString()));
    const LaunchSpec many = RunnerHarness::program(QByteArrayList{ "/bin/true" }
                                                   + QByteArrayList(64, QByteArray(100'000, 'a')));
    const Told together = harness.run(many);
    QCOMPARE(together.failure->error.cause().value(), E2BIG);
    QVERIFY(together.failure->kind == LaunchFailure::Kind::NotExecutable);
}

void TestLaunch::outOfDescriptors()
{
    RunnerHarness harness;
    QCOMPARE(harness.run(RunnerHarness::child({ "exit", "0" })).status->value, 0);
    std::vector<int> taken;
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit few = before;
    few.rlim_cur = 64;
    ::setrlimit(RLIMIT_NOFILE, &few);
    for (int descriptor = 0; (descriptor = ::dup(0)) >= 0;)
        taken.push_back(descriptor);
    QVERIFY(!taken.empty());
    // However few are free, the reason is the same, whether our pipes fail or those of QProcess.
    for (std::size_t i = 0; i < 7; ++i) {
        const Told told = harness.run(RunnerHarness::child({ "exit", "0" }));
        if (!told.failure)
            break;
        QVERIFY2(told.failure->kind == LaunchFailure::Kind::Resources,
                 qPrintable(told.failure->error.toString()));
        QCOMPARE(told.failure->error.cause().value(), EMFILE);
        ::close(taken.back());
        taken.pop_back();
    }
    for (const int descriptor : taken)
        ::close(descriptor);
    ::setrlimit(RLIMIT_NOFILE, &before);
    QCOMPARE(harness.run(RunnerHarness::child({ "exit", "0" })).status->value, 0);
}

void TestLaunch::capacity()
{
    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    rlimit few = before;
    few.rlim_cur = 64;
    ::setrlimit(RLIMIT_NOFILE, &few);
    RunnerHarness harness;
    const int capacity = harness.runner.capacity();
    QVERIFY(capacity >= 1 && capacity <= 16);
    QVERIFY(harness.runner.descriptorsNeeded() <= 64);
    std::vector<TaskId> tasks;
    for (int i = 0; i < capacity; ++i)
        tasks.push_back(harness.spawn(RunnerHarness::child({ "wait" })));
    for (const TaskId task : tasks)
        QVERIFY(!harness.told[task].failure);
    QCOMPARE(harness.runner.capacity(), capacity);
    for (const TaskId task : tasks) {
        harness.runner.killTree(task);
        harness.waitForEnd(task);
    }
    ::setrlimit(RLIMIT_NOFILE, &before);
}

void TestLaunch::executor_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<int>("shell");
    QTest::addColumn<QByteArrayList>("words"); // program first
    const auto row = [](const QByteArray &command, Shell::Kind shell, const QByteArrayList &words) {
        QTest::newRow(command.constData()) << command << int(shell) << words;
    };
    using enum Shell::Kind;
    row("sleep 5", Automatic, { "/bin/sleep", "sleep", "5" });
    row("  sleep\t5 ", Automatic, { "/bin/sleep", "sleep", "5" });
    row("./x y", Automatic, { "./x", "./x", "y" });
    row("echo hi", Automatic, { "/bin/sh", "sh", "-c", "echo hi" });
    row("sleep 5 | cat", Automatic, { "/bin/sh", "sh", "-c", "sleep 5 | cat" });
    row("sleep $(x)", None, { "/bin/sleep", "sleep", "$(x)" });
    row("sleep 5", Posix, { "/bin/bash", "bash", "-c", "sleep 5" });
    row("Get-Item x", PowerShell, { "/bin/bash", "bash", "-NoProfile", "-Command", "Get-Item x" });
}

void TestLaunch::executor()
{
    QFETCH(const QByteArray, command);
    QFETCH(const int, shell);
    auto surroundings = std::make_shared<Surroundings>();
    surroundings->shell = { Shell::Kind(shell), "bash" };
    surroundings->workingDirectory = "/tmp";
    surroundings->environment = { { "PATH", "/nowhere" }, { "PATH", "relative::/bin" } };
    TaskSpec task;
    task.command = command;
    task.surroundings = surroundings;
    LocalExecutor executor("/unused");
    Result<LaunchSpec> launch = executor.prepare(task);
    QVERIFY2(launch, launch ? "" : qPrintable(launch.error().toString()));
    QTEST(QByteArrayList{ launch->program } + launch->arguments, "words");
    QCOMPARE(launch->workingDirectory, QByteArray("/tmp"));
    QVERIFY(launch->environment == surroundings->environment);
}

void TestLaunch::executorRefuses_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<int>("cause");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QByteArray &command,
                        const QByteArrayList &arguments, int cause, const QString &text) {
        QTest::newRow(name) << command << arguments << cause << text;
    };
    const QString folder = QString::fromLocal8Bit(in(""));
    row("empty", "", {}, EINVAL, QStringLiteral("empty"));
    row("spaces", " \t ", {}, EINVAL, QStringLiteral("empty"));
    row("NUL", QByteArray("a\0b", 3), {}, EINVAL, QStringLiteral("NUL character at byte 2"));
    row("NUL in an argument", "x", { "sleep", QByteArray("a\0b", 3) }, EINVAL,
        QStringLiteral("argument 1 of \"sleep\""));
    row("empty name", "x", { "" }, ENOENT, QStringLiteral("empty"));
    row("not found", "no-such-program x", {}, ENOENT, QStringLiteral("searched /bin, ") + folder);
    row("not executable", "plain", {}, EACCES, folder + QStringLiteral("plain"));
    row("a folder", "folder", {}, EISDIR, folder + QStringLiteral("folder"));
}

void TestLaunch::executorRefuses()
{
    QFETCH(const QByteArray, command);
    QFETCH(const QByteArrayList, arguments);
    QFETCH(const QString, text);
    TaskSpec task;
    task.command = command;
    task.arguments = arguments;
    task.surroundings = std::make_shared<Surroundings>();
    LocalExecutor executor("/bin:." + QByteArray(":") + in(""));
    const Result<LaunchSpec> launch = executor.prepare(task);
    QVERIFY(!launch);
    QVERIFY(launch.error().code() == Error::Code::Launch);
    QTEST(launch.error().cause().value(), "cause");
    const QString message = launch.error().toString();
    QVERIFY2(message.contains(text), qPrintable(message));
}

QTEST_GUILESS_MAIN(TestLaunch)
#include "tst_launch.moc"
