// SPDX-License-Identifier: MIT
#include <app/help.h>
#include <app/option_table.h>
#include <app/text_columns.h>

#include <QtCore/qbytearraylist.h>
#include <QtTest/qtest.h>

using namespace prun;

class TestHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fitsTheTerminal_data();
    void fitsTheTerminal();
    void hasEveryOption();
    void beginsWithExamples();
    void wraps_data();
    void wraps();
};

void TestHelp::fitsTheTerminal_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("prun --help") << renderHelp();
    QTest::newRow("prun start --help") << renderStartHelp();
    QTest::newRow("prun plugins --help") << renderPluginsHelp();
}

void TestHelp::fitsTheTerminal()
{
    QFETCH(const QByteArray, text);
    QVERIFY(text.endsWith('\n'));
    for (const QByteArray &line : text.split('\n')) {
        QVERIFY2(columnsOf({ line.constData(), std::size_t(line.size()) }) <= 80, line.constData());
        QVERIFY2(!line.endsWith(' '), line.constData());
        QVERIFY2(!line.contains('\t') && !line.contains('\x1b'), line.constData());
    }
}

void TestHelp::hasEveryOption()
{
    const QByteArray help = renderHelp();
    for (const OptionInfo &option : optionTable()) {
        const QByteArray name(option.name.data(), static_cast<qsizetype>(option.name.size()));
        const QByteArray letter = option.letters.empty()
            ? QByteArray("      ")
            : "  -" + QByteArray(1, option.letters.front()) + ", ";
        QVERIFY2(help.contains('\n' + letter + "--" + name), name.constData());
    }
    for (int group = 0; group <= static_cast<int>(OptionGroup::Other); ++group) {
        const std::string_view title = titleOf(static_cast<OptionGroup>(group));
        QVERIFY(help.contains('\n' + QByteArray(title.data(), qsizetype(title.size())) + ":\n"));
    }
}

void TestHelp::beginsWithExamples()
{
    const QByteArray help = renderHelp();
    QCOMPARE(help.first(help.indexOf("\nHow many:")).count("\n  prun "), 4);
}

void TestHelp::wraps_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("wrapped"); // from column 2, at most 10 columns, indented by 4
    QTest::newRow("nothing") << QByteArray() << QByteArray("\n");
    QTest::newRow("one line") << QByteArray("ab cd ef") << QByteArray("ab cd ef\n");
    QTest::newRow("one too many") << QByteArray("ab cd efg") << QByteArray("ab cd\n    efg\n");
    QTest::newRow("three lines") << QByteArray("aaaa bbbb cc ddd")
                                 << QByteArray("aaaa\n    bbbb\n    cc ddd\n");
    QTest::newRow("long word") << QByteArray("a bbbbbbbbbbbbbb c")
                               << QByteArray("a\n    bbbbbbbbbbbbbb\n    c\n");
    QTest::newRow("characters, not bytes") << QByteArray("…… …… ……") << QByteArray("…… …… ……\n");
}

void TestHelp::wraps()
{
    QFETCH(const QByteArray, text);
    QByteArray out;
    appendWrapped(out, { text.constData(), std::size_t(text.size()) }, 2, 4, 10);
    QTEST(out, "wrapped");
}

QTEST_APPLESS_MAIN(TestHelp)
#include "tst_help.moc"
