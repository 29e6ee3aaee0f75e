// SPDX-License-Identifier: MIT
#include <app/invocation.h>
#include <app/option_table.h>

#include <QtCore/qfile.h>
#include <QtCore/qrandom.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace prun;

class TestInvocation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commands_data();
    void commands();
    void settings_data();
    void settings();
    void errors_data();
    void errors();
    void color_data();
    void color();
    void verbs_data();
    void verbs();
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

using L = QByteArrayList;

Result<Invocation> parse(const L &arguments, const L &environment = {})
{
    return parseInvocation({ arguments, environment, [] { return 8; } });
}

QByteArray errorOf(const L &arguments, const L &environment = {})
{
    const auto parsed = parse(arguments, environment);
    return parsed ? QByteArray("no error") : parsed.error().toString().toUtf8();
}

QByteArray milliseconds(Nanoseconds time)
{
    return QByteArray::number(
        qint64(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()));
}

QByteArray show(const PluginChoice &choice)
{
    QByteArray text = choice.id.toUtf8();
    for (auto option = choice.options.begin(); option != choice.options.end(); ++option)
        text += ':' + option.key().toUtf8() + '=' + option.value().toUtf8();
    return text;
}

QByteArray show(const std::vector<TaskId> &tasks)
{
    QByteArrayList indices;
    for (const TaskId task : tasks)
        indices << QByteArray::number(static_cast<quint32>(task));
    return indices.join(',');
}

// Collects `name=value` for all that is not the default.
class Differences
{
public:
    template<typename Value>
    void add(const char *name, const Value &value, const Value &usual, const QByteArray &text)
    {
        if (!(value == usual))
            m_texts << name + QByteArray(text.isEmpty() ? "" : "=") + text;
    }
    void add(const char *name, int value, int usual)
    {
        add(name, value, usual, QByteArray::number(value));
    }
    void add(const char *name, bool value) { add(name, value, false, {}); }
    void add(const char *name, Nanoseconds value, Nanoseconds usual)
    {
        add(name, value, usual, milliseconds(value) + "ms");
    }
    void add(const char *name, const QByteArray &value, const QByteArray &usual)
    {
        add(name, value, usual, value);
    }
    QByteArray text() const { return m_texts.join(' '); }

private:
    QByteArrayList m_texts;
};

void addPlan(Differences &out, const Plan &plan)
{
    const RunPolicy usualRun;
    out.add("slots", plan.run.slots, 0);
    out.add("retry-keeps-slot", plan.run.retryKeepsSlot);
    out.add("delay", plan.run.startDelay, {});
    out.add("kill-others", plan.run.killOthers);
    out.add("on-failure", static_cast<int>(plan.run.onFailure), 0);
    out.add("deadline", plan.run.deadline, {});
    out.add("leak-timeout", plan.run.leakTimeout, usualRun.leakTimeout);
    out.add("leftovers", static_cast<int>(plan.run.leftovers), 0);
    const TaskPolicy usual;
    const TaskPolicy &policy = plan.policies.front();
    out.add("timeout", policy.timeout, {});
    out.add("idle-timeout", policy.idleTimeout, {});
    out.add("signal", policy.stopSignal, usual.stopSignal);
    out.add("grace", policy.grace, usual.grace);
    out.add("tries", policy.retry.extraTries, 0);
    out.add("wait", policy.retry.backoff.base, {});
    out.add("factor", static_cast<int>(policy.retry.backoff.factor * 100), 100);
    out.add("retry-on-codes", static_cast<int>(policy.retry.onCodes.size()), 0);
    out.add("retry-on-timeout", policy.retry.onTimeout);
    out.add("exit-code", static_cast<int>(plan.judgement.exitCode), 0);
    const SuccessTerm &first = plan.judgement.success.front();
    out.add("success", static_cast<int>(first.kind), 0);
    out.add("success-tasks", show(first.tasks), {});
}

