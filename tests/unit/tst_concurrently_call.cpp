// SPDX-License-Identifier: MIT
#include <app/concurrently_commands.h>
#include <app/concurrently_options.h>
#include <app/dialect.h>
#include <tests/support/call_texts.h>

#include <QtTest/qtest.h>

using namespace prun;
using namespace prun::test;

/// What the words of concurrently come to.
class TestConcurrentlyCall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dialect_data();
    void dialect();
    void options_data();
    void options();
    void everyOptionHasAVariable();
    void quotes_data();
    void quotes();
    void placeholders_data();
    void placeholders();
    void refusals_data();
    void refusals();
    void policies();
};

void TestConcurrentlyCall::dialect_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<L>("arguments");
    QTest::addColumn<bool>("chosen");
    QTest::addColumn<L>("rest");
    const auto row = [](const char *program, const L &arguments, bool chosen, const L &rest) {
        QTest::newRow(qPrintable(QString::fromUtf8(program + (' ' + arguments.join(' ')))))
            << QByteArray(program) << arguments << chosen << rest;
    };
    row("prun", { "a" }, false, { "a" });
    row("prun", {}, false, {});
    row("prun", { "concurrently", "a" }, true, { "a" });
    row("prun", { "conc" }, true, {});
    row("prun", { "a", "conc" }, false, { "a", "conc" });
    row("prun", { "concurrent" }, false, { "concurrent" });
    row("concurrently", { "a" }, true, { "a" });
    row("conc", { "conc" }, true, { "conc" });
    row("/usr/bin/conc", { "a" }, true, { "a" });
    row("C:\\bin\\Concurrently.EXE", { "a" }, false, { "a" });
    row("C:\\bin\\concurrently.EXE", { "a" }, true, { "a" });
    row("conc.exe", { "a" }, true, { "a" });
    row("/conc/prun", { "a" }, false, { "a" });
    row("", { "a" }, false, { "a" });
}

void TestConcurrentlyCall::dialect()
{
    QFETCH(const QByteArray, program);
    QFETCH(const L, arguments);
    const DialectCall call = dialectOf(program, arguments);
    QTEST(call.dialect == Dialect::Concurrently, "chosen");
    QTEST(call.arguments, "rest");
}

// `names=a,b kill-others=true | commands | behind the dashes`
static QByteArray show(const ConcurrentlyCall &call)
{
    QByteArrayList words;
    for (const ConcurrentlyOptionInfo &option : concurrentlyOptions()) {
        const QByteArray name(option.name.data(), static_cast<qsizetype>(option.name.size()));
        for (const QByteArray &value : call.values.value(option.id))
            words << name + '=' + value;
    }
    return words.join(' ') + " | " + call.commands.join(',') + " | " + call.afterDashes.join(',');
}

