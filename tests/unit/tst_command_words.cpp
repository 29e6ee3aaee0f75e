// SPDX-License-Identifier: MIT
#include <core/sources/command_words.h>

#include <QtTest/qtest.h>

class TestCommandWords : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void needsShell_data();
    void needsShell();
    void everyCharacter();
    void split_data();
    void split();
    void splitQuoted_data();
    void splitQuoted();
    void check_data();
    void check();
};

void TestCommandWords::needsShell_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("expected");
    const auto rows = [](bool expected, const QByteArrayList &lines) {
        for (const QByteArray &line : lines)
            QTest::newRow(line.isEmpty() ? "(empty)" : line.constData()) << line << expected;
    };
    rows(false,
         { "",
           "   ",
           "true",
           "false",
           "/bin/echo hi",
           "./script.sh a b",
           "make -j2 CC=gcc all",
           "npm run build:css",
           "gcc -DX=1 -o a.out a.c",
           "a/b=c",
           "1x=2",
           "=x",
           "x-y=1",
           "caf\xc3\xa9 \xc2\xa0 \xe3\x80\x80",
           "\xff\xfe",
           "user@host:path,x%d^y+z",
           "cdx",
           "echoes",
           "sleep 1 exit",
           "a\rb",
           "tool ifx then" });
    rows(true, { "echo hi",  "exit 1",   ": x",        ". file",     "cd dir",    "if x",
                 "while x",  "time x",   "[[ a ]]",    "[ a ]",      "test -f x", "  export A",
                 "\tset -e", "source x", "coproc x",   "A=1 cmd",    "A=",        "_x9=1",
                 "A+=1 cmd", "  B=2",    "echo",       "until x",    "printf x",  "kill 1",
                 "! true",   "exec x",   "function f", "readarray x" });
    rows(true, { "a 'b'", "a \"b\"", "a *",     "a b?",  "a [bc]", "ls ~", "git show HEAD~1",
                 "a $B",  "a `b`",   "a && b",  "a & b", "a | b",  "a;b",  "a <b",
                 "a >b",  "(a)",     "a {b,c}", "a #b",  "a \\b",  "a\nb", "a!",
                 "{ a",   "$(a)",    "a 2>&1" });
}

void TestCommandWords::needsShell()
{
    QFETCH(const QByteArray, line);
    QTEST(prun::needsShell(line), "expected");
}

void TestCommandWords::everyCharacter()
{
    const QByteArray special = "'\"\\$`*?[]{}()<>|&;~#!\n";
    for (int byte = 1; byte < 256; ++byte) {
        const QByteArray line = QByteArray("cmd x") + char(byte) + 'y';
        QVERIFY2(prun::needsShell(line) == special.contains(char(byte)),
                 QByteArray::number(byte).constData());
    }
}

void TestCommandWords::split_data()
{
    using Words = QByteArrayList;
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<Words>("words");
    QTest::newRow("empty") << QByteArray() << Words();
    QTest::newRow("only spaces") << QByteArray(" \t\n ") << Words();
    QTest::newRow("one") << QByteArray("true") << Words{ "true" };
    QTest::newRow("several") << QByteArray("  a \t b\nc ") << Words{ "a", "b", "c" };
    QTest::newRow("quotes are data") << QByteArray("a 'b c'") << Words{ "a", "'b", "c'" };
    QTest::newRow("wide spaces are data")
        << QByteArray("a\xc2\xa0z \xe3\x80\x80") << Words{ "a\xc2\xa0z", "\xe3\x80\x80" };
    QTest::newRow("other control characters are data")
        << QByteArray("a\rb\vc\fd") << Words{ "a\rb\vc\fd" };
    QTest::newRow("NUL is data") << QByteArray("a\0b c", 5) << Words{ QByteArray("a\0b", 3), "c" };
}

void TestCommandWords::split()
{
    QFETCH(const QByteArray, line);
    QTEST(prun::splitAtWhiteSpace(line), "words");
}

void TestCommandWords::splitQuoted_data()
{
    using Words = QByteArrayList;
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<Words>("words");
    QTest::newRow("empty") << QByteArray() << Words();
    QTest::newRow("only spaces") << QByteArray(" \t\n ") << Words();
    QTest::newRow("plain") << QByteArray(" a\tb\nc") << Words{ "a", "b", "c" };
    QTest::newRow("single") << QByteArray("'a  b' 'c\nd\\'") << Words{ "a  b", "c\nd\\" };
    QTest::newRow("double") << QByteArray("\"a 'b\" \"\\$\\\"\\n\"") << Words{ "a 'b", "$\"\\n" };
    QTest::newRow("parts of a word") << QByteArray("a'b c'\"'\"d") << Words{ "ab c'd" };
    QTest::newRow("empty words") << QByteArray("'' \"\" a") << Words{ "", "", "a" };
    QTest::newRow("backslash") << QByteArray("a\\ b \\'c\\") << Words{ "a b", "'c\\" };
    QTest::newRow("not closed") << QByteArray("a 'b c") << Words{ "a", "b c" };
    QTest::newRow("the rest is data") << QByteArray("$x;>y *") << Words{ "$x;>y", "*" };
    QTest::newRow("NUL is data") << QByteArray("a\0b '\0'", 7)
                                 << Words{ QByteArray("a\0b", 3), QByteArray("\0", 1) };
}

void TestCommandWords::splitQuoted()
{
    QFETCH(const QByteArray, line);
    QTEST(prun::splitQuotedWords(line), "words");
}

void TestCommandWords::check_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("error"); // part of it; empty: none
    QTest::newRow("fine") << QByteArray("a b") << QString();
    QTest::newRow("empty") << QByteArray() << QStringLiteral("empty");
    QTest::newRow("only spaces") << QByteArray(" \t\n") << QStringLiteral("empty");
    QTest::newRow("NUL") << QByteArray("ab\0c", 4) << QStringLiteral("NUL character at byte 3");
    QTest::newRow("only NUL") << QByteArray(1, '\0') << QStringLiteral("NUL character at byte 1");
}

void TestCommandWords::check()
{
    QFETCH(const QByteArray, line);
    QFETCH(const QString, error);
    const prun::Result<void> checked = prun::checkCommandLine(line);
    QCOMPARE(bool(checked), error.isEmpty());
    if (!checked) {
        QVERIFY(checked.error().code() == prun::Error::Code::Launch);
        QVERIFY2(checked.error().toString().contains(error),
                 qPrintable(checked.error().toString()));
    }
}

QTEST_APPLESS_MAIN(TestCommandWords)
#include "tst_command_words.moc"
