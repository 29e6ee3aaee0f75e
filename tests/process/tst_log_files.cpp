// SPDX-License-Identifier: MIT
#include <core/events/log_files.h>
#include <platform/fd_limit.h>

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtCore/qtemporaryfile.h>
#include <QtTest/qtest.h>

using namespace prun;

namespace {

class Recorder final : public LogFiles::Listener
{
public:
    void logFilesFailed(const Error &error) override { errors << error.toString(); }
    QStringList errors;
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

/// A run of `tasks` whose log files go to a folder that is made for it.
struct Run
{
    explicit Run(std::vector<TaskSpec> specs)
        : tasks(std::move(specs)), path(folder.filePath(QStringLiteral("a/logs")))
    {
        auto made = LogFiles::create(QFile::encodeName(path), &heard);
        if (!made)
            qFatal("%s", qPrintable(made.error().toString()));
        logs = std::move(*made);
        RunStarted started;
        started.tasks = tasks;
        logs->consume({ {}, started });
    }
    void start(quint32 task, int attempt = 1)
    {
        logs->consume({ {}, TaskStarted{ TaskId{ task }, attempt, 1, {} } });
    }
    void print(quint32 task, QByteArrayView bytes, Stream stream = Stream::Out)
    {
        logs->consume({ {}, TaskOutput{ TaskId{ task }, stream, true, bytes } });
    }
    void end(quint32 task) { logs->consume({ {}, TaskOutputEnded{ TaskId{ task }, 1, false } }); }

    std::vector<TaskSpec> tasks;
    QTemporaryDir folder;
    QString path;
    Recorder heard;
    std::unique_ptr<LogFiles> logs;
};

TaskSpec spec(const QByteArray &name, const QByteArray &command)
{
    TaskSpec task;
    task.name = name;
    task.command = command;
    return task;
}

} // namespace

class TestLogFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void keepsBothStreamsInOrder();
    void keepsAllAttempts();
    void replacesEarlierRun();
    void opensFewFilesAtOnce();
    void refusesFolder_data();
    void refusesFolder();
    void goesOnAfterFailure();
};

void TestLogFiles::names_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QString>("file");
    QTest::newRow("name") << QByteArray("api") << QByteArray("node x.js")
                          << QStringLiteral("0-api.log");
    QTest::newRow("command") << QByteArray() << QByteArray("npm run 'build:css' && true")
                             << QStringLiteral("0-npm-run-build-css-true.log");
    QTest::newRow("path") << QByteArray("../../etc/passwd") << QByteArray()
                          << QStringLiteral("0-..-..-etc-passwd.log");
    QTest::newRow("nothing fit") << QByteArray() << QByteArray(" /\n\0;", 5)
                                 << QStringLiteral("0.log");
    QTest::newRow("letters of the world")
        << QByteArray("Prüfung") << QByteArray() << QStringLiteral("0-Prüfung.log");
    QTest::newRow("long") << QByteArray(300, 'x') << QByteArray()
                          << QStringLiteral("0-%1.log").arg(QString(40, u'x'));
}

void TestLogFiles::names()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, command);
    Run run({ spec(name, command) });
    run.start(0);
    const QString file = QFileInfo(run.logs->pathOf(TaskId{ 0 })).fileName();
    QTEST(file, "file");
    QCOMPARE(QDir(run.path).entryList(QDir::Files), QStringList{ file });
    QVERIFY(run.heard.errors.isEmpty());
}

void TestLogFiles::keepsBothStreamsInOrder()
{
    Run run({ spec("a", ""), spec("b", "") });
    run.start(0);
    run.start(1);
    run.print(0, "out\n");
    run.print(1, QByteArrayView("\0\xff", 2));
    run.print(0, "err\n", Stream::Err);
    run.end(0);
    run.end(1);
    QCOMPARE(contentOf(run.logs->pathOf(TaskId{ 0 })), QByteArray("out\nerr\n"));
    QCOMPARE(contentOf(run.logs->pathOf(TaskId{ 1 })), QByteArray("\0\xff", 2));
}

void TestLogFiles::keepsAllAttempts()
{
    Run run({ spec("a", "") });
    run.start(0);
    run.print(0, "first");
    run.end(0);
    run.start(0, 2);
    run.print(0, "second\n");
    run.end(0);
    run.start(0, 3);
    run.end(0);
    QCOMPARE(contentOf(run.logs->pathOf(TaskId{ 0 })),
             QByteArray("first\n--- attempt 2 ---\nsecond\n--- attempt 3 ---\n"));
}

void TestLogFiles::replacesEarlierRun()
{
    Run run({ spec("a", "") });
    QFile old(run.logs->pathOf(TaskId{ 0 }));
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("of an earlier run");
    old.close();
    run.start(0);
    QCOMPARE(contentOf(old.fileName()), QByteArray());
}

void TestLogFiles::opensFewFilesAtOnce()
{
    const auto count = [] { return qsizetype(openFileCount()); };
    if (count() == 0)
        QSKIP("Wine 8 does not count what a process has open");
    constexpr quint32 kTasks = 100;
    Run run(std::vector<TaskSpec>(kTasks, spec("x", "")));
    const auto before = count();
    for (quint32 task = 0; task < kTasks; ++task)
        run.start(task);
    for (int round = 0; round < 3; ++round) {
        for (quint32 task = 0; task < kTasks; ++task)
            run.print(task, QByteArray::number(round) + '\n');
    }
    QCOMPARE(count(), before + qsizetype(LogFiles::kMostOpen));
    for (quint32 task = 0; task < kTasks; ++task) {
        run.end(task);
        QCOMPARE(contentOf(run.logs->pathOf(TaskId{ task })), QByteArray("0\n1\n2\n"));
    }
    QCOMPARE(count(), before);
}

void TestLogFiles::refusesFolder_data()
{
    QTest::addColumn<QByteArray>("below"); // a file
    QTest::addColumn<QString>("message");
    QTest::newRow("a file") << QByteArray() << QStringLiteral("log files: \"%1\" is no folder");
    QTest::newRow("below a file") << QByteArray("/logs/of/this")
                                  << QStringLiteral(
                                         "log files: cannot make the folder \"%1/logs/of/this\": "
                                         "\"%1\" is no folder");
}

void TestLogFiles::refusesFolder()
{
    QFETCH(const QByteArray, below);
    QFETCH(const QString, message);
    QTemporaryFile file;
    QVERIFY(file.open());
    Recorder heard;
    const auto made = LogFiles::create(QFile::encodeName(file.fileName()) + below, &heard);
    QVERIFY(!made);
    QCOMPARE(made.error().toString(), message.arg(file.fileName()));
}

void TestLogFiles::goesOnAfterFailure()
{
    Run run({ spec("a", ""), spec("b", "") });
    QVERIFY(QDir().mkpath(run.logs->pathOf(TaskId{ 0 }))); // a folder is in the way
    run.start(0);
    run.print(0, "12345");
    run.start(1);
    run.print(1, "kept");
    QCOMPARE(run.heard.errors.size(), 1);
    QVERIFY2(run.heard.errors[0].contains(run.logs->pathOf(TaskId{ 0 })),
             qPrintable(run.heard.errors[0]));
    QCOMPARE(run.logs->lostBytes(), 5);
    QCOMPARE(contentOf(run.logs->pathOf(TaskId{ 1 })), QByteArray("kept"));
}

QTEST_GUILESS_MAIN(TestLogFiles)
#include "tst_log_files.moc"
