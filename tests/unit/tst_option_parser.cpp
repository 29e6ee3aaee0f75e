// SPDX-License-Identifier: MIT
#include <app/option_parser.h>

#include <QtCore/qset.h>
#include <QtTest/qtest.h>

using namespace prun;

class TestOptionParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableIsSound();
    void variablesOfCommandsAreNoOptions();
    void arguments_data();
    void arguments();
    void badArguments_data();
    void badArguments();
    void environment_data();
    void environment();
};

namespace {

using L = QByteArrayList;

// What counts in the end: `names=a,b raw | cmd | cmd`; an option that was switched off is not
// shown.
QByteArray show(const ParsedArguments &parsed)
{
    L options;
    for (const OptionInfo &option : optionTable()) {
        QByteArray text(option.name.data(), static_cast<qsizetype>(option.name.size()));
        if (option.repeatable) {
            for (const OptionValue *value : parsed.options.findAll(option.id))
                options << text + '=' + value->text;
        } else if (const OptionValue *value = parsed.options.find(option.id)) {
            options << (value->text.isEmpty() ? text : text + '=' + value->text);
        }
    }
    L parts{ options.join(' ') };
    return (parts << parsed.commands).join(" | ");
}

QByteArray parse(const L &arguments, const L &environment = {})
{
    const auto parsed = parseArguments(arguments, environment);
    return parsed ? show(*parsed) : parsed.error().toString().toUtf8();
}

} // namespace

void TestOptionParser::tableIsSound()
{
    QSet<QByteArray> names;
    QSet<char> letters;
    for (const OptionInfo &option : optionTable()) {
        const QByteArray name(option.name.data(), static_cast<qsizetype>(option.name.size()));
        QVERIFY2(!names.contains(name), name.constData());
        names << name;
        for (const char letter : option.letters) {
            QVERIFY2(!letters.contains(letter), name.constData());
            letters << letter;
            QCOMPARE(findOption(letter), &option);
        }
        QCOMPARE(findOption(option.name), &option);
        QCOMPARE(option.placeholder.empty(), option.argument == OptionArgument::Flag);
        QVERIFY2(!option.help.empty() && option.help.back() == '.', name.constData());
    }
    QCOMPARE(findOption("jobs"), &optionInfo(OptionId::MaxProcesses));
    QCOMPARE(findOption("ks"), &optionInfo(OptionId::KillSignal));
    QCOMPARE(findOption("no-such"), nullptr);
    QCOMPARE(findOption(""), nullptr);
    QCOMPARE(variableOf(optionInfo(OptionId::KillTimeout)), QByteArray("PRUN_KILL_TIMEOUT"));
}

// What prun sets for its commands, or reads otherwise, must never count as an option of a prun that
// is one of them.
void TestOptionParser::variablesOfCommandsAreNoOptions()
{
    for (const char *name :
         { "PRUN_NAME", "PRUN_INDEX", "PRUN_ATTEMPT", "PRUN_RUN_ID", "PRUN_PLUGIN_PATH",
           "PRUN_NO_GUARD", "PRUN_EVENT", "PRUN_HELP", "PRUN_VERSION", "PRUN_UNKNOWN", "PRUN_" })
        QCOMPARE(parse({ "a" }, { QByteArray(name) + "=-1" }), QByteArray(" | a"));
}