void addLook(Differences &out, const RunRequest &request)
{
    const Presentation usual;
    const Presentation &look = request.presentation;
    out.add("prefix", look.prefix, usual.prefix);
    out.add("prefix-length", look.prefixLength, usual.prefixLength);
    out.add("pad", look.padPrefix);
    out.add("timestamps", look.timestampFormat, usual.timestampFormat);
    out.add("colors", look.prefixColors.join(','), {});
    out.add("hidden", show(look.hidden), {});
    out.add("quiet-success", look.quietSuccess);
    out.add("timings", look.timings);
    out.add("quiet", look.quiet);
    out.add("verbose", look.verbose);
    out.add("formatter", show(request.formatter), "prefix");
    for (const ReportChoice &report : request.reports)
        out.add("report", show(report.formatter) + "->" + report.file, {});
    for (const PluginChoice &hook : request.hooks)
        out.add("hook", show(hook), {});
    out.add("plugin-paths", request.pluginPaths.join(u'|').toUtf8(), {});
    out.add("color", static_cast<int>(request.color), 0);
    out.add("depth", request.forcedColorDepth, -1);
    out.add("log", request.logDirectory, {});
    out.add("raw", request.rawStreams);
    out.add("input", request.input.forward);
    out.add("target", static_cast<int>(request.input.defaultTarget), 0);
    if (request.input.terminal)
        out.add("tty", static_cast<int>(*request.input.terminal), -1);
    out.add("dry-run", static_cast<int>(request.dryRun), 0);
}

// `a[name] b; teardown`
QByteArray showTasks(const Plan &plan)
{
    QByteArrayList texts;
    for (const TaskSpec &task : plan.tasks) {
        QByteArray text = task.command;
        if (!task.name.isEmpty())
            text += '[' + task.name + ']';
        if (task.role == TaskSpec::Role::Teardown)
            text += " teardown";
        texts << text;
    }
    return texts.join("; ");
}

QByteArray describe(const Result<Invocation> &parsed)
{
    if (!parsed)
        return "error: " + parsed.error().toString().toUtf8();
    const auto *request = std::get_if<RunRequest>(&*parsed);
    if (!request)
        return "no run";
    Differences differences;
    addPlan(differences, request->plan);
    addLook(differences, *request);
    return differences.text();
}

QByteArray commandsOf(const Result<Invocation> &parsed)
{
    const auto *request = parsed ? std::get_if<RunRequest>(&*parsed) : nullptr;
    return request ? showTasks(request->plan) : describe(parsed);
}

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

