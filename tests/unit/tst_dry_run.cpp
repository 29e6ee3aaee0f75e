// SPDX-License-Identifier: MIT
#include <app/dry_run.h>
#include <app/invocation.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtTest/qtest.h>

#include <cerrno>

using namespace Qt::StringLiterals;
using namespace prun;

class TestDryRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_data();
    void text();
    void json();
};

namespace {

// Knows three kinds of command by a word in them.
class FakeExecutor final : public Executor
{
public:
    Result<LaunchSpec> prepare(const TaskSpec &task) override
    {
        if (task.command.contains("missing"))
            return Error(Error::Code::Launch, u"\"missing\" was not found"_s,
                         std::make_error_code(std::errc::no_such_file_or_directory));
        LaunchSpec launch;
        launch.environment = task.surroundings->environment;
        launch.workingDirectory = task.surroundings->workingDirectory;
        if (task.command.contains("&&")) {
            launch.program = "/bin/sh";
            launch.arguments = { "/bin/sh", "-c", task.command };
        } else {
            launch.program = "/usr/bin/" + task.command.split(' ').first();
            launch.arguments = task.command.split(' ');
        }
        return launch;
    }
};

RunRequest requestFor(const QByteArrayList &arguments)
{
    auto parsed = parseInvocation({ arguments, {}, [] { return 8; } });
    return parsed ? std::get<RunRequest>(std::move(*parsed)) : RunRequest();
}

} // namespace

void TestDryRun::text_data()
{
    using L = QByteArrayList;
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("one") << L{ "node x.js" }
                         << QByteArray("1 command\n"
                                       "[0] node x.js\n"
                                       "      direct: /usr/bin/node x.js\n");
    QTest::newRow("a shell and a name")
        << L{ "-n", "build", "make && echo 'it''s'", "true" }
        << QByteArray("2 commands, all at once\n"
                      "[build] make && echo 'it''s'\n"
                      "      shell:  /bin/sh -c 'make && echo '\\''it'\\'''\\''s'\\'''\n"
                      "[1] true\n"
                      "      direct: /usr/bin/true\n");
    QTest::newRow("surroundings") << L{ "-m",    "2",     "--cwd", "a b",  "--env", "X=1",
                                        "--env", "Y=a b", "true",  "true", "true" }
                                  << QByteArray("3 commands, 2 at a time\n")
            + QByteArray("[0] true\n      direct: /usr/bin/true\n      in:     'a b'\n"
                         "      with:   X=1\n      with:   Y='a b'\n"
                         "[1] true\n      direct: /usr/bin/true\n      in:     'a b'\n"
                         "      with:   X=1\n      with:   Y='a b'\n"
                         "[2] true\n      direct: /usr/bin/true\n      in:     'a b'\n"
                         "      with:   X=1\n      with:   Y='a b'\n");
    QTest::newRow("cannot be started, and what comes last")
        << L{ "--sequence", "--teardown", "rm x", "missing", "true" }
        << QByteArray("2 commands, one after another\n"
                      "[0] missing\n"
                      "      cannot be started: \"missing\" was not found: "
                      "No such file or directory\n"
                      "[1] true\n      direct: /usr/bin/true\n"
                      "[teardown] rm x\n      direct: /usr/bin/rm x\n");
    QTest::newRow("nothing that a terminal obeys")
        << L{ "-n", "\x1b[2J", "echo \x1b]0;x\a" }
        << QByteArray("1 command\n"
                      "[\\x1b[2J] echo \\x1b]0;x\\x07\n"
                      "      direct: /usr/bin/echo '\\x1b]0;x\\x07'\n");
}

void TestDryRun::text()
{
    QFETCH(const QByteArrayList, arguments);
    FakeExecutor executor;
    QTEST(renderDryRun(requestFor(arguments), executor, false), "shown");
}

void TestDryRun::json()
{
    FakeExecutor executor;
    const QByteArray text =
        renderDryRun(requestFor({ "-m", "2", "-n", "one,\xff", "--env", "A=b", "--teardown",
                                  "missing", "true x", "a && b" }),
                     executor, true);
    const QJsonObject root = QJsonDocument::fromJson(text).object();
    QCOMPARE(root[u"version"_s].toInt(), 1);
    QCOMPARE(root[u"slots"_s].toInt(), 2);
    const QJsonArray tasks = root[u"tasks"_s].toArray();
    QCOMPARE(tasks.size(), 3);
    QCOMPARE(tasks[0].toObject(),
             (QJsonObject{ { u"index"_s, 0 },
                           { u"name"_s, u"one"_s },
                           { u"role"_s, u"command"_s },
                           { u"command"_s, u"true x"_s },
                           { u"shell"_s, false },
                           { u"program"_s, u"/usr/bin/true"_s },
                           { u"arguments"_s, QJsonArray{ u"true"_s, u"x"_s } },
                           { u"workingDirectory"_s, u""_s },
                           { u"environment"_s, QJsonObject{ { u"A"_s, u"b"_s } } } }));
    QCOMPARE(tasks[1][u"name"_s].toObject(), (QJsonObject{ { u"base64"_s, u"/w=="_s } }));
    QCOMPARE(tasks[1][u"shell"_s].toBool(), true);
    QCOMPARE(tasks[2][u"role"_s].toString(), u"teardown"_s);
    QVERIFY(tasks[2][u"error"_s].toString().startsWith(u"\"missing\" was not found"_s));
    QVERIFY(!tasks[2].toObject().contains(u"program"_s));
}

QTEST_APPLESS_MAIN(TestDryRun)
#include "tst_dry_run.moc"
