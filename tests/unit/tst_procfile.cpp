// SPDX-License-Identifier: MIT
#include <core/sources/formation.h>
#include <core/sources/procfile.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestProcfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void file_data();
    void file();
    void formation_data();
    void formation();
    void names_data();
    void names();
    void variables_data();
    void variables();
    void variablesDoNotGrowForEver();
    void manyLines();
};

namespace {

std::vector<ProcfileEntry> types()
{
    return { { "web", "a", 1 }, { "worker", "b", 2 }, { "clock-1", "c", 3 } };
}

QByteArray shown(const Result<Formation> &formation)
{
    if (!formation)
        return formation.error().toString().toUtf8();
    QByteArrayList counts;
    for (const int count : *formation)
        counts << QByteArray::number(count);
    return counts.join(' ');
}

} // namespace

void TestProcfile::file_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result"); // line:name=<command>, line:column!<what says nothing>
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &result) {
        QTest::newRow(name) << text << result;
    };
    row("one", "web: npm start\n", "1:web=<npm start>");
    row("several", "web: a\nworker: b\n", "1:web=<a>2:worker=<b>");
    row("no final newline", "web: a", "1:web=<a>");
    row("carriage returns", "web: a\r\nb: c\r\n", "1:web=<a>2:b=<c>");
    row("carriage return within", "web: a\rb\n", "1:web=<a\rb>");
    row("byte order mark", "\xef\xbb\xbfweb: a\n", "1:web=<a>");
    row("no space", "web:a\n", "1:web=<a>");
    row("tabs and spaces", "web: \t\v\f a \n", "1:web=<a >");
    row("all letters of a name", "aZ09_-: x\n", "1:aZ09_-=<x>");
    row("only a dash", "-: x\n", "1:-=<x>");
    row("colons", "web: a: b:c\nhttp://x\n", "1:web=<a: b:c>2:http=<//x>");
    row("comments and empty lines", "# a: b\n\n  \t\n  # c\nweb: a # b\n", "5:web=<a # b>");
    row("says nothing", "web: a\n b: c\nno colon\nd e: f\nd.e: f\n=: x\n",
        "1:web=<a>2:2!<b: c>3:1!<no colon>4:1!<d e: f>5:1!<d.e: f>6:1!<=: x>");
    row("name alone", "web: a\nworker\n", "1:web=<a>2:1!<worker>");
    row("bytes that are no UTF-8", "web: \xff\xfe\n\xff: a\n", "1:web=<\xff\xfe>2:1!<\xff: a>");
    row("quotes stay", "web: sh -c \"a 'b'\"\n", "1:web=<sh -c \"a 'b'\">");
    row("names differ in case", "web: a\nWeb: b\n", "1:web=<a>2:Web=<b>");

    const QByteArray none = "Procfile: there is no process in it (write NAME: COMMAND)";
    row("nothing", "", none);
    row("only comments", "# web: a\n\n", none);
    row("only what says nothing", " web: a\n", none);
    row("no command", "web:\n", "Procfile:1:5: \"web\" has no command");
    row("blank command", "a: b\nweb: \t\r\n", "Procfile:2:5: \"web\" has no command");
    row("twice", "a: b\nweb: c\na: d\n",
        "Procfile:3:1: \"a\" comes twice (it stands in line 1, too)");
    row("nul", QByteArray("web: a\nb: \0c\n", 13),
        "Procfile:2:4: a NUL byte cannot be part of a command");
    row("nul where nothing is said", QByteArray("web: a\n#\0\n", 10),
        "Procfile:2:2: a NUL byte cannot be part of a command");
}

void TestProcfile::file()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parseProcfile(text, QStringLiteral("Procfile"));
    QByteArray shown;
    if (parsed) {
        for (const ProcfileEntry &entry : parsed->entries)
            shown += QByteArray::number(entry.line) + ':' + entry.name + "=<" + entry.command + '>';
        for (const Procfile::Ignored &line : parsed->ignored)
            shown += QByteArray::number(line.line) + ':' + QByteArray::number(line.column) + "!<"
                + line.text + '>';
    }
    QTEST(parsed ? shown : parsed.error().toString().toUtf8(), "result");
}

