// SPDX-License-Identifier: MIT
#include <app/start_options.h>

#include <tests/support/call_texts.h>

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qrandom.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace prun;
using namespace prun::test;

class TestStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void processes_data();
    void processes();
    void policies_data();
    void policies();
    void look_data();
    void look();
    void errors_data();
    void errors();
    void answers_data();
    void answers();
    void oneCommand();
    void letters();
    void variables();
    void randomArguments();
    void cleanupTestCase();

private:
    QTemporaryDir m_folder;
    QString m_before;
};

namespace {

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

Result<Invocation> start(const L &arguments, const L &environment = {})
{
    return parse(L{ "start" } + arguments, environment);
}

const RunRequest *requestIn(const Result<Invocation> &parsed)
{
    return parsed ? std::get_if<RunRequest>(&*parsed) : nullptr;
}

} // namespace

void TestStart::initTestCase()
{
    QVERIFY(m_folder.isValid());
    m_before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(m_folder.path()));
    QVERIFY(QDir().mkdir(u"sub"_s));
    write(u"Procfile"_s, "web: serve -p $PORT\nworker: work $A\nclock: tick\n");
    write(u"one.env"_s, "A=1\nB=${A}2\n");
    write(u"two.env"_s, "A=2\nPORT=7000\nC=${B}\n");
    write(u"bad.env"_s, "A=1\nB 2\n");
    write(u"port.env"_s, "PORT=high\n");
    write(u"sub/Procfile"_s, "web: $A here\n");
    write(u"sub/.env"_s, "A=sub\n");
    write(u"Odd"_s, "web: a\n what is this\n");
    write(u"Bad"_s, "web: a\nweb: b\n");
    write(u"Empty"_s, "");
}

void TestStart::cleanupTestCase()
{
    QVERIFY(QDir::setCurrent(m_before)); // the folder could not be removed otherwise
}

void TestStart::processes_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<L>("environment");
    QTest::addColumn<QByteArray>("result"); // name=command (folder) VARIABLE=value…; …
    const auto row = [](const L &arguments, const L &environment, const char *result) {
        QTest::newRow(arguments.join(' ').constData())
            << arguments << environment << QByteArray(result);
    };
    row({}, {},
        "web.1=serve -p 5000 PORT=5000 PS=web.1; worker.1=work $A PORT=5100 PS=worker.1; "
        "clock.1=tick PORT=5200 PS=clock.1");
    row({ "clock" }, {}, "clock.1=tick PORT=5200 PS=clock.1");
    row({ "clock", "web" }, { "PORT=80" },
        "web.1=serve -p 80 PORT=80 PS=web.1; clock.1=tick PORT=280 PS=clock.1");
    row({ "clock", "-p", "0" }, { "PORT=80" }, "clock.1=tick PORT=200 PS=clock.1");
    row({ "-m", "clock=2", "--port=6000" }, {},
        "clock.1=tick PORT=6200 PS=clock.1; clock.2=tick PORT=6201 PS=clock.2");
    row({ "worker", "-e", "one.env" }, {}, "worker.1=work 1 A=1 B=12 PORT=5100 PS=worker.1");
    row({ "worker", "-e", "one.env,two.env" }, { "PORT=80" },
        "worker.1=work 2 A=2 B=12 PORT=7100 C=12 PS=worker.1");
    row({ "worker", "--env", "two.env" }, { "B=out" },
        "worker.1=work 2 A=2 PORT=7100 C=out PS=worker.1");
    row({ "worker", "--env-file=two.env", "-p8000" }, {},
        "worker.1=work 2 A=2 PORT=8100 C= PS=worker.1");
    row({ "-d", "sub" }, {}, "web.1=sub here (sub) A=sub PORT=5000 PS=web.1");
    row({ "-f", "sub/Procfile" }, {}, "web.1=$A here (sub) PORT=5000 PS=web.1");
    row({ "-f", "Procfile", "-d", "sub", "clock" }, {},
        "clock.1=tick (sub) A=sub PORT=5200 PS=clock.1");
    row({ "clock", "--teardown", "rm x" }, {}, "clock.1=tick PORT=5200 PS=clock.1; teardown=rm x");
    row({ "clock" }, { "PRUN_FORMATION=web=2", "PRUN_PORT=1000", "PRUN_MAX_PROCESSES=x" },
        "clock.1=tick PORT=1200 PS=clock.1");
    row({}, { "PRUN_FORMATION=clock=1", "PORT=" }, "clock.1=tick PORT=5200 PS=clock.1");
}

