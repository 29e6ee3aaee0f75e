// SPDX-License-Identifier: MIT
#include <core/events/job_log.h>

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

using namespace prun;
using namespace std::chrono_literals;

namespace {

constexpr QByteArrayView kHeader =
    "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";

std::vector<JobLogRow> parsed(QByteArray text)
{
    if (text.endsWith('\n'))
        text.chop(1);
    std::vector<JobLogRow> rows;
    for (const QByteArray &line : text.split('\n')) {
        if (const auto row = parseJobLogLine(line))
            rows.push_back(*row);
    }
    return rows;
}

class TestJobLog : public QObject, private JobLog::Listener
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAreReadAsTheyAreWritten();
    void parses_data();
    void parses();
    void ends_data();
    void ends();
    void onlyTheLastAttemptHasARow();
    void whatIsAddedLaterHasItsNumber();
    void goesOnWithAFile();
    void goesOnBehindWholeRows_data();
    void goesOnBehindWholeRows();
    void cannotBeOpened();
    void aFullDiskIsToldOnce();

private:
    void jobLogFailed(const Error &error) override { m_failures << error.toString(); }
    QByteArray written(const std::vector<decltype(Event::what)> &story);

    QTemporaryDir m_folder;
    QStringList m_failures;
};

void TestJobLog::rowsAreReadAsTheyAreWritten()
{
    JobLogRow row;
    row.number = 7;
    row.startedAt = 1700000000.5;
    row.seconds = 1.25;
    row.received = 42;
    row.exitCode = 3;
    row.signal = 9;
    row.command = "printf 'a\tb\n8\t:\t1\t1\t0\t0\t1\t0\tc'";
    const QByteArray line = jobLogLine(row);
    QVERIFY2(line.startsWith("7\t:\t1700000000.500\t     1.250\t0\t42\t3\t9\tprintf 'a\tb"), line);
    QCOMPARE(line.count('\n'), 1); // no value begins a row of its own
    const auto rows = parsed(jobLogHeader() + line);
    QCOMPARE(rows.size(), std::size_t(1));
    QCOMPARE(rows[0].command, row.command);
    QCOMPARE(jobLogLine(rows[0]), line);
}

void TestJobLog::parses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("rows"); // number, + or -, command; | between them
    const QByteArray head = kHeader.toByteArray();
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("header") << head << QByteArray();
    QTest::newRow("two") << head
            + "1\t:\t1.0\t 0.1\t0\t0\t0\t0\ta\n2\t:\t1.0\t 0.1\t0\t0\t1\t0\tb\n"
                         << QByteArray("1+a|2-b");
    QTest::newRow("a signal") << QByteArray("1\t:\t1\t0\t0\t0\t0\t15\ta") << QByteArray("1-a");
    QTest::newRow("a command of two lines")
        << QByteArray("1\t:\t1\t0\t0\t0\t0\t0\ta") + '\0' + "b\n2\t:\t1\t0\t0\t0\t0\t0\tc\n"
        << QByteArray("1+a\nb|2+c");
    QTest::newRow("a line that is no row")
        << QByteArray("1\t:\t1\t0\t0\t0\t0\t0\ta\n2\t:\t1\t0\n3\t:\t1\t0\t0\t0\t0\t0\tc\n")
        << QByteArray("1+a|3+c");
    QTest::newRow("of another host")
        << QByteArray("1\tbox\t1\t0\t9\t9\t0\t0\ta\n") << QByteArray("1+a");
    QTest::newRow("no log at all") << QByteArray("some text\nx\ty\n") << QByteArray();
    QTest::newRow("a number that is none")
        << QByteArray("x\t:\t1\t0\t0\t0\t0\t0\ta\n") << QByteArray();
}

void TestJobLog::parses()
{
    QFETCH(const QByteArray, text);
    QByteArrayList rows;
    for (const JobLogRow &row : parsed(text))
        rows << QByteArray::number(row.number) + (row.succeeded() ? '+' : '-')
                + row.command.trimmed();
    QTEST(rows.join('|'), "rows");
}

