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

QTEST_APPLESS_MAIN(TestEnvironmentFile)
#include "tst_environment_file.moc"
