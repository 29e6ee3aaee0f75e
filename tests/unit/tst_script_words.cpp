// SPDX-License-Identifier: MIT
#include <core/sources/script_words.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestScriptWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quoteForTask_data();
    void quoteForTask();
    void words_data();
    void words();
    void quoteForShell_data();
    void quoteForShell();
    void arguments_data();
    void arguments();
};

// These two tables: what npm-run-all2 8.0.4 makes of them.
void TestScriptWords::quoteForTask_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *word, const char *result) {
        QTest::newRow(word) << QByteArray(word) << QByteArray(result);
    };
    row("", "''");
    row("a", "a");
    row("a b", "'a b'");
    row("it's", "\"it's\"");
    row("a\"b", "'a\"b'");
    row("$x", "\\$x");
    row("a\\b", "'a\\b'");
    row("*", "\\*");
    row("a*b", "a\\*b");
    row("a:b", "a\\:b");
    row("C:\\x", "'C:\\x'");
    row("c:*", "c:\\*");
    row("a;b", "a\\;b");
    row("#x", "\\#x");
    row("!x", "\\!x");
    row("it's!", "'it'\"'\"'s!'");
    row("a=b", "a\\=b");
    row("{1}", "\\{1\\}");
    row("[x]", "\\[x\\]");
    row("~", "\\~");
    row("~/x", "\\~/x");
    row("é", "é");
    row("a\nb", "'a\nb'");
    row("a\tb", "'a\tb'");
    row("`x`", "\\`x\\`");
    row("$(x)", "\\$\\(x\\)");
    row("a,b", "a\\,b");
    row("a@b", "a\\@b");
    row("-x", "-x");
    row("--x=y", "--x\\=y");
    row("<a>", "\\<a\\>");
    row("a|b", "a\\|b");
    row("a&b", "a\\&b");
    row("(a)", "\\(a\\)");
    row("^", "\\^");
    row("?", "\\?");
    row("a\"b$`'c", "\"a\\\"b\\$\\`'c\"");
}

void TestScriptWords::quoteForTask()
{
    QFETCH(const QByteArray, word);
    QTEST(quotedForTask(word), "result");
}

void TestScriptWords::words_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *text, const char *result) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(result);
    };
    row("a", "<a>");
    row("a b", "<a><b>");
    row("a  b", "<a><b>");
    row(" a ", "<a>");
    row("a \"b c\"", "<a><b c>");
    row("a 'b c'", "<a><b c>");
    row("a b\\ c", "<a><b c>");
    row("a $X", "<a><>");
    row("a $X y", "<a><><y>");
    row("a \"$X\"", "<a><>");
    row("a ${X}y", "<a><y>");
    row("a $", "<a><$>");
    row("a \"$\"", "<a><$>");
    row("a \\$X", "<a><$X>");
    row("a b;c", "<a><b><;><c>");
    row("a b && c", "<a><b><&&><c>");
    row("a b|c", "<a><b><|><c>");
    row("a *", "<a><*>");
    row("a b?", "<a><b?>");
    row("a \"*\"", "<a><*>");
    row("a --x=y", "<a><--x=y>");
    row("a -- --x", "<a><--><--x>");
    row("a \"b\\\"c\"", "<a><b\"c>");
    row("a \"b\\c\"", "<a><b\\c>");
    row("a b'c'd", "<a><bcd>");
    row("a \"\" b", "<a><><b>");
    row("a ''", "<a><>");
    row("a > f", "<a><>><f>");
    row("a 2>&1", "<a><2><>&><1>");
    row("a\tb", "<a><b>");
    row("a '\"'", "<a><\">");
    row("a \"'\"", "<a><'>");
    row("a é", "<a><é>");
    row("a $1x", "<a><>");
    row("a $?", "<a><>");
    row("a\\", "<a>");
    row("a it's x", "<a><it><s><x>");
    row("'a b' it's 'c d'", "<a b><its c><d>");
    row("a \"b c", "<a><b><c>");
    row("\"a b\" \"c d", "<a b><c><d>");
    row("\"a\\\" b", "<a\"><b>");
    row("\"a\\\\\" b \"c", "<a\\><b><c>");
    row("'", "");
    row("\"", "");
}