void TestStart::processes()
{
    QFETCH(const L, arguments);
    QFETCH(const L, environment);
    const auto parsed = start(arguments, environment);
    const RunRequest *request = requestIn(parsed);
    QVERIFY2(request, parsed ? "no request" : parsed.error().toString().toUtf8().constData());
    QByteArrayList tasks;
    for (const TaskSpec &task : request->plan.tasks) {
        const bool isCommand = task.role == TaskSpec::Role::Command;
        QByteArray text = (isCommand ? task.name : "teardown") + '=' + task.command;
        if (!task.surroundings->workingDirectory.isEmpty())
            text += " (" + task.surroundings->workingDirectory + ')';
        for (const auto &[name, value] : task.surroundings->environment)
            text += ' ' + name + '=' + value;
        tasks << text;
    }
    QTEST(tasks.join("; "), "result");
}

void TestStart::policies_data()
{
    QTest::addColumn<L>("arguments");
    // Per process: grace, m if it may end, r if it is started again (and the wait); the exit code's
    // rule, bystanders.
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const L &arguments, const char *result) {
        QTest::newRow(arguments.join(' ').constData()) << arguments << QByteArray(result);
    };
    row({}, "5000 5000 5000 first-end");
    row({ "-t", "2" }, "2000 2000 2000 first-end");
    row({ "--timeout=500ms" }, "500 500 500 first-end");
    row({ "--kill-timeout", "700" }, "700 700 700 first-end");
    row({ "--can-die", "worker,clock" }, "5000 5000m 5000m first-end 1,2");
    row({ "--can-die", "web,worker,clock" }, "5000m 5000m 5000m first 0,1,2");
    row({ "--any-can-die" }, "5000m 5000m 5000m first 0,1,2");
    row({ "--restart" }, "5000r1000 5000r1000 5000r1000 first-end");
    row({ "--restart=clock", "-t1" }, "1000 1000 1000r1000 first-end");
    row({ "--restart=clock", "--restart-after", "250" }, "5000 5000 5000r250 first-end");
    row({ "--restart=web", "--can-die=web" }, "5000mr1000 5000 5000 first-end 0");
    row({ "-m", "clock=2", "--can-die", "clock" }, "5000m 5000m first 0,1");
    row({ "web", "--can-die", "clock" }, "5000 first-end");
}

void TestStart::policies()
{
    QFETCH(const L, arguments);
    const auto parsed = start(arguments);
    const RunRequest *request = requestIn(parsed);
    QVERIFY2(request, parsed ? "no request" : parsed.error().toString().toUtf8().constData());
    const Plan &plan = request->plan;
    QVERIFY(plan.run.killOthers);
    QVERIFY(!plan.run.passesSignalsOn);
    QVERIFY(!plan.judgement.diesOfSignals);
    QByteArrayList words;
    for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
        const TaskPolicy &policy = plan.policy(TaskId(i));
        QByteArray word = milliseconds(policy.grace);
        if (policy.mayEnd)
            word += 'm';
        if (policy.retry.afterSuccess && policy.retry.extraTries < 0)
            word += 'r' + milliseconds(policy.retry.backoff.base);
        words << word;
    }
    words << (plan.judgement.exitCode == ExitCodeRule::FirstEnd ? "first-end" : "first");
    if (!plan.judgement.bystanders.empty())
        words << show(plan.judgement.bystanders);
    QTEST(words.join(' '), "result");
}

void TestStart::look_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const L &arguments, const char *result) {
        QTest::newRow(arguments.join(' ').constData()) << arguments << QByteArray(result);
    };
    row({}, "foreman:stops=yes:timestamp=yes:width=8 HH:mm:ss cyan,yellow,green 0");
    row({ "clock" }, "foreman:stops=yes:timestamp=yes:width=8 HH:mm:ss green 0");
    row({ "-m", "web=10" },
        "foreman:stops=yes:timestamp=yes:width=9 HH:mm:ss "
        "cyan,cyan,cyan,cyan,cyan,cyan,cyan,cyan,cyan,cyan 0");
    row({ "clock", "--no-timestamp" }, "foreman:stops=yes:timestamp=no:width=8 HH:mm:ss green 0");
    row({ "clock", "--timestamp", "--timestamp-format", "mm:ss" },
        "foreman:stops=yes:timestamp=yes:width=8 mm:ss green 0");
    row({ "clock", "--prefix-colors", "red" },
        "foreman:stops=yes:timestamp=yes:width=8 HH:mm:ss red 0");
    row({ "clock", "--any-can-die" }, "foreman:stops=no:timestamp=yes:width=8 HH:mm:ss green 0");
    row({ "clock", "--formatter", "foreman:width=20" },
        "foreman:stops=yes:timestamp=yes:width=20 HH:mm:ss green 0");
    row({ "clock", "--formatter", "jsonl" }, "jsonl HH:mm:ss green 0");
    row({ "clock", "-c" }, "foreman:stops=yes:timestamp=yes:width=8 HH:mm:ss green 1");
    row({ "clock", "--color" }, "foreman:stops=yes:timestamp=yes:width=8 HH:mm:ss green 1");
    row({ "clock", "--color=never" }, "foreman:stops=yes:timestamp=yes:width=8 HH:mm:ss green 2");
    row({ "clock", "--no-color" }, "foreman:stops=yes:timestamp=yes:width=8 HH:mm:ss green 2");
}