void TestInvocation::settings_data()
{
    QTest::addColumn<L>("options"); // before the commands a, b, c, the first two with names
    QTest::addColumn<QByteArray>("settings");
    const auto row = [](const L &options, const char *settings) {
        QTest::newRow(options.join(' ').constData()) << options << QByteArray(settings);
    };
    row({}, "");
    row({ "-m", "2" }, "slots=2");
    row({ "-m", "50%" }, "slots=4");
    row({ "-m", "+1" }, "slots=9");
    row({ "-m", "-1" }, "slots=7");
    row({ "-m", "0" }, "");
    row({ "--sequence" }, "slots=1 retry-keeps-slot on-failure=1");
    row({ "--sequence", "--on-failure", "continue" }, "slots=1 retry-keeps-slot");
    row({ "--sequence", "--kill-others-on-fail" }, "slots=1 retry-keeps-slot on-failure=2");
    row({ "--delay", "2" }, "delay=2000ms");
    row({ "-p", "{time} {name}" }, "prefix={time} {name}");
    row({ "-l", "20" }, "prefix-length=20");
    row({ "--pad-prefix" }, "pad");
    row({ "-t", "HH:mm" }, "timestamps=HH:mm");
    row({ "-c", "red,#23de43.bold,auto" }, "colors=red,#23de43.bold,auto");
    row({ "-r" }, "formatter=raw raw");
    row({ "-g" }, "formatter=group");
    row({ "--group=finish" }, "formatter=group:order=finish");
    row({ "--group=index" }, "formatter=group:order=index");
    row({ "--formatter", "x:a=1,b='c,d'" }, "formatter=x:a=1:b=c,d");
    row({ "--report", "jsonl=a", "--report", "x:k=v=b" }, "report=jsonl->a report=x:k=v->b");
    row({ "--report", "jsonl=/dev/fd/3", "--report", "timings=/dev/fd/3" },
        "report=jsonl->/dev/fd/3 report=timings->/dev/fd/3");
    row({ "--hook", "command:start=echo a" }, "hook=command:start=echo a");
    row({ "--plugin-path", "/x", "--plugin-path=y" }, "plugin-paths=/x|y");
    row({ "--log-dir", "logs" }, "log=logs");
    row({ "--hide", "api,2" }, "hidden=0,2");
    row({ "--hide", "web,web,1" }, "hidden=1");
    row({ "--quiet-success", "--timings" }, "quiet-success timings");
    row({ "-q" }, "quiet");
    row({ "-v" }, "verbose");
    row({ "--color", "always" }, "color=1");
    row({ "--no-color" }, "color=2");
    row({ "-s", "first" }, "success=1");
    row({ "-s", "last" }, "success=2");
    row({ "-s", "any" }, "success=3");
    row({ "-s", "command-web" }, "success=4 success-tasks=1");
    row({ "-s", "!command-api,!command-2" }, "success=5 success-tasks=0,2");
    row({ "--exit-code", "first" }, "exit-code=1");
    row({ "--exit-code", "max" }, "exit-code=2");
    row({ "--exit-code", "count" }, "exit-code=3");
    row({ "--on-failure", "no-new" }, "on-failure=1");
    row({ "--on-failure", "kill" }, "on-failure=2");
    row({ "-k" }, "kill-others");
    row({ "--kill-others-on-fail" }, "on-failure=2");
    row({ "--kill-signal", "SIGINT" }, "signal=2");
    row({ "--kill-signal", "kill" }, "signal=9");
    row({ "--ks", "1" }, "signal=1");
    row({ "--kill-timeout", "250" }, "grace=250ms");
    row({ "--kill-timeout", "1s" }, "grace=1000ms");
    row({ "--kill-timeout", "0" }, "grace=0ms");
    row({ "--timeout", "2" }, "timeout=2000ms");
    row({ "--timeout", "0" }, "");
    row({ "--idle-timeout", "1.5m" }, "idle-timeout=90000ms");
    row({ "--deadline", "1h" }, "deadline=3600000ms");
    row({ "--leak-timeout", "100ms" }, "leak-timeout=100ms");
    row({ "--leftovers", "wait" }, "leftovers=1");
    row({ "--leftovers", "kill" }, "leftovers=2");
    row({ "--leftovers", "ignore" }, "leftovers=3");
    row({ "--restart-tries", "3" }, "tries=3");
    row({ "--restart-tries", "-1" }, "tries=-1");
    row({ "--restart-after", "500" }, "wait=500ms");
    row({ "--restart-after", "exponential" }, "wait=1000ms factor=200");
    row({ "--retry-on", "1,75,timeout" }, "retry-on-codes=2 retry-on-timeout");
    row({ "-i" }, "input");
    row({ "-i", "--default-input-target", "web" }, "input target=1");
    row({ "--tty", "2" }, "tty=2");
    row({ "--dry-run" }, "dry-run=1");
    row({ "--dry-run=text" }, "dry-run=1");
    row({ "--dry-run=json" }, "dry-run=2");
}

void TestInvocation::settings()
{
    QFETCH(const L, options);
    QTEST(describe(parse(options + L{ "-n", "api,web", "a", "b", "c" })), "settings");
}