void TestScriptWords::words()
{
    QFETCH(const QByteArray, text);
    QByteArray result;
    for (const QByteArray &word : taskWords(text))
        result += '<' + word + '>';
    QTEST(result, "result");
}

void TestScriptWords::quoteForShell_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *word, const char *result) {
        QTest::newRow(word) << QByteArray(word) << QByteArray(result);
    };
    row("a", "a");
    row("", "''");
    row("--x=y", "--x=y");
    row("a b", "'a b'");
    row("it's", "'it'\\''s'");
    row("$x", "'$x'");
    row("*", "'*'");
    row("~", "'~'");
    row("a\nb", "'a\nb'");
    row("\xc3\xa9", "\xc3\xa9");
}

void TestScriptWords::quoteForShell()
{
    QFETCH(const QByteArray, word);
    QTEST(quotedForShell(QByteArrayView(word)), "result");
}

void TestScriptWords::arguments_data()
{
    QTest::addColumn<QByteArrayList>("patterns");
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<QByteArray>("result");
    using L = QByteArrayList;
    const auto row = [](const L &patterns, const L &arguments, const QByteArray &result) {
        QTest::addRow("%s, %s", patterns.join('|').constData(), arguments.join('|').constData())
            << patterns << arguments << result;
    };
    row({ "a {1}" }, { "x" }, "a x");
    row({ "a {1} {2}" }, { "x" }, "a x ");
    row({ "a {2} {1}" }, { "x", "y z" }, "a 'y z' x");
    row({ "a {@}" }, { "x", "y z" }, "a x 'y z'");
    row({ "a {*}" }, { "x", "y z" }, "a 'x y z'");
    row({ "a {@}" }, {}, "a ");
    row({ "a {*}" }, {}, "a ''");
    row({ "a {%}", "b" }, { "x", "y" }, "a x|a y|b");
    row({ "a {%} {1}" }, { "x", "y" }, "a x x|a y x");
    row({ "a {%}" }, {}, "");
    row({ "a {1:-d e}" }, {}, "a 'd e'");
    row({ "a {1:-d}" }, { "x" }, "a x");
    row({ "a {1:=d}", "b {1}" }, {}, "a d|b d");
    row({ "b {1}", "a {1:=d}" }, {}, "b |a d");
    row({ "a {1:=d}" }, { "x" }, "a x");
    row({ "a {01}" }, { "x" }, "a x");
    row({ "a {0}" }, { "x" }, "a ");
    row({ "a {99999999999999999999}" }, { "x" }, "a ");
    row({ "a", "b" }, { "x" }, "a|b");
    row({ "{a,b}" }, { "x" }, "{a,b}");
    row({ "a {x}" }, { "x" }, "a {x}");
    row({ "a {1" }, { "x" }, "a {1");
    row({ "a {!1}" }, { "x" }, "Invalid Placeholder: {!1}");
    row({ "a {!@}" }, {}, "Invalid Placeholder: {!@}");
    row({ "a {1:x}" }, {}, "Invalid Placeholder: {1:x}");
    row({ "a {1:x}" }, { "y" }, "a y");
    row({ "a {%:-x}" }, { "y" }, "Invalid Placeholder: {%:-x}");
}

void TestScriptWords::arguments()
{
    QFETCH(const QByteArrayList, patterns);
    QFETCH(const QByteArrayList, arguments);
    const auto filled = withArguments(patterns, arguments);
    QTEST(filled ? filled->join('|') : filled.error().toString().toUtf8(), "result");
}

QTEST_APPLESS_MAIN(TestScriptWords)
#include "tst_script_words.moc"
