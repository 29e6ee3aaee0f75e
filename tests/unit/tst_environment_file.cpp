// SPDX-License-Identifier: MIT
#include <core/sources/environment_file.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestEnvironmentFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void entry_data();
    void entry();
    void file_data();
    void file();
    void expansion_data();
    void expansion();
    void valuesDoNotGrowForEver();
};

void TestEnvironmentFile::entry_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result"); // name|value, or the error
    const auto row = [](const char *text, const char *result) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(result);
    };
    row("A=b", "A|b");
    row("A=", "A|");
    row("A=b=c", "A|b=c");
    row("A= b ", "A| b ");
    row("odd name=x", "odd name|x");
    row("A=\xff", "A|\xff");
    row("A", "\"A\" has no value (write NAME=value)");
    row("", "\"\" has no value (write NAME=value)");
    row("=x", "\"=x\" has no name (write NAME=value)");
}

void TestEnvironmentFile::entry()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parseEnvironmentEntry(text);
    QTEST(parsed ? parsed->first + '|' + parsed->second : parsed.error().toString().toUtf8(),
          "result");
}

void TestEnvironmentFile::file_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &result) {
        QTest::newRow(name) << text << result;
    };
    row("nothing", "", "");
    row("one", "A=b\n", "A=<b>");
    row("no final newline", "A=b\nC=d", "A=<b>C=<d>");
    row("carriage returns", "A=b\r\nC='d'\r\n", "A=<b>C=<d>");
    row("byte order mark",
        "\xef\xbb\xbf"
        "A=b\n",
        "A=<b>");
    row("empty lines and comments", "\n# A=b\n  # x\n\n C=d\n", "C=<d>");
    row("export", "export A=b\nexport\tC=d\nexport=x\n", "A=<b>C=<d>export=<x>");
    row("white space around", "A =  b c \t\nB\t=\td\n", "A=<b c>B=<d>");
    row("empty value", "A=\nB= \nC=''\nD=\"\"\n", "A=<>B=<>C=<>D=<>");
    row("comment behind a value", "A=b # c\nB=b#c\nC= # c\nD='x' # c\nE=\"y\"# c\n",
        "A=<b>B=<b#c>C=<>D=<x>E=<y>");
    row("equals signs", "A=b=c==\n", "A=<b=c==>");
    row("single quotes", "A='b \"c\" $d \\n # e'\n", "A=<b \"c\" $d \\n # e>");
    row("double quotes", "A=\"b 'c' \\n\\t\\r\\\"\\\\\\$ \\x\"\n", "A=<b 'c' \n\t\r\"\\$ \\x>");
    row("several lines", "A=\"b\nc\"\nB='d\n\ne'\n", "A=<b\nc>B=<d\n\ne>");
    row("nothing is expanded", "A=$HOME\nB=\"${A}\"\nC=`x`\n", "A=<$HOME>B=<${A}>C=<`x`>");
    row("quote inside a bare value", "A=it's\n", "A=<it's>");
    row("twice", "A=1\nA=2\n", "A=<1>A=<2>");
    row("names", "a.b-c_1=x\n", "a.b-c_1=<x>");
    row("invalid UTF-8", "A=\xff\n", "A=<\xff>");
    row("no value", "A=b\nexport C\n", ".env:2:9: \"C\" has no value (write NAME=value)");
    row("no value, comment", "C # x\n", ".env:1:3: \"C\" has no value (write NAME=value)");
    const QByteArray noName =
        "not the name of a variable (write NAME=value; a name has letters, digits and _ . -)";
    row("no name", "\n  =x\n", ".env:2:3: " + noName);
    row("bad name", "A+B=x\n", ".env:1:2: " + noName);
    row("two words", "A B=x\n", ".env:1:3: " + noName);
    row("open quote", "X=1\nA=\"b\nc\n", ".env:2:3: this quote is never closed");
    row("escaped last quote", "A=\"b\\\"", ".env:1:3: this quote is never closed");
    row("text behind a quote", "A='b' c\n", ".env:1:7: text after the closing quote");
    row("nul", QByteArray("A=b\nC=\0", 7), ".env:2:3: a NUL byte cannot be part of an environment");
}

void TestEnvironmentFile::file()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parseEnvironmentFile(text, QStringLiteral(".env"));
    QByteArray shown;
    if (parsed) {
        for (const auto &[name, value] : *parsed)
            shown += name + "=<" + value + '>';
    }
    QTEST(parsed ? shown : parsed.error().toString().toUtf8(), "result");
}

