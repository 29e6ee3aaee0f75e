// SPDX-License-Identifier: MIT
#include <core/events/exit_policy.h>

#include <QtTest/qtest.h>

using namespace prun;

namespace {

/// One end per character: a digit is the task that ended, what follows how: `+` success, `-`
/// code 1, `7` code 7, `s` SIGTERM, `t` time limit, `c` canceled, `k` skipped, `n` not found,
/// `r` code 3 and a retry follows, `R` success and a retry follows, `?` unknown, `x` code 5 after
/// it was stopped, `y` success after that, `0` canceled with code 0, `_` canceled before it
/// started, `i` nothing: prun got a SIGINT, `h` it was the end that --halt waited for.
void play(ExitPolicy &policy, const QByteArray &story)
{
    using enum Outcome::Kind;
    Outcome last;
    int failures = 0;
    for (qsizetype i = 0; i + 1 < story.size(); i += 2) {
        if (story[i + 1] == 'h') {
            policy.consume({ {}, RunHalted{ TaskId(story[i] - '0'), last, failures, 1, false } });
            continue;
        }
        if (story[i + 1] == 'i') {
            policy.consume({ {}, RunStopping{ RunStopping::Why::Signal, 2, 1, false, 2 } });
            continue;
        }
        TaskFinished end;
        end.attempt = story[i + 1] == '_' ? 0 : 1;
        end.task = TaskId(story[i] - '0');
        Outcome &outcome = end.outcome;
        switch (story[i + 1]) {
        case '+':
            break;
        case '-':
            outcome = { .kind = Failed, .exitCode = 1 };
            break;
        case '7':
            outcome = { .kind = Failed, .exitCode = 7 };
            break;
        case 's':
            outcome = { .kind = Signaled, .signal = 15 };
            break;
        case 't':
            outcome = { .kind = TimedOut, .signal = 15 };
            break;
        case 'c':
            outcome = { .kind = Canceled, .signal = 15 };
            break;
        case '0':
        case '_':
            outcome = { .kind = Canceled };
            break;
        case 'k':
            outcome = { .kind = Skipped };
            break;
        case 'n':
            outcome = { .kind = NoStart, .exitCode = 127 };
            break;
        case 'r':
            outcome = { .kind = Failed, .exitCode = 3 };
            end.willRetry = true;
            break;
        case 'R':
            end.willRetry = true;
            break;
        case 'x':
            outcome = { .kind = Canceled, .exitCode = 5 };
            break;
        case 'y':
            outcome = { .kind = Canceled };
            break;
        case '?':
            outcome = { .kind = Unknown };
            break;
        default:
            QFAIL("unknown letter in the story");
        }
        if (end.attempt > 0 && outcome.kind != NoStart && outcome.kind != Skipped)
            policy.consume({ {}, TaskStarted{ end.task, 1, 1, {} } });
        policy.consume({ {}, end });
        last = outcome;
        failures += outcome.kind == Succeeded ? 0 : 1;
    }
}

using Kind = SuccessTerm::Kind;
const std::vector<TaskSpec::Role> kThree(3, TaskSpec::Role::Command);

} // namespace

class TestExitPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void success_data();
    void success();
    void successOfAllThatStarted_data();
    void successOfAllThatStarted();
    void anInterruptIsForgiven();
    void numbers_data();
    void numbers();
    void termsMustAllHold();
    void teardownCountsForNothing();
    void firstEnd_data();
    void firstEnd();
    void halts_data();
    void halts();
};