void TestConcurrentlyCall::options_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<L>("environment");
    QTest::addColumn<QByteArray>("call");
    const auto row = [](const L &arguments, const char *call, const L &environment = {}) {
        QTest::newRow(qPrintable(QString::fromUtf8((environment + arguments).join(' '))))
            << arguments << environment << QByteArray(call);
    };
    row({ "a", "b" }, " | a,b | ");
    row({ "-n", "x", "a" }, "names=x | a | ");
    row({ "-n=x", "a" }, "names=x | a | ");
    row({ "--names=x", "a" }, "names=x | a | ");
    row({ "--n", "x", "a" }, "names=x | a | ");
    row({ "-n", "x", "-n", "y" }, "names=y |  | ");
    row({ "-m2", "a" }, "max-processes=2 | a | ");
    row({ "-km", "2", "a" }, "max-processes=2 kill-others=true | a | ");
    row({ "-km2", "a" }, "max-processes=2 kill-others=true | a | ");
    row({ "-ks", "first" }, "success=first kill-others=true |  | ");
    row({ "--ks", "SIGINT" }, "kill-signal=SIGINT |  | ");
    row({ "--maxProcesses", "2" }, "max-processes=2 |  | ");
    row({ "-k", "a" }, "kill-others=true | a | ");
    row({ "-k", "false", "a" }, "kill-others=false | a | ");
    row({ "--kill-others", "true", "a" }, "kill-others=true | a | ");
    row({ "--no-kill-others" }, "kill-others=false |  | ");
    row({ "--no-color" }, "no-color=true |  | ");
    row({ "--no-colors" }, "no-color=true |  | ");
    row({ "--color=256" }, "color=256 |  | ");
    row({ "-n", "-k", "a" }, "names= kill-others=true | a | ");
    row({ "-n", "-", "a" }, "names=- | a | ");
    row({ "-gn", "--", "a" }, "names=-- group=true | a | ");
    row({ "--names", "-", "a" }, "names= | -,a | ");
    row({ "--restart-tries", "-1", "a" }, "restart-tries=-1 | a | ");
    row({ "--teardown", "x", "--teardown", "y" }, "teardown=x teardown=y |  | ");
    row({ "-P", "a", "--", "-k", "--" }, "passthrough-arguments=true | a | -k,--");
    row({ "-5", "-" }, " | -5,- | ");
    row({ "a" }, "names=x | a | ", { "CONCURRENTLY_NAMES=x" });
    row({ "a" }, "names=x | a | ", { "CONCURRENTLY_N=x" });
    row({ "-n", "y" }, "names=y |  | ", { "CONCURRENTLY_NAMES=x" });
    row({ "a" }, "kill-others-on-fail=true | a | ", { "CONCURRENTLY_KILL_OTHERS_ON_FAIL=true" });
    row({ "a" }, " | a | ", { "CONCURRENTLY_SOMETHING=1", "NAMES=x", "CONCURRENTLY_" });
}

void TestConcurrentlyCall::options()
{
    QFETCH(const L, arguments);
    QFETCH(const L, environment);
    const auto call = parseConcurrentlyCall(arguments, environment);
    QVERIFY2(call, call ? "" : qPrintable(call.error().toString()));
    QTEST(show(*call), "call");
}

void TestConcurrentlyCall::everyOptionHasAVariable()
{
    int seen = 0;
    for (const ConcurrentlyOptionInfo &option : concurrentlyOptions()) {
        const QByteArray name(option.name.data(), static_cast<qsizetype>(option.name.size()));
        const QByteArray variable = "CONCURRENTLY_" + QByteArray(name).replace('-', '_').toUpper();
        const auto call = parseConcurrentlyCall({ "a" }, { variable + "=true" });
        QVERIFY(call);
        QCOMPARE(show(*call), name + "=true | a | ");
        ++seen;
    }
    QCOMPARE(seen, 28);
}

void TestConcurrentlyCall::quotes_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("plain");
    const auto row = [](const char *command, const char *plain) {
        QTest::newRow(command) << QByteArray(command) << QByteArray(plain);
    };
    row("", "");
    row("\"", "\"");
    row("\"\"", "");
    row("\"a b\"", "a b");
    row("'a b'", "a b");
    row("\"a'", "\"a'");
    row("'a' 'b'", "'a' 'b'");
    row("\"'a'\"", "'a'");
}

void TestConcurrentlyCall::quotes()
{
    QFETCH(const QByteArray, command);
    QTEST(withoutOuterQuotes(command), "plain");
}

void TestConcurrentlyCall::placeholders_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *command, const L &arguments, const char *result) {
        QTest::newRow(qPrintable(QString::fromUtf8(command + (' ' + arguments.join(' ')))))
            << QByteArray(command) << arguments << QByteArray(result);
    };
    row("x {1} {2}", { "a", "b" }, "x a b");
    row("x {3}.", { "a", "b" }, "x .");
    row("x {@}", { "a b", "c" }, "x 'a b' c");
    row("x {*}", { "a b", "c" }, "x 'a b c'");
    row("x \\{1} {1}", { "a" }, "x {1} a");
    row("x {0} {01} {x} {} {", { "a" }, "x {0} {01} {x} {} {");
    row("x {1}{@}{*}.", {}, "x .");
    row("{1}", { "{2}", "b" }, "\\{2\\}");
    row("{99999999999999999999}", { "a" }, "");
    row("{1}", { "it's" }, "\"it's\"");
    row("{1}", { "it's!" }, "'it'\"'\"'s!'");
    row("{1}", { "C:\\x" }, "'C:\\x'");
    row("{1}", { "C:;x" }, "C:\\;x");
}

