// SPDX-License-Identifier: MIT
#include <tests/support/call_texts.h>
#include <tests/support/system.h>

#include <QtTest/qtest.h>

using namespace prun;
using namespace prun::test;

class TestRunRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void settings_data();
    void settings();
    void errors_data();
    void errors();
    void color_data();
    void color();
};

void TestRunRequest::settings_data()
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
    row({ "--sequence" }, "slots=1 waits=1>0,2>1 on-failure=1");
    row({ "--sequence", "--on-failure", "continue" }, "slots=1 waits=1>0,2>1");
    row({ "--sequence", "--kill-others-on-fail" }, "slots=1 waits=1>0,2>1 on-failure=2");
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
    row({ "--plugin-path", "/", "--plugin-path=." }, "plugin-paths=/|.");
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

void TestRunRequest::settings()
{
    QFETCH(const L, options);
    QTEST(describe(parse(options + L{ "-n", "api,web", "a", "b", "c" })), "settings");
}

void TestRunRequest::errors_data()
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
        "option -m: \"x\" is not a number of processes (write 4, 50% of the processors,"
        " +1 or -1 beside them, or 0 for no limit)");
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
        onWindows ? "option --kill-signal: unknown signal \"stop\""
                    " (write a name like SIGINT or a number)"
                  : "option --kill-signal: SIGSTOP ends no command"
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

void TestRunRequest::errors()
{
    QFETCH(const L, arguments);
    QTEST(errorOf(arguments), "error");
}

void TestRunRequest::color_data()
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

void TestRunRequest::color()
{
    QFETCH(const L, environment);
    QFETCH(const L, options);
    QTEST(describe(parse(options + L{ "a" }, environment)), "settings");
}

QTEST_APPLESS_MAIN(TestRunRequest)
#include "tst_run_request.moc"