void TestExitPolicy::success_data()
{
    QTest::addColumn<QByteArray>("story");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QList<int>>("tasks");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *name, const char *story, Kind kind, QList<int> tasks,
                        bool holds) {
        QTest::newRow(name) << QByteArray(story) << int(kind) << tasks << holds;
    };

    row("all: all do", "0+1+2+", Kind::All, {}, true);
    row("all: one does not", "0+1-2+", Kind::All, {}, false);
    row("all: nothing has ended", "", Kind::All, {}, true);
    row("all: canceled ones do not count", "0+1c2c", Kind::All, {}, true);
    row("all: skipped ones do not count", "0k1k2k", Kind::All, {}, true);
    row("all: a time limit is no success", "0t1+2+", Kind::All, {}, false);
    row("all: a signal is no success", "0s", Kind::All, {}, false);
    row("all: not started is no success", "0n", Kind::All, {}, false);
    row("all: unknown is no success", "0?", Kind::All, {}, false);
    row("all: a retry that helped", "0r0+1+2+", Kind::All, {}, true);
    row("all: a retry that was canceled", "0r0c1+", Kind::All, {}, false);
    row("first: it does", "1+0-2-", Kind::First, {}, true);
    row("first: it does not", "1-0+2+", Kind::First, {}, false);
    row("first: canceled does not count", "1c0+2-", Kind::First, {}, true);
    row("last: it does", "1-0-2+", Kind::Last, {}, true);
    row("last: it does not", "1+0+2-", Kind::Last, {}, false);
    row("last: canceled does not count", "1+0-2c", Kind::Last, {}, false);
    row("any: one does", "0-1+2-", Kind::Any, {}, true);
    row("any: none does", "0-1-2-", Kind::Any, {}, false);
    row("any: none was judged", "0c1c2c", Kind::Any, {}, false);
    row("named: it does", "0-1+2-", Kind::Named, { 1 }, true);
    row("named: it does not", "0+1-2+", Kind::Named, { 1 }, false);
    row("named: both must", "0+1+2-", Kind::Named, { 1, 2 }, false);
    row("named: one of them was canceled", "0-1+2c", Kind::Named, { 1, 2 }, true);
    row("named: it was canceled", "0-1c2c", Kind::Named, { 1 }, false);
    row("named: it never started", "0-1k2k", Kind::Named, { 1 }, false);
    row("others: they do", "0+1-2+", Kind::AllButNamed, { 1 }, true);
    row("others: one does not", "0-1-2+", Kind::AllButNamed, { 1 }, false);
    row("others: one of them was canceled", "0+1-2c", Kind::AllButNamed, { 1 }, true);
    row("others: all of them were canceled", "0c1-2c", Kind::AllButNamed, { 1 }, false);
    row("others: there are none", "0-1-2-", Kind::AllButNamed, { 0, 1, 2 }, true);
}

void TestExitPolicy::success()
{
    QFETCH(const QByteArray, story);
    QFETCH(const int, kind);
    QFETCH(const QList<int>, tasks);
    SuccessTerm term{ Kind(kind), {} };
    for (const int task : tasks)
        term.tasks.push_back(TaskId(quint32(task)));
    ExitPolicy policy({ { term }, ExitCodeRule::One }, kThree);
    play(policy, story);
    QTEST(policy.succeeded(), "holds");
    QCOMPARE(policy.exitStatus() == 0, policy.succeeded());
}

void TestExitPolicy::successOfAllThatStarted_data()
{
    QTest::addColumn<QByteArray>("story");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QList<int>>("tasks");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char *name, const char *story, Kind kind, QList<int> tasks,
                        bool holds) {
        QTest::newRow(name) << QByteArray(story) << int(kind) << tasks << holds;
    };

    row("all: nothing has started", "0_1_2_", Kind::All, {}, true);
    row("all: a stopped one counts", "0+1c", Kind::All, {}, false);
    row("all: stopped with code 0", "0+10", Kind::All, {}, true);
    row("all: what did not start does not count", "0+1_2_", Kind::All, {}, true);
    row("all: a retry that was canceled", "0r0_1+", Kind::All, {}, false);
    row("first: it does", "0+1c", Kind::First, {}, true);
    row("last: it was stopped", "0+1c", Kind::Last, {}, false);
    row("named: it does", "0+1c", Kind::Named, { 0 }, true);
    row("named: it was stopped", "0+1c", Kind::Named, { 1 }, false);
    row("named: it did not start", "0+1_", Kind::Named, { 1 }, false);
    row("named: nobody has that name", "0+1+", Kind::Named, {}, false);
    row("named: nothing has started", "0_1_", Kind::Named, {}, true);
    row("others: the only one is not asked", "0-1_", Kind::AllButNamed, { 0 }, true);
    row("others: one was stopped", "0-1c", Kind::AllButNamed, { 0 }, false);
}

