// SPDX-License-Identifier: MIT
#include <core/plan/task_names.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestTaskNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findAll_data();
    void findAll();
    void success_data();
    void success();
    void unnamed();
};

namespace {

std::vector<TaskSpec> commandsNamed(const QByteArrayList &names)
{
    std::vector<TaskSpec> commands;
    for (const QByteArray &name : names) {
        commands.emplace_back();
        commands.back().name = name;
    }
    return commands;
}

QByteArray show(const std::vector<TaskId> &tasks)
{
    QByteArrayList indices;
    for (const TaskId task : tasks)
        indices << QByteArray::number(static_cast<quint32>(task));
    return indices.join(',');
}

QByteArray show(const std::vector<SuccessTerm> &terms)
{
    QByteArrayList texts;
    for (const SuccessTerm &term : terms) {
        constexpr const char *kinds[] = { "all", "first", "last", "any", "named", "but" };
        texts << kinds[static_cast<int>(term.kind)]
                + (term.tasks.empty() ? QByteArray() : ':' + show(term.tasks));
    }
    return texts.join(' ');
}

const QByteArrayList &someNames()
{
    static const QByteArrayList names{ "api", "", "web", "api", "7", "a,b" };
    return names;
}

} // namespace

void TestTaskNames::findAll_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::addColumn<QByteArray>("found");
    const auto row = [](const char *list, const char *found) {
        QTest::newRow(list) << QByteArray(list) << QByteArray(found);
    };
    row("web", "2");
    row("api", "0,3");
    row("1", "1");
    row("5", "5");
    row("7", "4"); // a name before an index
    row("web,api,2,0", "0,2,3");
    row("a\\,b", "5");
    row("6", "there is no command \"6\" (write a name, or an index from 0 to 5)");
    row("-1", "there is no command \"-1\" (write a name, or an index from 0 to 5)");
    row("+1", "there is no command \"+1\" (write a name, or an index from 0 to 5)");
    row("99999999999",
        "there is no command \"99999999999\""
        " (write a name, or an index from 0 to 5)");
    row("apii", "there is no command \"apii\" (did you mean \"api\"?)");
    row("web,,api", "there is no command \"\" (write a name, or an index from 0 to 5)");
}

void TestTaskNames::findAll()
{
    QFETCH(const QByteArray, list);
    const auto commands = commandsNamed(someNames());
    const auto found = TaskNames(commands).findAll(list);
    QTEST(found ? show(*found) : found.error().toString().toUtf8(), "found");
}

void TestTaskNames::success_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("terms");
    const auto row = [](const char *text, const char *terms) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(terms);
    };
    row("all", "all");
    row("first", "first");
    row("last", "last");
    row("any", "any");
    row("command-api", "named:0,3");
    row("command-1", "named:1");
    row("!command-web", "but:2");
    row("command-api,command-web", "named:0,2,3");
    row("!command-0,!command-1", "but:0,1");
    row("first,command-web", "first named:2");
    row("any,!command-7", "any but:4");
    row("first,first", "first");
    row("all,any", "\"all\" leaves nothing for other conditions (leave it out)");
    row("",
        "unknown condition \"\""
        " (one of all, first, last, any, command-NAME, !command-NAME)");
    row("alll", "unknown condition \"alll\" (did you mean \"all\"?)");
    row("web",
        "unknown condition \"web\""
        " (one of all, first, last, any, command-NAME, !command-NAME)");
    row("command-wbe", "there is no command \"wbe\" (did you mean \"web\"?)");
    row("command-", "there is no command \"\" (write a name, or an index from 0 to 5)");
    row("!first", "unknown condition \"!first\" (did you mean \"first\"?)");
    row("first,",
        "unknown condition \"\""
        " (one of all, first, last, any, command-NAME, !command-NAME)");
}

void TestTaskNames::success()
{
    QFETCH(const QByteArray, text);
    const auto commands = commandsNamed(someNames());
    const auto terms = parseSuccess(text, TaskNames(commands));
    QTEST(terms ? show(*terms) : terms.error().toString().toUtf8(), "terms");
}

void TestTaskNames::unnamed()
{
    const auto one = commandsNamed({ "" });
    QCOMPARE(TaskNames(one).findOne("1").error().toString(),
             QStringLiteral("there is no command \"1\" (the only command is 0)"));
    const auto two = commandsNamed({ "", "" });
    QCOMPARE(TaskNames(two).findOne("x").error().toString(),
             QStringLiteral("there is no command \"x\""
                            " (they have no names: write an index from 0 to 1)"));
    QCOMPARE(indexOf(*TaskNames(two).findOne("1")), 1U);
}

QTEST_APPLESS_MAIN(TestTaskNames)
#include "tst_task_names.moc"
