// SPDX-License-Identifier: MIT
#include <app/concurrently_options.h>
#include <app/help.h>
#include <app/help_fitting.h>
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
    void fitsNarrowTerminals_data() { fitsTheTerminal_data(); }
    void fitsNarrowTerminals();
    void fitting_data();
    void fitting();
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
    QTest::newRow("prun map --help") << renderMapHelp();
    QTest::newRow("prun map --dialect xargs --help") << renderXargsHelp();
    QTest::newRow("prun concurrently --help") << renderConcurrentlyHelp();
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

/// No line is longer, but one of a single word, and no word is lost.
void TestHelp::fitsNarrowTerminals()
{
    QFETCH(const QByteArray, text);
    for (const int columns : { 79, 60, 40, 20 }) {
        const QByteArray fitted = fittedHelp(text, columns);
        QCOMPARE(fitted.simplified(), text.simplified());
        for (const QByteArray &line : fitted.split('\n')) {
            const bool isWord = !line.trimmed().contains(' ');
            const int used = columnsOf({ line.constData(), std::size_t(line.size()) });
            QVERIFY2(used <= columns || isWord, line.constData());
        }
    }
    QCOMPARE(fittedHelp(text, 80), text);
}

void TestHelp::fitting_data()
{
    QTest::addColumn<QByteArray>("help");
    QTest::addColumn<QByteArray>("fitted"); // to 20 columns
    const auto row = [](const char *name, const char *help, const char *fitted) {
        QTest::newRow(name) << QByteArray(help) << QByteArray(fitted);
    };
    row("nothing", "", "");
    row("a paragraph", "a paragraph of lines\nthat are joined\n",
        "a paragraph of lines\nthat are joined\n");
    row("paragraphs", "one\n\ntwo\n", "one\n\ntwo\n");
    row("an option", "Title:\n  -m, --max N             At most so many\n",
        "Title:\n  -m, --max N\n      At most so\n      many\n");
    row("a long option", "  -m, --max-processes N\n                          At most.\n",
        "  -m,\n      --max-processes\n      N\n      At most.\n");
    row("two options", "  -a          first\n  -b          second\nThe end.\n",
        "  -a\n      first\n  -b\n      second\nThe end.\n");
}

void TestHelp::fitting()
{
    QFETCH(const QByteArray, help);
    QTEST(fittedHelp(help, 20), "fitted");
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