void TestExitPolicy::successOfAllThatStarted()
{
    QFETCH(const QByteArray, story);
    QFETCH(const int, kind);
    QFETCH(const QList<int>, tasks);
    SuccessTerm term{ Kind(kind), {} };
    for (const int task : tasks)
        term.tasks.push_back(TaskId(quint32(task)));
    JudgementPolicy rules;
    rules.success = { term };
    rules.judged = JudgedCommands::Started;
    ExitPolicy policy(rules, kThree);
    play(policy, story);
    QTEST(policy.succeeded(), "holds");
}

void TestExitPolicy::anInterruptIsForgiven()
{
    const auto statusAfter = [](const char *story, bool forgiven) {
        JudgementPolicy rules;
        rules.judged = JudgedCommands::Started;
        rules.interruptForgiven = forgiven;
        ExitPolicy policy(rules, kThree);
        play(policy, story);
        return policy.exitStatus();
    };
    QCOMPARE(statusAfter("0+?i1s2-", true), 0);
    QCOMPARE(statusAfter("0-?i1s2-", true), 1); // failed before
    QCOMPARE(statusAfter("0+?i1s2-", false), 1);
}

void TestExitPolicy::numbers_data()
{
    QTest::addColumn<QByteArray>("story");
    QTest::addColumn<int>("one");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("max");
    QTest::addColumn<int>("count");

    QTest::newRow("none failed") << QByteArray("0+1+2+") << 0 << 0 << 0 << 0;
    QTest::newRow("one") << QByteArray("0+172+") << 1 << 7 << 7 << 1;
    QTest::newRow("the first is not the largest") << QByteArray("0-172+") << 1 << 1 << 7 << 2;
    QTest::newRow("a signal counts as 128 and more") << QByteArray("0-1s27") << 1 << 1 << 143 << 3;
    QTest::newRow("a time limit counts as 124") << QByteArray("0t") << 1 << 124 << 124 << 1;
    QTest::newRow("not found counts as 127") << QByteArray("0n") << 1 << 127 << 127 << 1;
    QTest::newRow("unknown counts as 1") << QByteArray("0?") << 1 << 1 << 1 << 1;
}

void TestExitPolicy::numbers()
{
    QFETCH(const QByteArray, story);
    const std::pair<ExitCodeRule, const char *> rules[] = { { ExitCodeRule::One, "one" },
                                                            { ExitCodeRule::First, "first" },
                                                            { ExitCodeRule::Max, "max" },
                                                            { ExitCodeRule::Count, "count" } };
    for (const auto &[rule, column] : rules) {
        ExitPolicy policy({ { SuccessTerm() }, rule }, kThree);
        play(policy, story);
        QCOMPARE(policy.exitStatus(), *static_cast<int *>(QTest::qData(column, QMetaType::Int)));
    }
}

void TestExitPolicy::termsMustAllHold()
{
    const SuccessTerm any{ Kind::Any, {} };
    const SuccessTerm second{ Kind::Named, { TaskId(1) } };
    ExitPolicy policy({ { any, second }, ExitCodeRule::One }, kThree);
    play(policy, "0+1-2+");
    QVERIFY(!policy.succeeded());
}

void TestExitPolicy::teardownCountsForNothing()
{
    ExitPolicy policy({}, { TaskSpec::Role::Command, TaskSpec::Role::Teardown });
    play(policy, "0+1-");
    QCOMPARE(policy.exitStatus(), 0);
    QCOMPARE(policy.failures(), 0);
}

void TestExitPolicy::firstEnd_data()
{
    QTest::addColumn<QByteArray>("story"); // task 2 is a bystander
    QTest::addColumn<int>("status");
    QTest::newRow("nothing ended") << QByteArray() << 0;
    QTest::newRow("success") << QByteArray("0+1-") << 0;
    QTest::newRow("failure") << QByteArray("071+") << 7;
    QTest::newRow("a signal has no code") << QByteArray("0s17") << 7;
    QTest::newRow("only signals") << QByteArray("0s1c") << 0;
    QTest::newRow("a code after a stop") << QByteArray("0s1x") << 5;
    QTest::newRow("success after a stop") << QByteArray("0s1y") << 0;
    QTest::newRow("it could not be started") << QByteArray("0n1-") << 127;
    QTest::newRow("skipped") << QByteArray("0k17") << 7;
    QTest::newRow("how is unknown") << QByteArray("0?17") << 1;
    QTest::newRow("it is started again") << QByteArray("0r0R17") << 7;
    QTest::newRow("bystander") << QByteArray("2707") << 7;
    QTest::newRow("only the bystander") << QByteArray("27") << 0;
}