void TestProcfile::formation_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *text, const char *result) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(result);
    };
    row("all=1", "1 1 1");
    row("all=1,web=2", "2 1 1");
    row("web=2,all=1", "2 1 1");
    row("web=2", "2 0 0");
    row("all=2,worker=0", "2 0 2");
    row(" web = 2 ,\tworker=1", "2 1 0");
    row("web=1,web=3", "3 0 0");
    row("clock-1=1", "0 0 1");
    row("web=0", "0 0 0");
    row("", "0 0 0");
    row("web=10000", "10000 0 0");
    row("web", "\"web\" says no number (write all=1,web=2)");
    row("=2", "\"=2\" says no number (write all=1,web=2)");
    row("web=1,", "\"\" says no number (write all=1,web=2)");
    row("web=", "web: the value is empty (a whole number from 0 to 10000)");
    row("web=-1", "web: \"-1\" is out of range (a whole number from 0 to 10000)");
    row("web=10001", "web: \"10001\" is out of range (a whole number from 0 to 10000)");
    row("web=99999999999999999999",
        "web: \"99999999999999999999\" is out of range (a whole number from 0 to 10000)");
    row("wbe=1", "no process is called \"wbe\" (did you mean \"web\"?)");
    row("zzzzzzz=1", "no process is called \"zzzzzzz\" (there are: web, worker, clock-1)");
}

void TestProcfile::formation()
{
    QFETCH(const QByteArray, text);
    const std::vector<ProcfileEntry> known = types();
    QTEST(shown(parseFormation(text, known)), "result");
}

void TestProcfile::names_data()
{
    QTest::addColumn<QByteArrayList>("names");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("none") << QByteArrayList() << QByteArray("0 0 0");
    QTest::newRow("one") << QByteArrayList{ "worker" } << QByteArray("0 1 0");
    QTest::newRow("two") << QByteArrayList{ "clock-1", "web" } << QByteArray("1 0 1");
    QTest::newRow("twice") << QByteArrayList{ "web", "web" } << QByteArray("1 0 0");
    QTest::newRow("unknown") << QByteArrayList{ "web", "workr" }
                             << QByteArray(
                                    "no process is called \"workr\" (did you mean \"worker\"?)");
    QTest::newRow("all is no name")
        << QByteArrayList{ "all" }
        << QByteArray("no process is called \"all\" (there are: web, worker, clock-1)");
}

void TestProcfile::names()
{
    QFETCH(const QByteArrayList, names);
    const std::vector<ProcfileEntry> known = types();
    QTEST(shown(formationOf(names, known)), "result");
}

void TestProcfile::variables_data()
{
    QTest::addColumn<QByteArray>("command"); // with A=1, B=$A$C, C=x y, AB=2, E=
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *command, const char *result) {
        QTest::newRow(command) << QByteArray(command) << QByteArray(result);
    };
    row("", "");
    row("echo", "echo");
    row("$A", "1");
    row("$A$A-$A", "11-1");
    row("'$A' \"$A\" \\$A", "'1' \"1\" \\1");
    row("$AB $A_B $A1 $A", "2 $A_B $A1 1");
    row("$B", "$Ax y"); // A had its turn before B
    row("$C", "x y");
    row("<$E>", "<>");
    row("${A} $ $$ $1 $", "${A} $ $$ $1 $");
    row("$$A", "$1");
    row("$A\xff", "1\xff");
}

void TestProcfile::variables()
{
    QFETCH(const QByteArray, command);
    const std::vector<EnvironmentEntry> environment = {
        { "A", "1" }, { "B", "$A$C" }, { "C", "x y" }, { "AB", "2" }, { "E", "" }
    };
    const auto replaced = withVariables(command, environment);
    QVERIFY(replaced);
    QTEST(*replaced, "result");
}

void TestProcfile::variablesDoNotGrowForEver()
{
    std::vector<EnvironmentEntry> environment;
    for (int i = 0; i < 60; ++i) {
        const QByteArray next = " $V" + QByteArray::number(i + 1) + ' ';
        environment.emplace_back("V" + QByteArray::number(i), next + next);
    }
    const auto replaced = withVariables("$V0", environment);
    QVERIFY(!replaced);
    QCOMPARE(replaced.error().toString(),
             QStringLiteral("with its variables, it is longer than 1 MiB"));
}

// A long file takes time in proportion to its length.
void TestProcfile::manyLines()
{
    constexpr int count = 100'000;
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += 'p' + QByteArray::number(i) + ": true\nnothing\n";
    const auto parsed = parseProcfile(text, QStringLiteral("Procfile"));
    QVERIFY(parsed);
    QCOMPARE(parsed->entries.size(), std::size_t(count));
    QCOMPARE(parsed->ignored.size(), std::size_t(count));
    QCOMPARE(parsed->entries.back().line, 2 * count - 1);
}

QTEST_APPLESS_MAIN(TestProcfile)
#include "tst_procfile.moc"
