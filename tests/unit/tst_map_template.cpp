// SPDX-License-Identifier: MIT
#include <core/sources/map_template.h>

#include <QtTest/qtest.h>

using namespace prun;

namespace {

class TestMapTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expands_data();
    void expands();
    void quotes_data();
    void quotes();
    void refuses_data();
    void refuses();
    void otherShells_data();
    void otherShells();
    void repeatsWords();
    void sizes_data();
    void sizes();
    void raw();
};

MapJob job(const QByteArrayList &values)
{
    return { 7, { values } };
}

void TestMapTemplate::expands_data()
{
    using L = QByteArrayList;
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<L>("values");
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *command, const L &values, const QByteArray &line) {
        QTest::addRow("%s, %s", command, values.join('|').constData())
            << QByteArray(command) << values << line;
    };
    row("echo", { "a" }, "echo a");
    row("echo", { "a", "b" }, "echo a b");
    row("", { "a" }, "a");
    row("x{}y{}", { "a" }, "xaya");
    row("{2} {1} {3}.", { "a", "b" }, "b a .");
    row("{-1} {-2} {-3}.", { "a", "b" }, "b a .");
    row("{#} {%}", { "a" }, QByteArray("7 ") + slotMark.toByteArray());
    row("{.} {/} {//} {/.}", { "/a/b.c.d" }, "/a/b.c b.c.d /a b.c");
    row("{.} {/} {//} {/.}", { "x" }, "x x . x");
    row("{.} {/} {//} {/.}", { ".hid" }, "'' .hid . ''");
    row("{.} {/} {//} {/.}", { "d/.hid" }, "d/ .hid d ''");
    row("{.} {/} {//} {/.}", { "a." }, "a a. . a");
    row("{.} {/} {//} {/.}", { "/" }, "/ '' / ''");
    row("{.} {/} {//} {/.}", { "dir/" }, "dir/ '' . ''");
    row("{1.} {2/} {2//} {-1/.}", { "a.b", "c/d.e" }, "a d.e c d");
    row("{x} {y/}", { "1", "p/q" }, "1 q");
    row("{} {nosuch} {=} {0} {+1} {1x} {", { "a" }, "a {nosuch} {=} {0} {+1} {1x} {");
    row("{1}", { "{2}", "b" }, "'{2}'"); // what was put in is not looked at again
}

void TestMapTemplate::expands()
{
    QFETCH(const QByteArray, command);
    QFETCH(const QByteArrayList, values);
    const MapTemplate text(command, { .columns = { "x", "y" } });
    const Result<QByteArray> line = text.expand(job(values));
    QVERIFY(line);
    QTEST(*line, "line");
}

void TestMapTemplate::quotes_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char *command, const QByteArray &value, const char *line) {
        QTest::addRow("%s, %s", command, value.constData())
            << QByteArray(command) << value << QByteArray(line);
    };
    row("rm {}", "; rm -rf ~", "rm '; rm -rf ~'");
    row("rm {}", "", "rm ''");
    row("rm {}", "-n", "rm -n");
    row("rm {}", "~", "rm '~'");
    row("rm {}", "a=b", "rm 'a=b'");
    row("rm {}", "it's", "rm 'it'\"'\"'s'");
    row("rm {}", "'", "rm \"'\"");
    row("rm {}", "''", "rm \"'\"\"'\"");
    row("rm {}", "a\nb", "rm 'a\nb'");
    row("rm {}", "\xc3\xa9\xff", "rm '\xc3\xa9\xff'");
    row("rm \"{}\"", "$(x)", "rm \"\"'$(x)'\"\"");
    row("rm \"a{}b\"", "x", "rm \"axb\"");
    row("rm '{}'", "a b", "rm '''a b'''");
    row("rm '{}' \"{}\" {}", "`x`", "rm '''`x`''' \"\"'`x`'\"\" '`x`'");
    row("rm \\{}", "a b", "rm \\\n'a b'");
    row("rm \"\\{}\"", "a b", "rm \"\\\\\"'a b'\"\"");
    row("rm \"\\\"{}\"", "a b", "rm \"\\\"\"'a b'\"\"");
    row("rm \\'{}", "a b", "rm \\''a b'");
    row("rm \"$(cat {})\"", "a b", "rm \"$(cat 'a b')\"");
    row("rm \"$(cat \"{}\")\"", "a b", "rm \"$(cat \"\"'a b'\"\")\"");
    row("rm \"\\$(cat {})\"", "a b", "rm \"\\$(cat \"'a b'\")\"");
    row("rm $(cat {}) {}", "a b", "rm $(cat 'a b') 'a b'");
    row("(cd {}; ls)", "a b", "(cd 'a b'; ls)");
    row("a#b {}", "a b", "a#b 'a b'");
    row("${x} {}", "a b", "${x} 'a b'");
    row("echo `x` ${y:-{}}", "plain", "echo `x` ${y:-plain}");
    row("echo $(( {} * 2 ))", "21", "echo $(( 21 * 2 ))");
}

void TestMapTemplate::quotes()
{
    QFETCH(const QByteArray, command);
    QFETCH(const QByteArray, value);
    const Result<QByteArray> line = MapTemplate(command, {}).expand(job({ value }));
    QVERIFY(line);
    QTEST(*line, "line");
}

