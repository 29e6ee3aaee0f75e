// SPDX-License-Identifier: MIT
#include "common/labelled_lines.h"
#include "common/terminal_line.h"
#include "common/visible_text.h"

#include <QtTest/qtest.h>

using namespace prun;
using namespace std::chrono_literals;

/// Output of commands on its way to a terminal, cut in every possible way; and to a file.
class TerminalLineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsSafe_data();
    void showsWhatIsSafe();
    void cutAnywhere_data() { showsWhatIsSafe_data(); }
    void cutAnywhere();
    void limitsRedraws();
    void labelsLines_data();
    void labelsLines();
};

namespace {

QByteArray shown(const QByteArrayList &pieces)
{
    QByteArray buffer;
    bool open = false;
    TerminalLine line;
    for (const QByteArray &piece : pieces)
        line.write(piece, 0ms, { buffer, "L ", open });
    line.redraw(0ms, true, { buffer, "L ", open });
    return buffer;
}

// The obvious way to do what appendLabelled() does fast.
QByteArray labelled(const QByteArray &label, const QByteArray &bytes, bool continues)
{
    QByteArray result;
    bool atStart = !continues;
    for (const char c : bytes) {
        if (atStart)
            result += label;
        result += c;
        atStart = c == '\n';
    }
    return result;
}

} // namespace

void TerminalLineTest::showsWhatIsSafe_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("seen");
    const auto row = [](const char *name, const QByteArray &given, const QByteArray &seen) {
        QTest::newRow(name) << given << seen;
    };
    row("text", "hello\n\nyou\n", "L hello\nL \nL you\n");
    row("tab and bell", "a\tb\a\n", "L a\tb\a\n");
    row("closed colour", "\x1b[31mred\x1b[0m\n", "L \x1b[31mred\x1b[0m\n");
    row("open colour", "\x1b[1;31mred\nmore\x1b[m\n",
        "L \x1b[1;31mred\x1b[0m\nL \x1b[1;31mmore\x1b[m\n");
    row("256 colours", "\x1b[38;5;208;4:3mx\ny\n",
        "L \x1b[4:3;38;5;208mx\x1b[0m\nL \x1b[4:3;38;5;208my\x1b[0m\n");
    row("bold off keeps colour", "\x1b[1;32mx\x1b[22m\ny\n",
        "L \x1b[1;32mx\x1b[22m\x1b[0m\nL \x1b[32my\x1b[0m\n");
    row("clear and home", "\x1b[2J\x1b[H\x1b[3;4Hx\n", "L x\n");
    row("modes", "\x1b[?1049h\x1b[?25l\x1b[>1u\x1b[?1000hx\n", "L x\n");
    row("title, clipboard", "\x1b]0;t\ax\x1b]52;c;YQ==\x1b\\y\n", "L xy\n");
    row("DCS, APC, PM, SOS", "\x1bPq\x1b\\a\x1b_x\x1b\\b\x1b^y\x1b\\c\x1bXz\x1b\\d\n", "L abcd\n");
    row("character sets",
        "\x1b(0x\x1b)Bq\x1b"
        "7\n",
        "L xq\n");
    row("hyperlink", "\x1b]8;;http://x/\x1b\\t\x1b]8;;\x1b\\\n",
        "L \x1b]8;;http://x/\x1b\\t\x1b]8;;\x1b\\\n");
    row("open hyperlink", "\x1b]8;;u\at\nv\n",
        "L \x1b]8;;u\x1b\\t\x1b]8;;\x1b\\\nL \x1b]8;;u\x1b\\v\x1b]8;;\x1b\\\n");
    row("a sequence ends with its line", "a\x1b]0;no end\nb\x1b[3\nc\x1bP..\nd\n",
        "L a\nL b\nL c\nL d\n");
    row("C1 in UTF-8",
        "\xc2\x9b"
        "2Jx\xc2\x9d"
        "0;t\xc2\x9cy\xc2\x85z\n",
        "L xyz\n");
    row("continuation bytes are no C1", "\xd0\x9b\xe3\x82\x9b\xf0\x9f\x98\x9b\n",
        "L \xd0\x9b\xe3\x82\x9b\xf0\x9f\x98\x9b\n");
    row("invalid UTF-8",
        "\x9b"
        "2J\xff\n",
        "L \xef\xbf\xbd"
        "2J\xef\xbf\xbd\n");
    row("CR LF", "a\r\nb\r\n", "L a\nL b\n");
    row("last state", "1%\r2%\r\x1b[2K3%\n", "L 3%\n");
    row("column one", "1%\x1b[1G2%\x1b[G3%\n", "L 3%\n");
    row("backspace, form feed", "a\b\f\vb\n", "L ab\n");
}