void TestOptionParser::arguments_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const L &arguments, const char *result) {
        QTest::newRow(arguments.join(' ').constData()) << arguments << QByteArray(result);
    };
    row({}, "");
    row({ "a", "b c" }, " | a | b c");
    row({ "--names", "x,y", "a", "b" }, "names=x,y | a | b");
    row({ "--names=x,y", "a" }, "names=x,y | a");
    row({ "a", "--names", "x" }, "names=x | a");
    row({ "a", "-n", "x", "b" }, "names=x | a | b");
    row({ "-nx", "a" }, "names=x | a");
    row({ "-nam", "a" }, "names=am | a"); // too short to be a slip
    row({ "-nginx", "a" }, "names=ginx | a");
    row({ "-n=x", "a" }, "names=x | a");
    row({ "-n", "=x", "a" }, "names==x | a");
    row({ "--names=", "a" }, "names | a");
    row({ "--names", "", "a" }, "names | a");
    row({ "--env", "A=b=c", "a" }, "env=A=b=c | a");
    row({ "--env=A=b", "--env", "C=d", "a" }, "env=A=b env=C=d | a");
    row({ "-m", "2", "a" }, "max-processes=2 | a");
    row({ "-m2", "a" }, "max-processes=2 | a");
    row({ "-j", "4", "a" }, "max-processes=4 | a");
    row({ "--jobs", "4", "a" }, "max-processes=4 | a");
    row({ "--max-processes=50%", "a" }, "max-processes=50% | a");
    row({ "-m", "-1", "a" }, "max-processes=-1 | a");
    row({ "-m-1", "a" }, "max-processes=-1 | a");
    row({ "-m", "+1", "a" }, "max-processes=+1 | a");
    row({ "--restart-tries", "-1", "a" }, "restart-tries=-1 | a");
    row({ "--restart-tries=-1", "a" }, "restart-tries=-1 | a");
    row({ "--ks", "INT", "a" }, "kill-signal=INT | a");
    row({ "-s", "!command-1", "a" }, "success=!command-1 | a");
    row({ "-kr", "a" }, "raw kill-others | a");
    row({ "-km2", "a" }, "max-processes=2 kill-others | a");
    row({ "-km", "2", "a" }, "max-processes=2 kill-others | a");
    row({ "-g", "a" }, "group | a");
    row({ "-g", "finish" }, "group | finish");
    row({ "-g=finish", "a" }, "group=finish | a");
    row({ "-kg=finish", "a" }, "group=finish kill-others | a");
    row({ "--group=index", "a" }, "group=index | a");
    row({ "--group", "index" }, "group | index");
    row({ "--dry-run=json", "a" }, "dry-run=json | a");
    row({ "--raw=true", "a" }, "raw | a");
    row({ "--raw=no", "a" }, " | a");
    row({ "--raw", "--no-raw", "a" }, " | a");
    row({ "--no-raw", "--raw", "a" }, "raw | a");
    row({ "--group", "--no-group", "a" }, " | a");
    row({ "--no-color", "a" }, "color=never | a");
    row({ "--no-color=false", "a" }, "color=auto | a");
    row({ "--no-color", "--color", "always", "a" }, "color=always | a");
    row({ "--color=always", "--no-color", "a" }, "color=never | a");
    row({ "-m", "1", "-m", "2", "a" }, "max-processes=2 | a");
    row({ "-n", "x", "--names", "y", "a" }, "names=y | a");
    row({ "--", "--raw", "-x", "--" }, " | --raw | -x | --");
    row({ "-r", "--", "a" }, "raw | a");
    row({ "a", "--", "run" }, " | a | run");
    row({ "--" }, "");
    row({ "", "a" }, " |  | a");
    row({ "--file", "-" }, "file=-");
    row({ "--hide", "--", "a" },
        "option --hide: needs a value, but \"--\" follows"
        " (write --hide=-- if that is the value)");
    row({ "--teardown", "rm x", "--teardown=rm y", "a" }, "teardown=rm x teardown=rm y | a");
    row({ "--teardown", "-x", "a" }, "teardown=-x | a");
    row({ "--prefix", "--->", "a" }, "prefix=---> | a");
    row({ "--help", "--nonsense" }, "help");
    row({ "-h" }, "help");
    row({ "-kh" }, "kill-others help");
    row({ "-V", "--nonsense" }, "version");
    row({ "-v", "a" }, "verbose | a");
    row({ "-n", "\xff", "\xfe" }, "names=\xff | \xfe");
}

void TestOptionParser::arguments()
{
    QFETCH(const L, arguments);
    QTEST(parse(arguments), "result");
}

