// SPDX-License-Identifier: MIT
#include <core/sources/command_list.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestCommandList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_data();
    void read();
    void nul_data();
    void nul();
    void tooLarge();
};

namespace {

// `1:first 3:second`, or the error; the text arrives in pieces of `size` bytes.
QByteArray readInPieces(const QByteArray &text, qsizetype size)
{
    CommandListReader reader(QStringLiteral("jobs.txt"));
    for (qsizetype at = 0; at < text.size(); at += size) {
        const auto fed = reader.feed(QByteArrayView(text).sliced(at, qMin(size, text.size() - at)));
        if (!fed)
            return fed.error().toString().toUtf8();
    }
    reader.finish();
    QByteArrayList shown;
    for (const CommandListReader::Command &command : reader.commands())
        shown << QByteArray::number(command.line) + ':' + command.text;
    return shown.join('|');
}

} // namespace

void TestCommandList::read_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("commands");
    const auto row = [](const char *name, const QByteArray &text, const char *commands) {
        QTest::newRow(name) << text << QByteArray(commands);
    };
    row("nothing", "", "");
    row("one", "echo a\n", "1:echo a");
    row("no final newline", "echo a\necho b", "1:echo a|2:echo b");
    row("empty lines", "\n\necho a\n\n\necho b\n\n", "3:echo a|6:echo b");
    row("only white space", " \t\n\t\r\n", "");
    row("comments", "# one\n  # two\necho a # not one\n", "3:echo a # not one");
    row("white space before", "  \techo a\n", "1:echo a");
    row("white space behind stays", "echo a\\ \n", "1:echo a\\ ");
    row("carriage returns", "echo a\r\necho b\r\n\r\n", "1:echo a|2:echo b");
    row("carriage return inside", "echo a\rb\n", "1:echo a\rb");
    row("no newline behind a carriage return", "echo a\r", "1:echo a");
    row("byte order mark",
        "\xef\xbb\xbf"
        "echo a\n\xef\xbb\xbf"
        "b\n",
        "1:echo a|2:\xef\xbb\xbf"
        "b");
    row("byte order mark before a comment", "\xef\xbb\xbf# x\necho a\n", "2:echo a");
    row("only a byte order mark", "\xef\xbb\xbf", "");
    row("invalid UTF-8", "echo \xff\xfe\n", "1:echo \xff\xfe");
    row("quotes stay", "\"my program\" 'x'\n", "1:\"my program\" 'x'");
}

void TestCommandList::read()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, commands);
    for (const qsizetype size : { 1, 2, 3, 7, 1000 })
        QCOMPARE(readInPieces(text, size), commands);
}

void TestCommandList::nul_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("first byte") << QByteArray("\0", 1) << QByteArray("jobs.txt:1:1");
    QTest::newRow("third line") << QByteArray("a\n\nbc\0d\n", 8) << QByteArray("jobs.txt:3:3");
    QTest::newRow("in a comment") << QByteArray("# \0\n", 4) << QByteArray("jobs.txt:1:3");
}

void TestCommandList::nul()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, place);
    for (const qsizetype size : { 1, 2, 3, 1000 })
        QCOMPARE(readInPieces(text, size), place + ": a NUL byte cannot be part of a command");
}

void TestCommandList::tooLarge()
{
    CommandListReader reader(QStringLiteral("/dev/urandom"));
    // Comments: what is read is counted, not what is kept.
    const QByteArray block = '#' + QByteArray(1024 * 1024 - 2, 'x') + '\n';
    for (int i = 0; i < 256; ++i)
        QVERIFY(reader.feed(block));
    const auto fed = reader.feed("x");
    QVERIFY(!fed);
    QCOMPARE(fed.error().toString(),
             QStringLiteral("/dev/urandom: the list of commands is larger than 256 MiB"));
}

QTEST_APPLESS_MAIN(TestCommandList)
#include "tst_command_list.moc"
