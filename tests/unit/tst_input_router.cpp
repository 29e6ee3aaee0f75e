// SPDX-License-Identifier: MIT
// Lines of prun's input on their way to commands.
#include <app/input_router.h>

#include <tests/support/fake_process_runner.h>

#include <QtTest/qtest.h>

using namespace prun;

namespace {

/// Takes as much of the input of a command as it is told to.
class RecordingRunner final : public FakeProcessRunner
{
public:
    using FakeProcessRunner::FakeProcessRunner;
    void write(TaskId task, QByteArrayView bytes) override { got[indexOf(task)] += bytes; }
    void closeInput(TaskId task) override { got[indexOf(task)] += "<end>"; }

    std::array<QByteArray, 3> got;
};

class TestInputRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void waitsForTheStart();
    void neverRan();
};

std::vector<TaskSpec> threeTasks()
{
    std::vector<TaskSpec> tasks(3);
    tasks[1].name = "api";
    tasks[2].name = "0"; // a name goes before a number
    return tasks;
}

struct Harness
{
    std::vector<TaskSpec> tasks = threeTasks();
    FakeClock clock;
    RecordingRunner runner{ &clock };
    QByteArrayList complaints;
    InputRouter router{ tasks, TaskId(0), &runner,
                        [this](const QByteArray &text) { complaints << text; } };

    void start(int task) { router.consume({ {}, TaskStarted{ TaskId(task), 1, 100, {} } }); }
    void finish(int task, bool willRetry = false)
    {
        TaskFinished finished;
        finished.task = TaskId(task);
        finished.willRetry = willRetry;
        router.consume({ {}, finished });
    }
};

void TestInputRouter::lines_data()
{
    using L = QByteArrayList;
    QTest::addColumn<L>("reads");
    QTest::addColumn<L>("got");
    const QByteArray big(70'000, 'x');
    QTest::newRow("to the default") << L{ "a\n" } << L{ "a\n", "", "" };
    QTest::newRow("by name") << L{ "api:a\nb\n" } << L{ "b\n", "a\n", "" };
    QTest::newRow("by index") << L{ "1:a\n" } << L{ "", "a\n", "" };
    QTest::newRow("a name that is a number") << L{ "0:a\n" } << L{ "", "", "a\n" };
    QTest::newRow("nobody's name") << L{ "web:a\n7:b\n:c\n" } << L{ "web:a\n7:b\n:c\n", "", "" };
    QTest::newRow("cut anywhere") << L{ "ap", "i:a", "\nb", "\n" } << L{ "b\n", "a\n", "" };
    QTest::newRow("no end of line yet") << L{ "api:a" } << L{ "", "", "" };
    QTest::newRow("a long line in pieces")
        << L{ "api:" + big, big, "1:a\nb\n" } << L{ "b\n", big + big + "1:a\n", "" };
}

void TestInputRouter::lines()
{
    QFETCH(const QByteArrayList, reads);
    QFETCH(const QByteArrayList, got);
    Harness harness;
    for (int task = 0; task < 3; ++task)
        harness.start(task);
    for (const QByteArray &read : reads)
        harness.router.take(read);
    for (int task = 0; task < 3; ++task)
        QCOMPARE(harness.runner.got[std::size_t(task)], got[task]);
    QVERIFY(harness.complaints.isEmpty());
}

void TestInputRouter::waitsForTheStart()
{
    Harness harness;
    harness.router.take("1:first\n1:second\n");
    QCOMPARE(harness.runner.got[1], "");
    harness.start(1);
    QCOMPARE(harness.runner.got[1], "first\nsecond\n");
    harness.finish(1, true);
    harness.router.take("1:for the next attempt\n");
    QCOMPARE(harness.runner.got[1], "first\nsecond\n");
    harness.start(1);
    QCOMPARE(harness.runner.got[1], "first\nsecond\nfor the next attempt\n");
    harness.finish(1);
    harness.router.take("1:too late\n");
    QCOMPARE(harness.complaints, { "input for command 1, which has ended, was dropped" });
}

void TestInputRouter::neverRan()
{
    Harness harness;
    harness.router.take("api:five\n");
    harness.finish(1);
    QCOMPARE(harness.complaints,
             { "5 bytes of input for command 1, which never ran, were dropped" });
}

} // namespace

QTEST_APPLESS_MAIN(TestInputRouter)
#include "tst_input_router.moc"