void TestInvocation::errors_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const L &arguments, const char *error) {
        QTest::newRow(arguments.join(' ').constData()) << arguments << QByteArray(error);
    };
    row({ "" }, "command 0 is empty (commands are counted from 0)");
    row({ "a", " \t" }, "command 1 is empty (commands are counted from 0)");
    row({ "-n", "x,y,z", "a", "b" },
        "option -n: there is no command for the name \"z\" (there are 2 commands)");
    row({ "-n", "x,y", "a" },
        "option -n: there is no command for the name \"y\" (there is 1 command)");
    row({ "--teardown", "", "a" }, "option --teardown: the command is empty");
    row({ "--file", "x", "a" }, "option --file: excludes commands given as arguments");
    row({ "--cwd", "", "a" }, "option --cwd: the value is empty");
    row({ "--env", "x", "a" }, "option --env: \"x\" has no value (write NAME=value)");
    row({ "--shell", "bsh", "a" },
        "option --shell: unknown shell \"bsh\" (did you mean \"bash\"?)");
    row({ "--shell", "", "a" },
        "option --shell: unknown shell \"\" (auto, sh, bash, pwsh, cmd, none, or the path of a "
        "shell)");
    row({ "--shell", "/bin/", "a" },
        "option --shell: unknown shell \"/bin/\""
        " (auto, sh, bash, pwsh, cmd, none, or the path of a shell)");
    row({ "-m", "x", "a" },
        "option -m: \"x\" is not a number of processes (write 4, 50% (of the processors),"
        " +1 or -1 (more or fewer than them), or 0 for no limit)");
    row({ "-s", "comand-0", "a" },
        "option -s: unknown condition \"comand-0\" (did you mean \"command-\"?)");
    row({ "-s", "command-1", "a" }, "option -s: there is no command \"1\" (the only command is 0)");
    row({ "--success", "command-t", "--teardown", "t", "a" },
        "option --success: there is no command \"t\" (the only command is 0)");
    row({ "--hide", "apj", "-n", "api", "a" },
        "option --hide: there is no command \"apj\" (did you mean \"api\"?)");
    row({ "--tty", "9", "a", "b" },
        "option --tty: there is no command \"9\" (they have no names: write an index from 0 to 1)");
    row({ "--default-input-target", "0", "a" },
        "option --default-input-target: has no effect without --handle-input");
    row({ "-c", "rde", "a" }, "option -c: unknown colour \"rde\" (did you mean \"red\"?)");
    row({ "-p", "{nam}", "a" },
        "option -p: unknown placeholder \"{nam}\" (did you mean \"{name}\"?)");
    row({ "-l", "0", "a" }, "option -l: \"0\" is out of range (a whole number from 1 to 1000)");
    row({ "-t", "", "a" }, "option -t: the value is empty");
    row({ "--group=indx", "a" },
        "option --group: unknown value \"indx\" (did you mean \"index\"?)");
    row({ "--color=sometimes", "a" },
        "option --color: unknown value \"sometimes\" (one of auto, always, never)");
    row({ "--dry-run=yaml", "a" }, "option --dry-run: unknown value \"yaml\" (one of text, json)");
    row({ "--report", "jsonl", "a" },
        "option --report: there is no file to write to"
        " (write ID=FILE or ID:KEY=VALUE,KEY=VALUE=FILE)");
    row({ "--report", "jsonl=-", "a" },
        "option --report: a report needs a file of its own"
        " (write /dev/stdout for the output of prun, or choose a --formatter)");
    row({ "--report", "jsonl=x", "--report", "timings=x", "a" },
        "option --report: two reports go to \"x\"");
    row({ "--formatter", "a/b", "a" },
        "option --formatter: \"/\" cannot be part of the identifier of a plugin"
        " (write ID or ID:KEY=VALUE,KEY=VALUE)");
    row({ "--kill-signal", "SIGFOO", "a" },
        "option --kill-signal: unknown signal \"SIGFOO\" (write a name like SIGINT or a number)");
    row({ "--kill-signal", "SIGTREM", "a" },
        "option --kill-signal: unknown signal \"SIGTREM\" (did you mean \"SIGTERM\"?)");
    for (const char *number : { "0", "65", "-9", "999999999999" })
        row({ L{ "--kill-signal", number, "a" } },
            QByteArray("option --kill-signal: unknown signal \"" + QByteArray(number)
                       + "\" (write a name like SIGINT or a number)")
                .constData());
    row({ "--kill-signal", "stop", "a" },
        "option --kill-signal: SIGSTOP ends no command"
        " (write SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGKILL or another that does)");
    row({ "--timeout", "-1", "a" },
        "option --timeout: \"-1\" is negative"
        " (write 250ms, 1.5s, 2m or 1h; a bare number is seconds)");
    row({ "--deadline", "1d", "a" },
        "option --deadline: \"1d\" is not a duration"
        " (write 250ms, 1.5s, 2m or 1h; a bare number is seconds)");
    row({ "--restart-tries", "x", "a" },
        "option --restart-tries: \"x\" is not a whole number"
        " (a whole number from -1000000000 to 1000000000)");
    row({ "--exit-code", "sum", "a" },
        "option --exit-code: unknown value \"sum\" (one of one, first, max, count)");
    row({ "--on-failure", "stop", "a" },
        "option --on-failure: unknown value \"stop\" (one of continue, no-new, kill)");
}