void TerminalLineTest::showsWhatIsSafe()
{
    QFETCH(const QByteArray, given);
    QTEST(shown({ given }), "seen");
}

// However the output is cut, what a person sees is the same, and nothing unsafe passes.
void TerminalLineTest::cutAnywhere()
{
    QFETCH(const QByteArray, given);
    QFETCH(const QByteArray, seen);
    const auto visible = [](const QByteArray &text) {
        QByteArrayList lines = text.split('\n');
        for (QByteArray &line : lines)
            line = visibleText(line);
        return lines;
    };
    for (qsizetype at = 1; at < given.size(); ++at) {
        const QByteArray cut = shown({ given.left(at), given.mid(at) });
        QCOMPARE(visible(cut), visible(seen));
        for (const char *unsafe : { "\x1b[2J", "\x1b[?", "\x1b]0", "\x1b]52", "\x1bP", "\xc2\x9b" })
            QVERIFY2(!cut.contains(unsafe), cut.toPercentEncoding().constData());
    }
}

void TerminalLineTest::limitsRedraws()
{
    QByteArray buffer;
    bool open = false;
    TerminalLine line;
    for (int i = 0; i <= 1000; ++i) // a thousand updates in a second
        line.write("\r" + QByteArray::number(i) + '%', std::chrono::milliseconds(i),
                   { buffer, "L ", open });
    QVERIFY(buffer.count('\r') <= 21);
    QVERIFY(buffer.count('\r') >= 18);
    line.write("\r1001%", 1001ms, { buffer, "L ", open });
    QVERIFY(line.isHeld());
    line.redraw(1002ms, true, { buffer, "L ", open });
    QVERIFY(!line.isHeld());
    QVERIFY(buffer.endsWith("L 1001%\x1b[K"));
    line.write("\r1002%\n", 1003ms, { buffer, "L ", open });
    QVERIFY(buffer.endsWith("L 1002%\x1b[K\n")); // the last state, whatever the time
    QVERIFY(!open);
}

void TerminalLineTest::labelsLines_data()
{
    QTest::addColumn<QByteArray>("label");
    QTest::addColumn<QByteArray>("bytes");
    const QByteArrayList labels = { "", "[0] ", QByteArray(64, 'l'), QByteArray(65, 'l'),
                                    QByteArray(1000, 'l') };
    for (const QByteArray &label : labels) {
        for (const int length : { 0, 1, 2, 63, 64, 65, 128, 255, 256, 257, 5000 }) {
            const QByteArray line = QByteArray(length, 'x') + '\n';
            QTest::addRow("label of %d, lines of %d", int(label.size()), length)
                << label << line.repeated(40);
        }
        QTest::addRow("label of %d, no line end", int(label.size()))
            << label << QByteArray("abc\n\nlast without");
    }
}

void TerminalLineTest::labelsLines()
{
    QFETCH(const QByteArray, label);
    QFETCH(const QByteArray, bytes);
    for (const bool continues : { false, true }) {
        QByteArray buffer = "before\n";
        appendLabelled(buffer, label, bytes, continues);
        const QByteArray expected = "before\n" + labelled(label, bytes, continues);
        QVERIFY(buffer == expected);
    }
}

QTEST_APPLESS_MAIN(TerminalLineTest)

#include "tst_terminal_line.moc"
