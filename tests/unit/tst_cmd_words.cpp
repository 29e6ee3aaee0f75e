// SPDX-License-Identifier: MIT
#include <core/sources/cmd_words.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestCmdWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void builtin_data();
    void builtin();
    void needed_data();
    void needed();
    void everyCharacter();
    void split_data();
    void split();
};

namespace {

QByteArray rowName(const QByteArray &line)
{
    QByteArray name = line.isEmpty() ? QByteArray("(empty)") : line;
    return name.replace('\n', "\\n").replace('\r', "\\r");
}

void rows(bool expected, const QByteArrayList &lines)
{
    for (const QByteArray &line : lines)
        QTest::newRow(rowName(line).constData()) << line << expected;
}

} // namespace

void TestCmdWords::builtin_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<bool>("expected");
    rows(true, { "echo", "ECHO", "cd", "assoc", "vol", "exit", "if", "for", "set", "mklink" });
    // With something behind it that cannot be part of a name.
    rows(true,
         { "echo.", "echo:", "echo(", "echo+x", "echo,x", "echo;x", "echo=x", "echo[", "cd..",
           "cd\\", "cd/", "dir/w", "rem." });
    rows(false,
         { "", "ec", "echoes", "echo1", "echo-x", "echo_x", "cdx", "git", "find", "more", "xcopy",
           ".echo", "1", "\u00e9cho", "echo\u00e9", "ping", "where" });
}

void TestCmdWords::builtin()
{
    QFETCH(const QByteArray, word);
    QTEST(isCmdBuiltin(word), "expected");
}

void TestCmdWords::needed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("expected");
    rows(false,
         { "", "   ", "git status", "npm run build:css", "gcc -DX=1 -o a.exe a.c",
           "\"C:\\Program Files\\x.exe\" a \"b c\"", "x 'a b'", "x a;b,c=d", "x *.txt ~ # $A",
           "x \"a & b | c > d\"", "x \"(a)\" \"^\" \"@\"", "x \\ \\\\", "x [a] {b} `c`",
           "caf\u00e9 \u65e5" });
    rows(true, { "echo hi",  "ECHO hi",      "cd..",       "dir/w",    "\"echo\" hi", "set A=1",
                 "  exit 3", "x && y",       "x & y",      "x | y",    "x > y",       "x < y",
                 "(x)",      "x ^",          "@x",         "x %PATH%", "x %1",        "x 100%",
                 "x !A!",    "x \"%PATH%\"", "x \"!A!\"",  "x\ny",     "x\r",         "x \"a\nb\"",
                 "x \"a",    "\"x",          "x \"a\" & y" });
}

void TestCmdWords::needed()
{
    QFETCH(const QByteArray, line);
    QTEST(needsCmd(line), "expected");
}

void TestCmdWords::everyCharacter()
{
    for (int byte = 1; byte < 256; ++byte) {
        const char c = char(byte);
        const bool outside = QByteArrayView("%!&|<>^()@\r\n\"").contains(c);
        const bool inside = QByteArrayView("%!\r\n\"").contains(c); // the quote opens another one
        const QByteArray number = QByteArray::number(byte);
        QVERIFY2(needsCmd(QByteArray("x a") + c + 'b') == outside, number);
        QVERIFY2(needsCmd(QByteArray("x \"a") + c + "b\"") == inside, number);
    }
}

void TestCmdWords::split_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QByteArray>("rest");
    const auto row = [](const QByteArray &line, const QByteArray &program, const QByteArray &rest) {
        QTest::newRow(rowName(line).constData()) << line << program << rest;
    };
    row("", "", "");
    row("x", "x", "");
    row("  x  ", "x", "");
    row("x a  b", "x", " a  b");
    row("x\ta", "x", "\ta");
    row("\"C:\\my x\\y.exe\" a \"b c\"", "C:\\my x\\y.exe", " a \"b c\"");
    row("\"x\"", "x", "");
    row("\"x y", "x y", "");
    row("\"\" a", "", " a");
    row("C:\\x a\\", "C:\\x", " a\\");
    row("x \"a", "x", " \"a");
    row("gr\u00f6\u00dfe \u65e5", "gr\u00f6\u00dfe", " \u65e5");
}

void TestCmdWords::split()
{
    QFETCH(const QByteArray, line);
    const CmdLine split = splitFirstWord(line);
    QTEST(split.program, "program");
    QTEST(split.rest, "rest");
}

QTEST_GUILESS_MAIN(TestCmdWords)
#include "tst_cmd_words.moc"