void TestMapTemplate::refuses_data()
{
    QTest::addColumn<QByteArray>("command");
    for (const char *command :
         { "echo `cat {}`", "echo ${x:-{}}", "echo $(( {} ))", "echo # {}", "# {}", "a;#{}",
           "cat <<E\n{}\nE", "echo $'a\\'{}'", "echo \"${x:-'{}'}\"",
           "echo \"$(case x in a) echo {};; esac)\"", "echo \"`cat {}`\"" })
        QTest::newRow(command) << QByteArray(command);
}

void TestMapTemplate::refuses()
{
    QFETCH(const QByteArray, command);
    const Result<QByteArray> line = MapTemplate(command, {}).expand(job({ "$(rm)" }));
    QVERIFY(!line);
    QVERIFY(line.error().what().contains(QStringLiteral("$(rm)")));
    QVERIFY(!MapTemplate("echo", {}).expand(job({ QByteArray("a\0b", 3) })));
}

void TestMapTemplate::otherShells_data()
{
    QTest::addColumn<int>("shell");
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("line"); // empty: refused
    const int cmd = int(Shell::Kind::Cmd);
    const int pwsh = int(Shell::Kind::PowerShell);
    QTest::newRow("plain") << cmd << QByteArray("dir {}") << QByteArray("a") << QByteArray("dir a");
    QTest::newRow("list") << cmd << QByteArray("dir {}") << QByteArray("a & del b")
                          << QByteArray("dir \"a & del b\"");
    QTest::newRow("backslash") << cmd << QByteArray("dir {}") << QByteArray("a b\\")
                               << QByteArray("dir \"a b\\\\\"");
    QTest::newRow("variable") << cmd << QByteArray("dir {}") << QByteArray("%PATH%")
                              << QByteArray();
    QTest::newRow("quote") << cmd << QByteArray("dir {}") << QByteArray("a\"&b") << QByteArray();
    QTest::newRow("in quotes") << cmd << QByteArray("dir \"{}\"") << QByteArray("a b")
                               << QByteArray();
    QTest::newRow("pwsh") << pwsh << QByteArray("ls {}") << QByteArray("it's; $x")
                          << QByteArray("ls 'it''s; $x'");
    QTest::newRow("pwsh, other quotes") << pwsh << QByteArray("ls {}") << QByteArray("\xe2\x80\x99")
                                        << QByteArray("ls '\xe2\x80\x99\xe2\x80\x99'");
    QTest::newRow("pwsh, in quotes")
        << pwsh << QByteArray("ls '{}'") << QByteArray("a b") << QByteArray();
}

void TestMapTemplate::otherShells()
{
    QFETCH(const int, shell);
    QFETCH(const QByteArray, command);
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, line);
    const MapTemplate text(command, { .shell = Shell::Kind(shell) });
    const Result<QByteArray> expanded = text.expand(job({ value }));
    QCOMPARE(bool(expanded), !line.isEmpty());
    if (expanded)
        QCOMPARE(*expanded, line);
}

void TestMapTemplate::repeatsWords()
{
    const MapJob two{ 1, { { "a/x" }, { "b c" } } };
    const auto expand = [&](const char *command, bool repeats) {
        return *MapTemplate(command, { .repeatsWords = repeats }).expand(two);
    };
    QCOMPARE(expand("echo pre{}post {/} {1}", true), "echo prea/xpost pre'b c'post x 'b c' a/x");
    QCOMPARE(expand("echo x{}y", false), "echo xa/x 'b c'y");
    QCOMPARE(expand("echo", true), "echo a/x 'b c'");
}

void TestMapTemplate::sizes_data()
{
    QTest::addColumn<QByteArray>("command");
    for (const char *command : { "echo", "echo {}", "echo {} {} {}", "cp -t d/{/.} x{.}y \"{}\"",
                                 "echo {1} {} {-1}", "echo {#} {%} {#}", "echo 'a b'  {}", "" })
        QTest::newRow(command) << QByteArray(command);
}

/// What is put into a command line by these never makes it longer than was asked for, and not much
/// shorter.
void TestMapTemplate::sizes()
{
    QFETCH(const QByteArray, command);
    constexpr qsizetype numbers = 3 * 20;
    const MapTemplate text(command, { .repeatsWords = true });
    MapJob job;
    qsizetype size = text.fixedSize();
    qsizetype positions = 0;
    for (const char *value : { "a", "b c/d.e f", "'", "", "$x" }) {
        job.records.push_back({ value });
        size += text.addedSize(job.records.back());
        positions += 2 * (QByteArrayView(value).size() + 4);
        const qsizetype made = text.expand(job)->size();
        QVERIFY2(size >= made, text.expand(job)->constData());
        QVERIFY2(size <= made + numbers + positions, text.expand(job)->constData());
    }
}

void TestMapTemplate::raw()
{
    QCOMPARE(MapTemplate("{}", {}).expandRaw(job({ "a b", "$" })), "a b $");
    QCOMPARE(MapTemplate("<{2/} {-2}>", {}).expandRaw(job({ "a", "p/q" })), "<q a>");
}

} // namespace

QTEST_APPLESS_MAIN(TestMapTemplate)
#include "tst_map_template.moc"