void TestOptionParser::badArguments_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const L &arguments, const char *error) {
        QTest::newRow(arguments.join(' ').constData()) << arguments << QByteArray(error);
    };
    row({ "--nmaes", "a" }, "unknown option \"--nmaes\" (did you mean \"--names\"?)");
    row({ "--nmaes=x", "a" }, "unknown option \"--nmaes\" (did you mean \"--names\"?)");
    row({ "--job", "2" }, "unknown option \"--job\" (did you mean \"--jobs\"?)");
    row({ "--colour", "x" }, "unknown option \"--colour\" (did you mean \"--color\"?)");
    row({ "--zzzzzzzz" }, "unknown option \"--zzzzzzzz\" (--help lists the options)");
    row({ "--=x" }, "unknown option \"--\" (--help lists the options)");
    row({ "---" }, "unknown option \"---\" (--help lists the options)");
    row({ "--\x1b[2J" }, "unknown option \"--\\x1b[2J\" (--help lists the options)");
    row({ "--Raw" }, "unknown option \"--Raw\" (did you mean \"--raw\"?)");
    row({ "--no-names" }, "unknown option \"--no-names\" (did you mean \"--names\"?)");
    row({ "--no-help" }, "unknown option \"--no-help\" (did you mean \"--help\"?)");
    row({ "--no-raw=yes" }, "option --no-raw: takes no value");
    row({ "--raw=maybe" },
        "option --raw: \"maybe\" is not yes or no"
        " (write true, yes, on, 1, false, no, off or 0)");
    row({ "-k=" }, "option -k: the value is empty (write true, yes, on, 1, false, no, off or 0)");
    row({ "-Z" }, "unknown option \"-Z\" (--help lists the options; a command goes after --)");
    row({ "-krZ" }, "\"-krZ\": unknown option \"-Z\" (--help lists the options)");
    row({ "-k\x1b" }, "\"-k\\x1b\": unknown option \"-\\x1b\" (--help lists the options)");
    row({ "-name", "a" }, "unknown option \"-name\" (did you mean \"--names\"?)");
    row({ "-kill-others", "a" },
        "unknown option \"-kill-others\" (did you mean \"--kill-others\"?)");
    row({ "-names", "a" }, "unknown option \"-names\" (did you mean \"--names\"?)");
    row({ "-" }, "unknown option \"-\" (write --file - to read commands from the input)");
    row({ "--names" }, "option --names: needs a value (write --names A,B,…)");
    row({ "a", "-m" }, "option -m: needs a value (write --max-processes N)");
    row({ "-n", "--raw", "a" },
        "option -n: needs a value, but \"--raw\" follows"
        " (write --names=--raw if that is the value)");
    row({ "-n", "-k", "a" },
        "option -n: needs a value, but \"-k\" follows"
        " (write --names=-k if that is the value)");
    row({ "--cwd", "--env=A=b" },
        "option --cwd: needs a value, but \"--env=A=b\" follows"
        " (write --cwd=--env=A=b if that is the value)");
    row({ "--file", "--no-color" },
        "option --file: needs a value, but \"--no-color\" follows"
        " (write --file=--no-color if that is the value)");
    for (const char *later :
         { "--watch", "--watch-ignore=x", "--debounce", "--on-busy", "--postpone", "--poll",
           "--max-rss", "--max-cpu", "--on-limit", "--stats", "--memfree", "--load",
           "--passthrough-arguments", "--journal" })
        row({ later },
            QByteArray("unknown option \"" + QByteArray(later).split('=')[0]
                       + "\" (this version of prun does not have it)")
                .constData());
    row({ "-P", "a" }, "unknown option \"-P\" (this version of prun does not have it)");
    row({ "-kP", "a" }, "unknown option \"-P\" (this version of prun does not have it)");
    row({ "-r", "-g", "a" }, "option -r and option -g exclude each other");
    row({ "--raw", "--formatter", "x" }, "option --raw and option --formatter exclude each other");
    row({ "--raw", "--log-dir", "x" },
        "option --raw and option --log-dir exclude each other"
        " (with --raw prun does not see the output)");
    row({ "-q", "-v", "a" }, "option -q and option -v exclude each other");
    row({ "--sequence", "-m", "2" },
        "option -m and option --sequence exclude each other"
        " (--sequence runs one at a time)");
    row({ "-i", "--tty", "0" },
        "option -i and option --tty exclude each other"
        " (both read the input of prun)");
}