void TestStart::look()
{
    QFETCH(const L, arguments);
    const auto parsed = start(arguments);
    const RunRequest *request = requestIn(parsed);
    QVERIFY2(request, parsed ? "no request" : parsed.error().toString().toUtf8().constData());
    QTEST(show(request->formatter) + ' ' + request->presentation.timestampFormat + ' '
              + request->presentation.prefixColors.join(',') + ' '
              + QByteArray::number(int(request->color)),
          "result");
}

void TestStart::errors_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const L &arguments, const char *error) {
        QTest::newRow(arguments.join(' ').constData()) << arguments << QByteArray(error);
    };
    row({ "wrker" }, "no process is called \"wrker\" (did you mean \"worker\"?)");
    row({ "web", "-m", "web=1" }, "option -m: excludes names of processes");
    row({ "-m", "wbe=1" }, "option -m: no process is called \"wbe\" (did you mean \"web\"?)");
    row({ "-m", "web=x" },
        "option -m: web: \"x\" is not a whole number (a whole number from 0 to 10000)");
    row({ "-m", "all=0" }, "option -m: no process would be started");
    row({ "-m", "all=10000", "-p", "1", "-f", "Big" },
        "option -f: cannot read \"Big\": No such file or directory");
    row({ "-p", "x" }, "option -p: \"x\" is not a whole number (a whole number from 0 to 65535)");
    row({ "-p", "65536" }, "option -p: \"65536\" is out of range (a whole number from 0 to 65535)");
    row({ "-e", "port.env" },
        "variable PORT: \"high\" is not a whole number (a whole number from 0 to 65535)");
    row({ "-e", "bad.env" },
        "option -e: bad.env:2:3: not the name of a variable (write NAME=value; a name has letters, "
        "digits and _ . -)");
    row({ "-e", "none.env" }, "option -e: cannot read \"none.env\": No such file or directory");
    row({ "-e", "" }, "option -e: the value is empty");
    row({ "-f", "" }, "option -f: the value is empty");
    row({ "-d", "" }, "option -d: the value is empty");
    row({ "-d", "none" }, "option -d: \"none\" is no folder");
    row({ "-d", "Procfile" }, "option -d: \"Procfile\" is no folder");
    row({ "-f", "Bad" }, "option -f: Bad:2:1: \"web\" comes twice (it stands in line 1, too)");
    row({ "-f", "Empty" }, "option -f: Empty: there is no process in it (write NAME: COMMAND)");
    row({ "-t", "x" },
        "option -t: \"x\" is not a duration (write 250ms, 1.5s, 2m or 1h; a bare number is "
        "seconds)");
    row({ "-t", "1", "--kill-timeout", "1" },
        "option -t and option --kill-timeout exclude each other (they mean the same)");
    row({ "--can-die", "wbe" },
        "option --can-die: no process is called \"wbe\" (did you mean \"web\"?)");
    row({ "--restart=wbe" },
        "option --restart: no process is called \"wbe\" (did you mean \"web\"?)");
    row({ "--can-die", "web", "--any-can-die" },
        "option --can-die and option --any-can-die exclude each other");
    row({ "--exec", "a", "web" },
        "option --exec: excludes names of processes (quote the command: --exec \"a web\")");
    row({ "--exec", " " }, "option --exec: the command is empty");
    row({ "--exec", "a", "--check" }, "option --exec and option --check exclude each other");
    row({ "--exec", "a", "-m", "web=1" }, "option --exec and option -m exclude each other");
    row({ "--formaton", "web=1" }, "unknown option \"--formaton\" (did you mean \"--formation\"?)");
    row({ "-k" }, "unknown option \"-k\" (--help lists the options; a command goes after --)");
    row({ "--sequence" }, "unknown option \"--sequence\" (--help lists the options)");
    row({ "--shell", "bsh" }, "option --shell: unknown shell \"bsh\" (did you mean \"bash\"?)");
    row({ "-f" }, "option -f: needs a value (write --procfile FILE)");
}

void TestStart::errors()
{
    QFETCH(const L, arguments);
    QTEST(errorOf(L{ "start" } + arguments), "error");
}

