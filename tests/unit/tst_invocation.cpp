// SPDX-License-Identifier: MIT
#include <app/invocation.h>
#include <app/option_table.h>

#include <tests/support/call_texts.h>

#include <QtCore/qfile.h>
#include <QtCore/qrandom.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace prun;
using namespace prun::test;

class TestInvocation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commands_data();
    void commands();
    void verbs_data();
    void verbs();
    void meantVerbs_data();
    void meantVerbs();
    void printed();
    void commandFile();
    void badCommandFile();
    void environmentFile();
    void longList();
    void notInherited();
    void defaults();
    void teardownHasAPolicyOfItsOwn();
    void randomArguments();
    void oneLineErrors();
};

namespace {

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

} // namespace

void TestInvocation::commands_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("tasks");
    const auto row = [](const L &arguments, const char *tasks) {
        QTest::newRow(arguments.join(' ').constData()) << arguments << QByteArray(tasks);
    };
    row({ "a" }, "a");
    row({ "echo a", "echo b" }, "echo a; echo b");
    row({ " a " }, " a ");
    row({ "a", "a" }, "a; a");
    row({ "-n", "x,y", "a", "b" }, "a[x]; b[y]");
    row({ "-n", "x,,z", "a", "b", "c" }, "a[x]; b; c[z]");
    row({ "-n", "x", "a", "b" }, "a[x]; b");
    row({ "-n", ",,", "a", "b" }, "a; b");
    row({ "-n", "x,x", "a", "b" }, "a[x]; b[x]");
    row({ "-n", "x\\,y", "a" }, "a[x,y]");
    row({ "--teardown", "t", "a", "--teardown", "u" }, "a; t teardown; u teardown");
    row({ "--", "run", "--raw" }, "run; --raw");
    row({ "a", "run" }, "a; run");
    row({ "-k", "plugins" }, "plugins");
    row({ "./npm:x" }, "./npm:x");
    row({ "npm: x" }, "npm: x");
    row({ "npm:" }, "npm:");
    row({ "\"quoted\" 'x'" }, "\"quoted\" 'x'");
    row({ "\xff" }, "\xff");
}

void TestInvocation::commands()
{
    QFETCH(const L, arguments);
    QTEST(commandsOf(parse(arguments)), "tasks");
}

void TestInvocation::verbs_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("error");
    for (const char *verb : { "run", "pool", "list", "check", "graph", "why", "history", "retry",
                              "report", "completion", "init" })
        QTest::newRow(verb) << L{ verb, "x" }
                            << "this version of prun does not have \"prun " + QByteArray(verb)
                + "\" (a command of that name: prun -- " + verb + ')';
    QTest::newRow("task:x") << L{ "a", "task:x" }
                            << QByteArray("this version of prun does not have the shortcut "
                                          "\"task:x\"");
    QTest::newRow("plugins with a word")
        << L{ "plugins", "x" }
        << QByteArray("\"prun plugins\" takes no \"x\""
                      " (a command of that name: prun -- plugins)");
    QTest::newRow("plugins with an option")
        << L{ "plugins", "--raw" } << QByteArray("option --raw: \"prun plugins\" does not take it");
    QTest::newRow("plugins with an empty folder")
        << L{ "plugins", "--plugin-path=" }
        << QByteArray("option --plugin-path: the value is empty");
}

void TestInvocation::verbs()
{
    QFETCH(const L, arguments);
    QTEST(errorOf(arguments), "error");
}

void TestInvocation::meantVerbs_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QString>("meant");
    const auto row = [](L arguments, const char *meant) {
        QTest::newRow(arguments.join(' ').constData()) << arguments << QString::fromLatin1(meant);
    };
    row({ "concurently", "a" }, "concurrently");
    row({ "CONCURRENTLY", "a" }, "concurrently");
    row({ "stat" }, "start");
    row({ "run_p", "a" }, "run-p");
    row({ "npm-runall", "a" }, "npm-run-all");
    row({ "plugin" }, "plugins");
    row({ "strat", "-q" }, "start");
    row({ "make" }, "");
    row({ "node server.js" }, "");
    row({ "--", "strat" }, "");
    row({ "-q", "strat" }, "");
    row({ "-n", "strat", "strat" }, "");
    row({ "make", "strat" }, "");
}

void TestInvocation::meantVerbs()
{
    QFETCH(const L, arguments);
    const auto invocation = parse(arguments);
    QVERIFY(invocation && std::holds_alternative<RunRequest>(*invocation));
    QTEST(std::get<RunRequest>(*invocation).meantVerb, "meant");
}

