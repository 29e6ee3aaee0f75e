// SPDX-License-Identifier: MIT
#include <app/npm_run_all_arguments.h>

#include <QtTest/qtest.h>

using namespace prun;
using L = QByteArrayList;

class TestNpmRunAll : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void arguments_data();
    void arguments();
};

void TestNpmRunAll::names_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *program, const char *result) {
        QTest::newRow(program) << QByteArray(program) << QByteArray(result);
    };
    row("run-p", "run-p");
    row("/usr/bin/run-s", "run-s");
    row("./npm-run-all", "npm-run-all");
    row("C:\\x\\run-p.exe", "run-p");
    row("RUN-P.EXE", "run-p");
    row("run-p.sh", "");
    row("RUN-P", "");
    row("xrun-p", "");
    row("prun", "");
    row("run-p/", "");
    row("", "");
}

void TestNpmRunAll::names()
{
    QFETCH(const QByteArray, program);
    const auto found = npmRunAllCalled(program);
    QTEST(found ? nameOf(*found) : QByteArray(), "result");
}

static QByteArray shown(const Result<NpmRunAllArguments> &parsed)
{
    if (!parsed)
        return parsed.error().toString().toUtf8();
    L words;
    for (const auto &group : parsed->groups)
        words << (group.parallel ? "p(" : "s(") + group.patterns.join(' ') + ')';
    const auto flag = [&](bool on, const char *name) {
        if (on)
            words << name;
    };
    flag(parsed->continueOnError, "continue");
    flag(parsed->printLabel, "label");
    flag(parsed->printName, "name");
    flag(parsed->race, "race");
    flag(parsed->silent, "silent");
    flag(parsed->aggregateOutput, "aggregate");
    if (parsed->maxParallel)
        words << "max=" + QByteArray::number(parsed->maxParallel);
    if (!parsed->npmPath.isEmpty())
        words << "npm=" + parsed->npmPath;
    for (const auto &[name, value] : parsed->config)
        words << "config " + name + '=' + value;
    for (const auto &[name, value] : parsed->packageConfig)
        words << "package " + name + '=' + value;
    if (!parsed->arguments.isEmpty())
        words << "-- " + parsed->arguments.join(' ');
    return words.join(' ');
}

void TestNpmRunAll::arguments_data()
{
    QTest::addColumn<L>("call"); // with the name of the program
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *call, const char *result) {
        QTest::newRow(call) << QByteArray(call).split(' ') << QByteArray(result);
    };
    row("run-p a b", "p(a b)");
    row("run-s a b", "s(a b)");
    row("npm-run-all a b", "s(a b)");
    row("npm-run-all a -p b c -s d --parallel e --sequential f --serial g",
        "s(a) p(b c) s(d) p(e) s(f) s(g)");
    row("run-p -c -l -n -r -s a", "p(a) continue label name race silent");
    row("run-p -clnrs a", "p(a) continue label name race silent");
    row("run-p --continue-on-error --print-label --print-name --race --silent a",
        "p(a) continue label name race silent");
    row("npm-run-all -clnp a", "s() p(a) continue label name");
    row("npm-run-all -ps a", "s() p() s(a)");
    row("run-p --aggregate-output --max-parallel 3 a", "p(a) aggregate max=3");
    row("run-p --max-parallel 3x a", "p(a) max=3");
    row("run-p --max-parallel 99999999999 a", "p(a) max=2147483647");
    row("run-s --npm-path /x/npm a", "s(a) npm=/x/npm");
    row("run-s a --npm-path", "s(a)");
    row("run-s --color --no-color a", "s(a)");
    row("run-s a -- b -c --", "s(a) -- b -c --");
    row("run-s --x=y --a-b=c=d a", "s(a) config x=y config a-b=c=d");
    row("run-s --pkg:key=v a", "s(a) package pkg:key=v");
    row("run-s --pkg:key v a", "s(a) package pkg:key=v");
    row("run-s --pkg:key", "s() package pkg:key=undefined");
    row("run-s -z a", "Invalid Option: -z");
    row("run-s -cz a", "Invalid Option: -cz");
    row("run-s -", "Invalid Option: -");
    row("run-s --zz a", "Invalid Option: --zz");
    row("run-s --x= a", "Invalid Option: --x=");
    row("run-p -p a", "Invalid Option: -p");
    row("run-s --parallel a", "Invalid Option: --parallel");
    row("run-p --sequential a", "Invalid Option: --sequential");
    row("run-s --serial a", "Invalid Option: --serial");
    row("run-s --race a", "Invalid Option: --race (without parallel)");
    row("run-s -cr a", "Invalid Option: -r (without parallel)");
    row("npm-run-all -r a -p b", "s(a) p(b) race");
    row("npm-run-all -rs a -p b", "Invalid Option: -r (without parallel)");
    row("run-s --aggregate-output a", "Invalid Option: --aggregate-output (without parallel)");
    row("run-s --max-parallel 2 a", "Invalid Option: --max-parallel (without parallel)");
    row("run-p --max-parallel x a", "Invalid Option: --max-parallel x");
    row("run-p --max-parallel 0 a", "Invalid Option: --max-parallel 0");
    row("run-p --max-parallel -2 a", "Invalid Option: --max-parallel -2");
    row("run-p --max-parallel", "Invalid Option: --max-parallel undefined");
}

void TestNpmRunAll::arguments()
{
    QFETCH(const L, call);
    const auto program = npmRunAllCalled(call.front());
    QVERIFY(program.has_value());
    QTEST(shown(parseNpmRunAll(*program, call.mid(1))), "result");
}

QTEST_APPLESS_MAIN(TestNpmRunAll)
#include "tst_npm_run_all.moc"