void TestOptionParser::badArguments()
{
    QFETCH(const L, arguments);
    QVERIFY(!parseArguments(arguments, {}));
    QTEST(parse(arguments), "error");
}

void TestOptionParser::environment_data()
{
    QTest::addColumn<L>("environment");
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const L &environment, const L &arguments,
                        const char *result) {
        QTest::newRow(name) << environment << arguments << QByteArray(result);
    };
    row("value", { "PRUN_KILL_TIMEOUT=2s", "HOME=/" }, { "a" }, "kill-timeout=2s | a");
    row("command line wins", { "PRUN_TIMEOUT=2s" }, { "--timeout=1s", "a" }, "timeout=1s | a");
    row("even if it switches off", { "PRUN_RAW=1" }, { "--no-raw", "a" }, " | a");
    row("flag on", { "PRUN_RAW=yes" }, { "a" }, "raw | a");
    row("flag off", { "PRUN_RAW=0" }, { "a" }, " | a");
    row("empty is not set", { "PRUN_RAW=", "PRUN_NAMES=" }, { "a" }, " | a");
    row("no equals sign", { "PRUN_RAW" }, { "a" }, " | a");
    row("optional value", { "PRUN_GROUP=finish" }, { "a" }, "group=finish | a");
    row("optional value, on", { "PRUN_GROUP=true" }, { "a" }, "group | a");
    row("optional value, off", { "PRUN_GROUP=no" }, { "a" }, " | a");
    row("no colour", { "PRUN_NO_COLOR=1" }, { "a" }, "color=never | a");
    row("not no colour", { "PRUN_COLOR=always", "PRUN_NO_COLOR=0" }, { "a" }, "color=always | a");
    row("colour on the command line", { "PRUN_NO_COLOR=1" }, { "--color=always", "a" },
        "color=always | a");
    row("repeatable", { "PRUN_ENV=A=b,c\n\nD=e f" }, { "a" }, "env=A=b,c env=D=e f | a");
    row("repeatable, overruled", { "PRUN_ENV=A=b\nC=d" }, { "--env", "X=y", "a" }, "env=X=y | a");
    row("several words", { "PRUN_TEARDOWN=rm a; rm b\nrm c" }, { "a" },
        "teardown=rm a; rm b teardown=rm c | a");
    row("file without commands", { "PRUN_FILE=jobs" }, {}, "file=jobs");
    row("commands overrule the file", { "PRUN_FILE=jobs" }, { "a" }, " | a");
    row("excluded by the command line", { "PRUN_RAW=1" }, { "-g", "a" }, "group | a");
    row("excluded the other way", { "PRUN_FORMATTER=jsonl" }, { "--raw", "a" }, "raw | a");
    row("excluded by what is off", { "PRUN_RAW=1" }, { "--no-group", "a" }, "raw | a");
    row("sequence overrules", { "PRUN_MAX_PROCESSES=4" }, { "--sequence", "a" }, "sequence | a");
    row("help needs no good environment", { "PRUN_RAW=x" }, { "--help" }, "help");
    row("bad flag", { "PRUN_RAW=x" }, { "a" },
        "environment variable PRUN_RAW: \"x\" is not yes or no"
        " (write true, yes, on, 1, false, no, off or 0)");
    row("conflict within it", { "PRUN_RAW=1", "PRUN_GROUP=1" }, { "a" },
        "environment variable PRUN_RAW and environment variable PRUN_GROUP exclude each other");
    row("no variable", { "PRUN_PLUGIN_PATH=/x:/y", "PRUN_HELP=1", "PRUN_VERSION=1" }, { "a" },
        " | a");
    row("lower case is another variable", { "prun_raw=1", "PRUN_raw=1" }, { "a" }, " | a");
    row("any bytes", { "PRUN_NAMES=\xff" }, { "a" }, "names=\xff | a");
}

void TestOptionParser::environment()
{
    QFETCH(const L, environment);
    QFETCH(const L, arguments);
    QTEST(parse(arguments, environment), "result");
}

QTEST_APPLESS_MAIN(TestOptionParser)
#include "tst_option_parser.moc"
