// SPDX-License-Identifier: MIT
#include <platform/command_line.h>

#include <QtTest/qtest.h>

using namespace prun;

namespace {

/// Takes a line apart as CommandLineToArgvW and the C library do it, from their documentation.
QByteArrayList takenApart(const QByteArray &line)
{
    QByteArrayList words;
    QByteArray word;
    bool begun = false;
    bool quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        qsizetype backslashes = 0;
        while (i < line.size() && line[i] == '\\') {
            ++backslashes;
            ++i;
        }
        const bool quote = i < line.size() && line[i] == '"';
        // Before a quote two are one; before anything else each is itself.
        word.append(quote ? backslashes / 2 : backslashes, '\\');
        begun |= backslashes > 0;
        if (i == line.size())
            break;
        const bool blank = line[i] == ' ' || line[i] == '\t';
        if (quote && backslashes % 2 == 0) {
            quoted = !quoted;
            begun = true;
        } else if (blank && !quoted) {
            if (begun)
                words << word;
            word.clear();
            begun = false;
        } else {
            word += line[i];
            begun = true;
        }
    }
    return begun ? words << word : words;
}

/// What cmd.exe makes of a line of a batch call: `%cd:~,%` is no character of the working folder,
/// so nothing; anything else between two percent signs would be a variable.
QByteArray expanded(QByteArray line)
{
    line.replace("%cd:~,%", "");
    return line;
}

/// True if cmd.exe would find something to do outside of quotes.
bool leavesQuotes(QByteArrayView line)
{
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && QByteArrayView("&|<>^()!").contains(c))
            return true;
    }
    return quoted;
}

/// All strings of up to three of these characters.
QByteArrayList hostileWords()
{
    constexpr char characters[] = "\"\\ a\t%^&!()";
    QByteArrayList all{ "" };
    for (qsizetype begin = 0, length = 0; length < 3; ++length) {
        const qsizetype end = all.size();
        for (; begin < end; ++begin) {
            for (const char c : QByteArrayView(characters))
                all << all[begin] + c;
        }
    }
    return all;
}

} // namespace

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quoted_data();
    void quoted();
    void everyWordComesBack();
    void argumentsBeginWithTheSecond();
    void batchFile_data();
    void batchFile();
    void batch_data();
    void batch();
    void batchLines_data();
    void batchLines();
    void nothingInABatchCallIsForCmd();
    void cannotBePassedOn_data();
    void cannotBePassedOn();
};

void TestCommandLine::quoted_data()
{
    QTest::addColumn<QByteArray>("argument");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &argument, const QByteArray &expected) {
        QTest::newRow(name) << argument << expected;
    };
    row("plain", "abc", "abc");
    row("empty", "", "\"\"");
    row("a space", "a b", "\"a b\"");
    row("a tab", "a\tb", "\"a\tb\"");
    row("a line end", "a\nb", "\"a\nb\"");
    row("a vertical tab", "a\vb", "\"a\vb\"");
    row("a quote", "a\"b", "\"a\\\"b\"");
    row("only a quote", "\"", "\"\\\"\"");
    row("a path", "C:\\a\\b", "C:\\a\\b");
    row("a path with its end", "C:\\a\\", "C:\\a\\");
    row("a path with spaces", "C:\\a b\\c", "\"C:\\a b\\c\"");
    row("a path with spaces, and its end", "C:\\a b\\", "\"C:\\a b\\\\\"");
    row("a backslash before a quote", "a\\\"", "\"a\\\\\\\"\"");
    row("two backslashes before a quote", "a\\\\\"b", "\"a\\\\\\\\\\\"b\"");
    row("backslashes elsewhere", "\\\\server\\my share", "\"\\\\server\\my share\"");
    row("signs of cmd.exe", "%PATH%&|^!", "%PATH%&|^!");
    row("signs of no meaning", "'*?$`~", "'*?$`~");
    row("not ASCII", "gr\u00f6\u00dfe\u65e5", "gr\u00f6\u00dfe\u65e5");
}

void TestCommandLine::quoted()
{
    QFETCH(const QByteArray, argument);
    QTEST(quotedForWindows(argument), "expected");
    QCOMPARE(takenApart(quotedForWindows(argument)), QByteArrayList{ argument });
}

void TestCommandLine::everyWordComesBack()
{
    const QByteArrayList words = hostileWords();
    QCOMPARE(words.size(), 1 + 11 + 11 * 11 + 11 * 11 * 11);
    const QByteArrayList all = QByteArrayList{ "program" } + words;
    QCOMPARE(takenApart("program" + windowsArguments(all)), all);
}

void TestCommandLine::argumentsBeginWithTheSecond()
{
    QCOMPARE(windowsArguments({}), "");
    QCOMPARE(windowsArguments({ "my program" }), "");
    QCOMPARE(windowsArguments({ "my program", "a", "b c", "" }), " a \"b c\" \"\"");
}