void TestInvocation::printed()
{
    const auto help = parse({ "a", "--help", "--nonsense" });
    QVERIFY(help && std::holds_alternative<PrintAndExit>(*help));
    QCOMPARE(std::get<PrintAndExit>(*help).exitStatus, 0);
    QVERIFY(!std::get<PrintAndExit>(*help).toStandardError);
    QVERIFY(std::get<PrintAndExit>(*help).text.startsWith("Usage: prun"));

    const auto version = parse({ "-V" });
    QVERIFY(version && std::holds_alternative<PrintAndExit>(*version));
    QVERIFY(std::get<PrintAndExit>(*version).text.startsWith("prun "));

    for (const L &arguments : { L{}, L{ "--raw" }, L{ "--" }, L{ "-m", "2" } }) {
        const auto nothing = parse(arguments);
        QVERIFY(nothing && std::holds_alternative<PrintAndExit>(*nothing));
        QCOMPARE(std::get<PrintAndExit>(*nothing).exitStatus, 2);
        QVERIFY(std::get<PrintAndExit>(*nothing).toStandardError);
    }

    const auto plugins = parse({ "plugins", "--plugin-path", "/x", "--plugin-path=y" });
    QVERIFY(plugins && std::holds_alternative<PluginListRequest>(*plugins));
    QCOMPARE(std::get<PluginListRequest>(*plugins).pluginPaths, QStringList({ u"/x"_s, u"y"_s }));
    const auto pluginsHelp = parse({ "plugins", "--help" });
    QVERIFY(pluginsHelp && std::holds_alternative<PrintAndExit>(*pluginsHelp));
}

void TestInvocation::commandFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"jobs"_s);
    write(path, "# jobs\necho a\r\n\necho b");
    const auto parsed =
        parse({ "--file", QFile::encodeName(path), "-n", "x,y", "--teardown", "echo t" });
    QCOMPARE(commandsOf(parsed), QByteArray("echo a[x]; echo b[y]; echo t teardown"));
    QCOMPARE(describe(parsed), QByteArray("slots=8"));
    QCOMPARE(describe(parse({ "--file", QFile::encodeName(path), "-m", "0" })), QByteArray());
    QCOMPARE(describe(parse({ "--file", QFile::encodeName(path), "--sequence" })),
             QByteArray("slots=1 waits=1>0 on-failure=1"));
    QCOMPARE(commandsOf(parse({}, { "PRUN_FILE=" + QFile::encodeName(path) })),
             QByteArray("echo a; echo b"));
}

void TestInvocation::badCommandFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"jobs"_s);
    const QByteArray file = QFile::encodeName(path);
    const QByteArray missing = QFile::encodeName(folder.filePath(u"none"_s));
    QCOMPARE(errorOf({ "--file", missing }),
             "option --file: cannot read \"" + missing + "\": No such file or directory");
    QCOMPARE(errorOf({ "--file", QFile::encodeName(folder.path()) }),
             "option --file: cannot read \"" + QFile::encodeName(folder.path())
                 + "\": Is a directory");
    QCOMPARE(errorOf({ "--file=" }), QByteArray("option --file: the path of the file is empty"));
    write(path, "# nothing\n\n");
    QCOMPARE(errorOf({ "--file", file }), "option --file: there is no command in " + file);
    write(path, "echo a\n\ntask:x\n");
    QCOMPARE(errorOf({ "--file", file }),
             "option --file: " + file
                 + ":3:1: this version of prun does not have the shortcut \"task:x\"");
    write(path, QByteArray("echo a\nb\0\n", 10));
    QCOMPARE(errorOf({ "--file", file }),
             "option --file: " + file + ":2:2: a NUL byte cannot be part of a command");
    QCOMPARE(errorOf({}, { "PRUN_FILE=" + missing }),
             "environment variable PRUN_FILE: cannot read \"" + missing
                 + "\": No such file or directory");
}

void TestInvocation::environmentFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u".env"_s);
    const QByteArray file = QFile::encodeName(path);
    write(path, "A=1\nB=\"2\"\n");
    const auto parsed = parse({ "--env", "A=3", "--env-file", file, "--cwd", "x", "--shell", "none",
                                "--env", "C=\xff", "a", "b" });
    QVERIFY(parsed && std::holds_alternative<RunRequest>(*parsed));
    const auto &tasks = std::get<RunRequest>(*parsed).plan.tasks;
    QCOMPARE(tasks[0].surroundings.get(), tasks[1].surroundings.get());
    const std::vector<std::pair<QByteArray, QByteArray>> expected{
        { "A", "1" }, { "B", "2" }, { "A", "3" }, { "C", "\xff" }
    };
    QCOMPARE(tasks[0].surroundings->environment, expected);
    QCOMPARE(tasks[0].surroundings->workingDirectory, QByteArray("x"));
    QCOMPARE(tasks[0].surroundings->shell, (Shell{ Shell::Kind::None, {} }));

    write(path, "A=1\nB\n");
    QCOMPARE(errorOf({ "--env-file", file, "a" }),
             "option --env-file: " + file + ":2:2: \"B\" has no value (write NAME=value)");
}

// 100,000 commands are no reason to take more than what they need.
void TestInvocation::longList()
{
    constexpr int count = 100'000;
    QTemporaryDir folder;
    QByteArray list;
    for (int i = 0; i < count; ++i)
        list += "echo " + QByteArray::number(i) + '\n';
    const QString path = folder.filePath(u"jobs"_s);
    write(path, list);
    const auto parsed = parse({ "--file", QFile::encodeName(path), "--teardown", "t", "-m", "2" });
    QVERIFY(parsed && std::holds_alternative<RunRequest>(*parsed));
    const Plan &plan = std::get<RunRequest>(*parsed).plan;
    QCOMPARE(plan.tasks.size(), std::size_t(count + 1));
    QCOMPARE(plan.tasks.capacity(), std::size_t(count + 1));
    QCOMPARE(plan.tasks[count - 1].command, QByteArray("echo 99999"));
    QVERIFY(plan.tasks[7].command.capacity() < 64);
    QVERIFY(sizeof(TaskSpec) <= 104);
}