namespace {

QByteArray expanded(const QByteArray &text)
{
    const auto lookup = [](const QByteArray &name) -> std::optional<QByteArray> {
        if (name == "HOME")
            return "/here";
        return name == "EMPTY" ? std::optional<QByteArray>("") : std::nullopt;
    };
    const auto parsed = parseEnvironmentFile(text, QStringLiteral(".env"), lookup);
    if (!parsed)
        return parsed.error().toString().toUtf8();
    QByteArray shown;
    for (const auto &[name, value] : *parsed)
        shown += name + "=<" + value + '>';
    return shown;
}

} // namespace

void TestEnvironmentFile::expansion_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &result) {
        QTest::newRow(name) << text << result;
    };
    row("from outside", "A=${HOME}/x\nB=\"${HOME}\"\n", "A=</here/x>B=</here>");
    row("an earlier entry", "A=1\nB=${A}2\n", "A=<1>B=<12>");
    row("the file before the outside", "HOME=1\nB=${HOME}\n", "HOME=<1>B=<1>");
    row("a later entry is not known", "B=${A}\nA=1\n", "B=<>A=<1>");
    row("itself", "HOME=${HOME}:x\n", "HOME=</here:x>");
    row("unknown", "A=<${NOT}>\n", "A=<<>>");
    row("default", "A=${NOT:-x y}\nB=\"${NOT:-x y}\"\nC=${NOT-z}\n", "A=<x y>B=<x y>C=<z>");
    row("no default needed", "A=${HOME:-x}\nB=${HOME-x}\n", "A=</here>B=</here>");
    row("default for what is empty", "A=${EMPTY:-x}\nB=${EMPTY-x}\n", "A=<x>B=<>");
    row("empty default", "A=<${NOT:-}>\n", "A=<<>>");
    row("default within a default", "A=${NOT:-${NOR:-x}y}z\n", "A=<xyz>");
    row("a value that looks like one", "A='${HOME}'\nB=${A}\n", "A=<${HOME}>B=<${HOME}>");
    row("quotes that forbid it", "A='${HOME}'\nB=\"\\${HOME}\"\n", "A=<${HOME}>B=<${HOME}>");
    row("escapes in a default", "A=\"${NOT:-\\n\\}x}\"\n", "A=<\n\\x}>");
    row("other dollars", "A=$HOME $ $$ ${} ${1 ${HOME:?x} ${HOME/a/b} $(x)\n",
        "A=<$HOME $ $$ ${} ${1 ${HOME:?x} ${HOME/a/b} $(x)>");
    row("comment", "A=${HOME} # ${\n", "A=</here>");
    row("several lines", "A=\"${NOT:-a\nb}\"\n", "A=<a\nb>");
    row("open", "A=1\nB=x${HOME:-\n", ".env:2:4: this ${ is never closed");
    row("open in quotes", "B=\"${NOT:-x\"\n", ".env:1:4: this ${ is never closed");
    row("open at the end", "B=${NOT:-", ".env:1:3: this ${ is never closed");
    row("cut by a comment", "B=${NOT:-a #b}\n", ".env:1:3: this ${ is never closed");
    row("too deep", "B=" + QByteArray("${N-").repeated(20) + QByteArray("}").repeated(20),
        ".env:1:67: ${ within ${ too many times");
    row("very deep", "B=" + QByteArray("${N-").repeated(500'000),
        ".env:1:67: ${ within ${ too many times");
}

void TestEnvironmentFile::expansion()
{
    QFETCH(const QByteArray, text);
    QTEST(expanded(text), "result");
}

void TestEnvironmentFile::valuesDoNotGrowForEver()
{
    QByteArray doubling = "V0=xxxxxxxx\n";
    for (int i = 1; i < 60; ++i) {
        const QByteArray before = "${V" + QByteArray::number(i - 1) + '}';
        doubling += 'V' + QByteArray::number(i) + '=' + before + before + '\n';
    }
    QCOMPARE(expanded(doubling), QByteArray(".env:19:11: the value is longer than 1 MiB"));

    QByteArray many = "A=" + QByteArray(1024 * 1024, 'x') + '\n';
    for (int i = 0; i < 20; ++i)
        many += "B=${A}\n";
    QVERIFY2(expanded(many).endsWith("the values are longer than 16 MiB"),
             expanded(many).right(100).constData());
}

QTEST_APPLESS_MAIN(TestEnvironmentFile)
#include "tst_environment_file.moc"