void TestCommandLine::batchFile_data()
{
    QTest::addColumn<bool>("expected");
    for (const char *path : { "x.bat", "x.cmd", "X.CMD", "C:\\a b\\x.Bat", "x.bat.", "x.bat ",
                              "x.bat. .", ".bat", "a.exe.cmd", "C:/folder/x.cmd" })
        QTest::newRow(path) << true;
    for (const char *path : { "", " ", ".", "bat", "x", "x.exe", "x.bat.exe", "x.bat\\y", "xbat",
                              "x.bats", "x.cm", "x.bat/", "x.com", "x.cmd:stream" })
        QTest::newRow(*path ? path : "(empty)") << false;
}

void TestCommandLine::batchFile()
{
    const QByteArray tag = QTest::currentDataTag();
    QTEST(isBatchFile(tag == "(empty)" ? QByteArray() : tag), "expected");
}

void TestCommandLine::batch_data()
{
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::addColumn<QByteArray>("expected"); // behind the name of the batch file
    using L = QByteArrayList;
    const auto row = [](const char *name, const L &arguments, const QByteArray &expected) {
        QTest::newRow(name) << arguments << expected;
    };
    row("none", {}, "");
    row("plain", { "a-b", "C:/x.y", "\\\\server" }, " a-b C:/x.y \\\\server");
    row("empty", { "" }, " \"\"");
    row("a space", { "a b" }, " \"a b\"");
    row("what ends a word for cmd.exe", { "a,b", "a;b", "a=b" }, " \"a,b\" \"a;b\" \"a=b\"");
    row("what begins a command", { "a&b", "a|b", "a>b" }, " \"a&b\" \"a|b\" \"a>b\"");
    row("what cmd.exe takes away", { "a^b", "!a!" }, " \"a^b\" \"!a!\"");
    row("a quote", { "a\"b" }, " \"a\"\"b\"");
    row("a quote behind a backslash", { "a\\\"b" }, " \"a\\\\\"\"b\"");
    row("a backslash at the end", { "a\\", "a b\\" }, " \"a\\\\\" \"a b\\\\\"");
    row("a variable", { "%PATH%" }, " \"%%cd:~,%PATH%%cd:~,%\"");
    row("not ASCII", { "gr\u00f6\u00dfe\u65e5" }, " gr\u00f6\u00dfe\u65e5");
}

void TestCommandLine::batch()
{
    QFETCH(const QByteArrayList, arguments);
    QFETCH(const QByteArray, expected);
    const auto line = batchArguments("x.cmd", QByteArrayList{ "x.cmd" } + arguments);
    QVERIFY(line);
    QCOMPARE(*line, "/e:on /v:off /d /s /c \"\"x.cmd\"" + expected + '"');
}

/// What stands behind the name is left alone: it was written for cmd.exe.
void TestCommandLine::batchLines_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &path, const QByteArray &expected) {
        QTest::newRow(name) << path << "/e:on /v:off /d /s /c \"" + expected + " a  \"b\"\"";
    };
    row("quoted, so that a space does not end it", "C:\\a b\\x.cmd", "\"C:\\a b\\x.cmd\"");
    row("with backslashes", "./x/y.bat", "\".\\x\\y.bat\"");
    row("on another computer", "//server/x.cmd", "\"\\\\server\\x.cmd\"");
    row("no variable in it", "C:\\%A%\\x.cmd", "\"C:\\%%cd:~,%A%%cd:~,%\\x.cmd\"");
}

void TestCommandLine::batchLines()
{
    QFETCH(const QByteArray, path);
    QTEST(batchLine(path, " a  \"b\""), "expected");
}

/// The outer quotes are taken away by /s; what is between them is read by cmd.exe, and then by the
/// program that the batch file passes its arguments on to.
void TestCommandLine::nothingInABatchCallIsForCmd()
{
    const QByteArray before = "/e:on /v:off /d /s /c \"";
    const QByteArrayList worse{ "\" & echo x & rem \"", "%PATH%", "100%", "\"&calc&\"" };
    for (const QByteArray &word : worse + hostileWords()) {
        const auto call = batchArguments("C:\\my scripts\\x.cmd", { "x", word, "last" });
        QVERIFY2(call && call->startsWith(before) && call->endsWith('"'), word);
        const QByteArray inner = call->sliced(before.size()).chopped(1);
        const QByteArray line = expanded(inner);
        QVERIFY2(!leavesQuotes(line), line);
        // No other pair of percent signs is left, whose name could be that of a variable.
        QCOMPARE(inner.count("%cd:~,%"), word.count('%'));
        QCOMPARE(line.count('%'), word.count('%'));
    }
}

void TestCommandLine::cannotBePassedOn_data()
{
    QTest::addColumn<QByteArray>("argument");
    QTest::newRow("line feed") << QByteArray("a\nb");
    QTest::newRow("carriage return") << QByteArray("a\rb");
    QTest::newRow("NUL") << QByteArray("a\0b", 3);
}

void TestCommandLine::cannotBePassedOn()
{
    QFETCH(const QByteArray, argument);
    QVERIFY(!batchArguments("x.cmd", { "x", argument }));
    QVERIFY(!batchArguments("x.cmd", { "x", "a", argument, "b" }));
    // The first one is not an argument, but the name that the program is called by.
    QVERIFY(batchArguments("x.cmd", { argument, "a" }));
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