void TestInvocation::notInherited()
{
    const auto parsed = parse({ "a" },
                              { "PRUN_NAMES=x", "PRUN_COLOR=always", "PRUN_RUN_ID=1", "HOME=/",
                                "PRUN_FILE=jobs", "PRUN_KILL_TIMEOUT=1s", "PRUN_PLUGIN_PATH=/x" });
    QVERIFY(parsed && std::holds_alternative<RunRequest>(*parsed));
    QCOMPARE(std::get<RunRequest>(*parsed).notInherited, L({ "PRUN_NAMES", "PRUN_FILE" }));
}

void TestInvocation::defaults()
{
    const auto parsed = parse({ "a" });
    QVERIFY(parsed && std::holds_alternative<RunRequest>(*parsed));
    const auto &request = std::get<RunRequest>(*parsed);
    QVERIFY(request.plan.policyOf.empty());
    QVERIFY(request.plan.edges.empty());
    QVERIFY(request.plan.tasks[0].surroundings != nullptr);
    QCOMPARE(request.plan.tasks[0].surroundings->shell, Shell{});
    QCOMPARE(request.plan.policies[0].grace, Nanoseconds(std::chrono::seconds(5)));
    QVERIFY(!request.input.terminal.has_value());
}

void TestInvocation::teardownHasAPolicyOfItsOwn()
{
    const auto parsed = parse({ "--timeout=1", "--restart-tries=2", "--kill-timeout=7",
                                "--kill-signal=INT", "--teardown=t", "a", "b" });
    QVERIFY(parsed && std::holds_alternative<RunRequest>(*parsed));
    const Plan &plan = std::get<RunRequest>(*parsed).plan;
    const TaskPolicy &teardown = plan.policy(TaskId(2));
    QCOMPARE(teardown.timeout, Nanoseconds());
    QCOMPARE(teardown.retry.extraTries, 0);
    QCOMPARE(teardown.grace, Nanoseconds(std::chrono::milliseconds(7)));
    QCOMPARE(teardown.stopSignal, 2);
    QCOMPARE(plan.policy(TaskId(1)).retry.extraTries, 2);
}

// Whatever is given, there is a request, a text or an error of one line, and never a crash.
void TestInvocation::randomArguments()
{
    QRandomGenerator random(20240217);
    L words{ "--",   "-",        "",           "a",     "-1",      "50%",    "api,web",
             "1s",   "\xff\x1b", "=",          "first", "jsonl=x", "x:a=\"", "{name}",
             "none", "A=b",      "!command-0", "--=",   "-krm" };
    for (const OptionInfo &option : optionTable()) {
        const QByteArray name(option.name.data(), static_cast<qsizetype>(option.name.size()));
        words << "--" + name << "--no-" + name << "--" + name + "=x"
              << "--" + name + '=';
    }
    words.removeIf([](const QByteArray &word) { return word.startsWith("--file"); });
    int requests = 0;
    for (int round = 0; round < 20'000; ++round) {
        L arguments;
        for (auto count = random.bounded(7); count > 0; --count) {
            QByteArray word = words[random.bounded(int(words.size()))];
            if (random.bounded(8) == 0 && !word.isEmpty())
                word[random.bounded(int(word.size()))] = static_cast<char>(random.bounded(1, 256));
            arguments << word;
        }
        if (std::any_of(arguments.begin(), arguments.end(),
                        [](const QByteArray &word) { return word.startsWith("--f"); }))
            continue; // could read a file
        const auto parsed = parse(arguments);
        if (!parsed)
            QVERIFY(!parsed.error().toString().contains(u'\n'));
        else if (const auto *request = std::get_if<RunRequest>(&*parsed))
            requests += request->plan.tasks.empty() ? -100'000 : 1;
    }
    QVERIFY2(requests > 100, QByteArray::number(requests).constData());
}

// Control characters in what was given never reach the terminal.
void TestInvocation::oneLineErrors()
{
    const QByteArray hostile = "\x1b]0;x\a\n\r\x9b";
    for (const OptionInfo &option : optionTable()) {
        const QByteArray name(option.name.data(), static_cast<qsizetype>(option.name.size()));
        const auto parsed = parse({ "--" + name + '=' + hostile, "a" });
        if (parsed)
            continue;
        const QString text = parsed.error().toString();
        QVERIFY2(std::none_of(
                     text.begin(), text.end(),
                     [](QChar character) { return character.category() == QChar::Other_Control; }),
                 name.constData());
    }
    QVERIFY(!parse({ "--timeout=" + hostile, "a" }));
}

QTEST_APPLESS_MAIN(TestInvocation)
#include "tst_invocation.moc"