void TestInvocation::errors()
{
    QFETCH(const L, arguments);
    QTEST(errorOf(arguments), "error");
}

void TestInvocation::color_data()
{
    QTest::addColumn<L>("environment");
    QTest::addColumn<L>("options");
    QTest::addColumn<QByteArray>("settings");
    const auto row = [](const L &environment, const L &options, const char *settings) {
        QTest::newRow((environment.join(' ') + " / " + options.join(' ')).constData())
            << environment << options << QByteArray(settings);
    };
    row({ "NO_COLOR=1" }, {}, "color=2");
    row({ "NO_COLOR=" }, {}, "");
    row({ "FORCE_COLOR=" }, {}, "color=1");
    row({ "FORCE_COLOR=0" }, {}, "color=2");
    row({ "FORCE_COLOR=false" }, {}, "color=2");
    row({ "FORCE_COLOR=1" }, {}, "color=1 depth=4");
    row({ "FORCE_COLOR=2" }, {}, "color=1 depth=8");
    row({ "FORCE_COLOR=3" }, {}, "color=1 depth=24");
    row({ "FORCE_COLOR=true" }, {}, "color=1");
    row({ "FORCE_COLOR=3", "NO_COLOR=1" }, {}, "color=1 depth=24");
    row({ "CLICOLOR_FORCE=1" }, {}, "color=1");
    row({ "CLICOLOR_FORCE=0" }, {}, "");
    row({ "CLICOLOR=0" }, {}, "color=2");
    row({ "CLICOLOR=1" }, {}, "");
    row({ "NO_COLOR=1" }, { "--color=always" }, "color=1");
    row({ "NO_COLOR=1" }, { "--color=auto" }, "");
    row({ "FORCE_COLOR=2" }, { "--no-color" }, "color=2 depth=8");
    row({ "PRUN_COLOR=always", "NO_COLOR=1" }, {}, "color=1");
    row({ "PRUN_COLOR=always" }, { "--no-color" }, "color=2");
    row({ "NO_COLOR" }, {}, "");
}

void TestInvocation::color()
{
    QFETCH(const L, environment);
    QFETCH(const L, options);
    QTEST(describe(parse(options + L{ "a" }, environment)), "settings");
}

void TestInvocation::verbs_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("error");
    for (const char *verb :
         { "run", "start", "map", "pool", "list", "check", "graph", "why", "history", "retry",
           "report", "completion", "init", "concurrently", "run-p", "run-s", "npm-run-all" })
        QTest::newRow(verb) << L{ verb, "x" }
                            << "this version of prun does not have \"prun " + QByteArray(verb)
                + "\" (a command of that name: prun -- " + verb + ')';
    const auto shortcut = [](const char *command, const char *hint) {
        QTest::newRow(command) << L{ "a", command }
                               << "this version of prun does not have the shortcut \""
                + QByteArray(command) + '"' + hint;
    };
    shortcut("npm:build", " (write \"npm run build\")");
    shortcut("pnpm:build -- -w", " (write \"pnpm run build -- -w\")");
    shortcut("yarn:x", " (write \"yarn run x\")");
    shortcut("bun:x", " (write \"bun run x\")");
    shortcut("node:x", " (write \"node --run x\")");
    shortcut("deno:x", " (write \"deno task x\")");
    shortcut("task:x", "");
    shortcut("npm:build-*", "");
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
             QByteArray("slots=1 retry-keeps-slot on-failure=1"));
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
    write(path, "echo a\n\nnpm:x\n");
    QCOMPARE(errorOf({ "--file", file }),
             "option --file: " + file
                 + ":3:1: this version of prun does not have the shortcut \"npm:x\""
                   " (write \"npm run x\")");
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