QByteArray TestJobLog::written(const std::vector<decltype(Event::what)> &story)
{
    const QByteArray path = m_folder.filePath(QStringLiteral("log")).toUtf8();
    auto log = JobLog::open(path, false, this);
    if (!log)
        return log.error().toString().toUtf8();
    for (const auto &what : story)
        (*log)->consume({ 0ns, what });
    QFile file(QString::fromUtf8(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : "it is not there";
}

TaskFinished endOf(TaskId task, Outcome::Kind kind, int code, int signal)
{
    TaskFinished end;
    end.task = task;
    end.attempt = 1;
    end.outcome.kind = kind;
    end.outcome.exitCode = code;
    end.outcome.signal = signal;
    end.duration = 1500ms;
    return end;
}

void TestJobLog::ends_data()
{
    using enum Outcome::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("cells"); // exit code and signal; empty: no row
    QTest::newRow("success") << int(Succeeded) << 0 << 0 << QByteArray("0\t0");
    QTest::newRow("failure") << int(Failed) << 3 << 0 << QByteArray("3\t0");
    QTest::newRow("signal") << int(Signaled) << 0 << 15 << QByteArray("0\t15");
    QTest::newRow("time limit") << int(TimedOut) << 0 << 15 << QByteArray("-1\t15");
    QTest::newRow("unknown") << int(Unknown) << 0 << 0 << QByteArray("-1\t0");
    QTest::newRow("canceled") << int(Canceled) << 0 << 15 << QByteArray();
    QTest::newRow("skipped") << int(Skipped) << 0 << 0 << QByteArray();
}

void TestJobLog::ends()
{
    QFETCH(const int, kind);
    QFETCH(const int, code);
    QFETCH(const int, signal);
    QFETCH(const QByteArray, cells);
    std::vector<TaskSpec> tasks(1);
    tasks[0].command = "echo " + slotMark.toByteArray() + " a";
    TaskStarted start{ TaskId{ 0 }, 1, 99, WallTime{ 1700000000s } };
    start.slot = 4;
    const QByteArray text =
        written({ RunStarted{ tasks, "run", 1, {} }, start,
                  TaskOutput{ TaskId{ 0 }, Stream::Out, false, "abc\n" },
                  TaskOutput{ TaskId{ 0 }, Stream::Err, false, "not counted\n" },
                  endOf(TaskId{ 0 }, Outcome::Kind(kind), code, signal),
                  TaskOutput{ TaskId{ 0 }, Stream::Out, false, "d\n" },
                  TaskOutputEnded{ TaskId{ 0 }, 1, false } });
    const QByteArray row = cells.isEmpty()
        ? QByteArray()
        : "1\t:\t1700000000.000\t     1.500\t0\t6\t" + cells + "\techo 4 a\n";
    QCOMPARE(text, kHeader.toByteArray() + row);
}

void TestJobLog::onlyTheLastAttemptHasARow()
{
    std::vector<TaskSpec> tasks(1);
    tasks[0].command = "try";
    const TaskId task{ 0 };
    TaskFinished first = endOf(task, Outcome::Kind::Failed, 1, 0);
    first.willRetry = true;
    const QByteArray text =
        written({ RunStarted{ tasks, "run", 1, {} }, TaskStarted{ task, 1, 9, WallTime{ 5s }, 1 },
                  TaskOutput{ task, Stream::Out, false, "lost\n" }, first,
                  TaskOutputEnded{ task, 1, false }, TaskStarted{ task, 2, 9, WallTime{ 6s }, 1 },
                  TaskOutput{ task, Stream::Out, false, "ok\n" },
                  endOf(task, Outcome::Kind::Succeeded, 0, 0), TaskOutputEnded{ task, 2, false } });
    QCOMPARE(text, kHeader.toByteArray() + "1\t:\t6.000\t     1.500\t0\t3\t0\t0\ttry\n");
}

void TestJobLog::whatIsAddedLaterHasItsNumber()
{
    auto spec = std::make_shared<TaskSpec>();
    spec->command = "later";
    spec->sequence = 12;
    TaskFinished end = endOf(TaskId{ 0 }, Outcome::Kind::NoStart, 127, 0);
    end.attempt = 0;
    end.duration = 0ns;
    const QByteArray text =
        written({ RunStarted{ {}, "run", 1, {} }, TaskAdded{ TaskId{ 0 }, spec }, end });
    QVERIFY2(text.endsWith("\t0\t0\t127\t0\tlater\n"), text);
    QVERIFY2(text.contains("\n12\t"), text);
}

void TestJobLog::goesOnWithAFile()
{
    const QByteArray path = m_folder.filePath(QStringLiteral("old")).toUtf8();
    for (const bool append : { true, true, false, true }) {
        auto log = JobLog::open(path, append, this);
        QVERIFY(log);
        (*log)->consume({ 0ns, RunStarted{ {}, "run", 1, {} } });
    }
    QFile file(QString::fromUtf8(path));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), kHeader.toByteArray()); // once
}

void TestJobLog::goesOnBehindWholeRows_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    const QByteArray head = kHeader.toByteArray();
    const QByteArray row = "1\t:\t1\t1\t0\t0\t1\t0\trm -r /a/b\n";
    QTest::newRow("whole") << head + row << head + row;
    QTest::newRow("half of a command") << head + row + row.chopped(3) << head + row;
    QTest::newRow("half of the numbers") << head + row.first(9) << head;
    QTest::newRow("half of the header") << head.first(9) << head;
    const QByteArray longRow = row.chopped(1) + QByteArray(200'000, 'x');
    QTest::newRow("a long one") << head + row + longRow << head + row;
    QTest::newRow("long ones") << head + longRow + '\n' + longRow << head + longRow + '\n';
    QTest::newRow("no log") << QByteArray("my\ndiary") << QByteArray("my\ndiary\n");
}

void TestJobLog::goesOnBehindWholeRows()
{
    QFETCH(const QByteArray, before);
    QFile file(m_folder.filePath(QStringLiteral("torn")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(before), before.size());
    file.close();
    QVERIFY(JobLog::open(file.fileName().toUtf8(), true, this));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QTEST(file.readAll(), "after");
}

void TestJobLog::cannotBeOpened()
{
    const auto log = JobLog::open(m_folder.path().toUtf8() + "/none/log", false, this);
    QVERIFY(!log);
    QVERIFY(log.error().toString().contains(QStringLiteral("cannot open")));
}

void TestJobLog::aFullDiskIsToldOnce()
{
    if (!QFile::exists(QStringLiteral("/dev/full")))
        QSKIP("this system has no device that is always full");
    m_failures.clear();
    const std::vector<TaskSpec> tasks(2);
    auto log = JobLog::open("/dev/full", false, this);
    QVERIFY(log);
    (*log)->consume({ 0ns, RunStarted{ tasks, "run", 1, {} } });
    for (const quint32 task : { 0U, 1U })
        (*log)->consume({ 0ns, endOf(TaskId{ task }, Outcome::Kind::NoStart, 127, 0) });
    QCOMPARE(m_failures.size(), 1);
    QVERIFY(m_failures[0].contains(QStringLiteral("/dev/full")));
}

} // namespace

QTEST_GUILESS_MAIN(TestJobLog)
#include "tst_job_log.moc"