void TestConcurrentlyCall::placeholders()
{
    QFETCH(const QByteArray, command);
    QFETCH(const L, arguments);
    QTEST(withArguments(command, arguments), "result");
}

void TestConcurrentlyCall::refusals_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const L &arguments, const char *text) {
        QTest::newRow(qPrintable(QString::fromUtf8(arguments.join(' '))))
            << arguments << "prun concurrently: " + QByteArray(text) + '\n';
    };
    row({ "--kill-other", "a" },
        "unknown option \"--kill-other\" (did you mean \"--kill-others\"?)");
    row({ "-z", "a" }, "unknown option \"-z\" (--help lists the options)");
    row({ "--no-names", "a" }, "unknown option \"--no-names\" (did you mean \"--names\"?)");
    row({ "a", "" }, "command 1 is empty (commands are counted from 0)");
    row({ "a", "--teardown", "" }, "option --teardown: the command is empty");
    row({ "a", "--restart-tries", "x" }, "option --restart-tries: \"x\" is no number");
    row({ "a", "--restart-after", "1s" }, "option --restart-after: \"1s\" is no number");
    row({ "a", "-m", "-1" },
        "option --max-processes: \"-1\" is not a number of processes (write 4, or 50% of the "
        "processors)");
    row({ "a", "--ks", "SIGFOO" },
        "option --kill-signal: unknown signal \"SIGFOO\" (write a name like SIGINT or a number)");
    row({ "a", "-i", "--default-input-target", "b" },
        "option --default-input-target: there is no command \"b\"");
}

void TestConcurrentlyCall::refusals()
{
    QFETCH(const L, arguments);
    const auto parsed = parse(L{ "conc" } + arguments);
    QVERIFY(parsed);
    const auto *print = std::get_if<PrintAndExit>(&*parsed);
    QVERIFY(print);
    QTEST(print->text, "text");
    QCOMPARE(print->exitStatus, 1);
    QVERIFY(print->toStandardError);
}

void TestConcurrentlyCall::policies()
{
    const auto parsed =
        parse({ "conc", "-k", "-m", "50%", "-s", "!command-x", "-n", "x,1,x", "--restart-tries",
                "2", "--restart-after", "exponential", "a", "b", "c", "--teardown", "d" });
    QVERIFY(parsed);
    const auto *request = std::get_if<RunRequest>(&*parsed);
    QVERIFY(request);
    const Plan &plan = request->plan;
    QCOMPARE(plan.tasks.size(), 4U);
    QVERIFY(plan.tasks[3].role == TaskSpec::Role::Teardown);
    QVERIFY(plan.run.killOthers);
    QVERIFY(plan.run.retriesHoldSlots);
    QCOMPARE(plan.run.slots, 4);
    QVERIFY(plan.judgement.judged == JudgedCommands::Started);
    QVERIFY(plan.judgement.success.front().kind == SuccessTerm::Kind::AllButNamed);
    QCOMPARE(show(plan.judgement.success.front().tasks), "0,2");
    QCOMPARE(plan.policy(TaskId(0)).retry.extraTries, 2);
    QCOMPARE(plan.policy(TaskId(3)).retry.extraTries, 0);
    const Backoff &backoff = plan.policy(TaskId(0)).retry.backoff;
    QCOMPARE(milliseconds(backoff.base), "1000");
    QCOMPARE(backoff.factor, 2.0);
    QCOMPARE(backoff.jitter, 0.0);
    QCOMPARE(request->failureStatus, 1);
}

QTEST_APPLESS_MAIN(TestConcurrentlyCall)
#include "tst_concurrently_call.moc"