void TestStart::answers_data()
{
    QTest::addColumn<L>("arguments");
    QTest::addColumn<QByteArray>("text"); // how it begins
    QTest::newRow("check") << L{ "--check" }
                           << QByteArray("valid procfile detected (web, worker, clock)\n");
    QTest::newRow("check with a warning")
        << L{ "--check", "-f", "Odd" }
        << QByteArray("valid procfile detected (web)\nwarning: Odd:2:2: this line says nothing: "
                      "\"what is this\" (write NAME: COMMAND)\n");
    QTest::newRow("help") << L{ "nonsense", "--help", "-f" } << QByteArray("Usage: prun start ");
    QTest::newRow("letter of help") << L{ "-h" } << QByteArray("Usage: prun start ");
    QTest::newRow("version") << L{ "-V" } << QByteArray("prun " PRUN_VERSION "\n");
}

void TestStart::answers()
{
    QFETCH(const L, arguments);
    QFETCH(const QByteArray, text);
    const auto parsed = start(arguments);
    QVERIFY(parsed);
    const auto *answer = std::get_if<PrintAndExit>(&*parsed);
    QVERIFY(answer);
    QVERIFY2(answer->text.startsWith(text), answer->text.constData());
    QCOMPARE(answer->exitStatus, 0);
    QVERIFY(!answer->toStandardError);
}

void TestStart::oneCommand()
{
    const auto parsed = start({ "--exec", "printenv A", "-e", "one.env" });
    const RunRequest *request = requestIn(parsed);
    QVERIFY(request);
    QCOMPARE(request->plan.tasks.size(), std::size_t(1));
    QCOMPARE(request->plan.tasks.front().command, QByteArray("printenv A"));
    QCOMPARE(request->plan.tasks.front().surroundings->environment.size(), std::size_t(2));
    QVERIFY(request->rawStreams);
    QVERIFY(request->input.terminal == TaskId(0));
    QVERIFY(request->plan.judgement.exitCode == ExitCodeRule::First);

    const auto named = start({ "--exec", "web", "-d", "sub" });
    const RunRequest *ofProcess = requestIn(named);
    QVERIFY(ofProcess);
    QCOMPARE(ofProcess->plan.tasks.front().command, QByteArray("sub here"));
    QCOMPARE(ofProcess->plan.tasks.front().surroundings->workingDirectory, QByteArray("sub"));

    QVERIFY(requestIn(start({ "--exec", "true", "-f", "none" })));
}

// No letter and no name means two options.
void TestStart::letters()
{
    QByteArrayList seen;
    for (const OptionInfo &option : startOptionTable()) {
        QByteArrayList forms{ QByteArray(option.name.data(), qsizetype(option.name.size())) };
        for (const char letter : option.letters)
            forms << QByteArray(1, letter);
        for (const QByteArray &form : forms)
            QVERIFY2(!seen.contains(form), form.constData());
        seen << forms;
        QVERIFY(findOption(option.name, startOptionTable()) == &option);
    }
    for (const char *letter : { "f", "d", "e", "m", "p", "c", "t", "h", "V", "q", "v", "i" })
        QVERIFY2(seen.contains(letter), letter);
}

void TestStart::variables()
{
    const auto parsed =
        start({ "web" }, { "PRUN_RESTART=yes", "PRUN_NAMES=a", "PRUN_TIMEOUT=nonsense" });
    const RunRequest *request = requestIn(parsed);
    QVERIFY(request);
    QVERIFY(request->plan.policy(TaskId(0)).retry.afterSuccess);
    QCOMPARE(request->notInherited, (QByteArrayList{ "PRUN_RESTART", "PRUN_NAMES" }));
}

void TestStart::randomArguments()
{
    QRandomGenerator random(20261128);
    L words{
        "web", "all=1,web=2", "web=", "worker", "1", "x", "-", "--", "", "\xff\x1b", "one.env"
    };
    for (const OptionInfo &option : startOptionTable()) {
        const QByteArray name(option.name.data(), qsizetype(option.name.size()));
        words << "--" + name << "--no-" + name << "--" + name + "=x"
              << "--" + name + '=';
        for (const char letter : option.letters)
            words << QByteArray("-") + letter;
    }
    int requests = 0;
    int errors = 0;
    for (int round = 0; round < 5'000; ++round) {
        L arguments;
        for (auto count = random.bounded(5); count > 0; --count)
            arguments << words[random.bounded(int(words.size()))];
        const auto parsed = start(arguments);
        if (!parsed) {
            const QString text = parsed.error().toString();
            QVERIFY(std::none_of(text.begin(), text.end(), [](QChar character) {
                return character.category() == QChar::Other_Control;
            }));
            ++errors;
        } else if (const RunRequest *request = requestIn(parsed)) {
            QVERIFY(!request->plan.tasks.empty());
            ++requests;
        }
    }
    QVERIFY(requests > 100);
    QVERIFY(errors > 100);
}

QTEST_APPLESS_MAIN(TestStart)
#include "tst_start.moc"