void TestExitPolicy::firstEnd()
{
    QFETCH(const QByteArray, story);
    JudgementPolicy judgement;
    judgement.exitCode = ExitCodeRule::FirstEnd;
    judgement.bystanders = { TaskId(2) };
    ExitPolicy policy(judgement, kThree);
    play(policy, story);
    QTEST(policy.exitStatus(), "status");

    // One that was announced and never came about is no end.
    ExitPolicy announced(judgement, kThree);
    play(announced, "0r");
    TaskFinished canceled;
    canceled.task = TaskId(0);
    canceled.attempt = 2;
    canceled.outcome.kind = Outcome::Kind::Canceled;
    announced.consume({ {}, canceled });
    play(announced, "17");
    QCOMPARE(announced.exitStatus(), 7);
}

void TestExitPolicy::halts_data()
{
    using On = HaltPolicy::On;
    using Rule = ExitCodeRule;
    const HaltPolicy never;
    const auto soon = [](On on, int count, int percent = 0) {
        return HaltPolicy{ HaltPolicy::When::Soon, on, count, percent };
    };
    QTest::addColumn<QByteArray>("story");
    QTest::addColumn<int>("rule");
    QTest::addColumn<HaltPolicy>("halt");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const char *story, Rule rule, const HaltPolicy &halt,
                        int status) {
        QTest::newRow(name) << QByteArray(story) << int(rule) << halt << status;
    };
    row("no failure", "0+1+2+", Rule::Parallel, never, 0);
    row("two failures", "0-1+2-", Rule::Parallel, never, 2);
    row("first failure", "0+171h2c", Rule::Parallel, soon(On::Failure, 1), 7);
    row("second failure", "0-1-1h2c", Rule::Parallel, soon(On::Failure, 2), 2);
    row("not so many", "0-1+2+", Rule::Parallel, soon(On::Failure, 2), 1);
    row("not such a share", "0-1+2+", Rule::Parallel, soon(On::Failure, 0, 50), 34);
    row("not such a share of success", "0-1+2-", Rule::Parallel, soon(On::Success, 0, 50), 67);
    row("what fails after it", "070h1-2-", Rule::Parallel, soon(On::Failure, 1), 7);
    row("signal", "0s0h1c2c", Rule::Parallel, soon(On::Failure, 1), 128 + 15);
    row("success", "0-1+1h2c", Rule::Parallel, soon(On::Success, 1), 0);
    row("first end, good", "0+0h1c2c", Rule::Parallel, soon(On::End, 1), 0);
    row("second end", "0-1+1h2c", Rule::Parallel, soon(On::End, 2), 1);
    row("percent", "0-1-1h2c", Rule::Parallel, soon(On::Failure, 1, 50), 67);
    row("xargs, fine", "0+1+2+", Rule::Xargs, soon(On::Abort, 1), 0);
    row("xargs, a failure", "0+1-2+", Rule::Xargs, soon(On::Abort, 1), 123);
    row("xargs, a signal", "0-1s1h2c", Rule::Xargs, soon(On::Abort, 1), 125);
    row("xargs, not found", "0n0h1c2c", Rule::Xargs, soon(On::Abort, 1), 127);
}

void TestExitPolicy::halts()
{
    QFETCH(const QByteArray, story);
    QFETCH(const int, rule);
    QFETCH(const HaltPolicy, halt);
    JudgementPolicy judgement;
    judgement.exitCode = ExitCodeRule(rule);
    judgement.halt = halt;
    ExitPolicy policy(judgement, kThree);
    play(policy, story);
    QTEST(policy.exitStatus(), "status");
}

QTEST_APPLESS_MAIN(TestExitPolicy)
#include "tst_exit_policy.moc"
