// SPDX-License-Identifier: MIT
#include <core/sources/map_inputs.h>

#include <QtTest/qtest.h>

using namespace prun;

namespace {

class TestMapInputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splits_data();
    void splits();
    void separators_data();
    void separators();
    void combines_data();
    void combines();
    void patternIsChecked();
    void xargsWords_data();
    void xargsWords();
    void openQuotesAreTold();
};

void TestMapInputs::splits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("values");
    QTest::newRow("nothing") << QByteArray() << QByteArrayList{};
    QTest::newRow("one, no end") << QByteArray("a") << QByteArrayList{ "a" };
    QTest::newRow("one") << QByteArray("a\n") << QByteArrayList{ "a" };
    QTest::newRow("empty lines count") << QByteArray("a\n\nb\n") << QByteArrayList{ "a", "", "b" };
    QTest::newRow("an empty line") << QByteArray("\n") << QByteArrayList{ "" };
}

void TestMapInputs::splits()
{
    QFETCH(const QByteArray, text);
    QTEST(splitValues(text, '\n'), "values");
}

void TestMapInputs::separators_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("code"); // -1: refused
    QTest::newRow("comma") << QByteArray(",") << int(',');
    QTest::newRow("backslash") << QByteArray("\\") << int('\\');
    QTest::newRow("line end") << QByteArray("\\n") << int('\n');
    QTest::newRow("tab") << QByteArray("\\t") << int('\t');
    QTest::newRow("nul") << QByteArray("\\0") << 0;
    QTest::newRow("hexadecimal") << QByteArray("\\x2c") << int(',');
    QTest::newRow("octal") << QByteArray("\\054") << int(',');
    QTest::newRow("empty") << QByteArray() << -1;
    QTest::newRow("two") << QByteArray(",,") << -1;
    QTest::newRow("unknown") << QByteArray("\\q") << -1;
    QTest::newRow("large") << QByteArray("\\777") << -1;
    QTest::newRow("no digits") << QByteArray("\\x") << -1;
}

void TestMapInputs::separators()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, code);
    const Result<char> separator = parseSeparator(text);
    QCOMPARE(separator ? int(static_cast<uchar>(*separator)) : -1, code);
}

QByteArray shown(const MapRecords &records)
{
    QByteArrayList rows;
    for (const QByteArrayList &row : records.records)
        rows << row.join(',');
    return records.columns.join(',') + '>' + rows.join(' ');
}

void TestMapInputs::combines_data()
{
    using Sources = std::vector<MapSource>;
    QTest::addColumn<std::vector<MapSource>>("sources");
    QTest::addColumn<QByteArray>("flags");
    QTest::addColumn<QByteArray>("records");
    const QByteArrayList ab{ "a", "b" };
    QTest::newRow("none") << Sources{} << QByteArray() << QByteArray(">");
    QTest::newRow("empty") << Sources{ { {} } } << QByteArray() << QByteArray(">");
    QTest::newRow("one") << Sources{ { ab } } << QByteArray() << QByteArray(">a b");
    QTest::newRow("product") << Sources{ { ab }, { { "1", "2" } } } << QByteArray()
                             << QByteArray(">a,1 a,2 b,1 b,2");
    QTest::newRow("one of them empty")
        << Sources{ { ab }, { {} } } << QByteArray() << QByteArray(">");
    QTest::newRow("linked") << Sources{ { ab }, { { "1", "2" }, true }, { { "x", "y" } } }
                            << QByteArray() << QByteArray(">a,1,x a,1,y b,2,x b,2,y");
    QTest::newRow("linked, longer")
        << Sources{ { ab }, { { "1", "2", "3" }, true } } << QByteArray() << QByteArray(">a,1 b,2");
    QTest::newRow("linked, shorter")
        << Sources{ { ab }, { { "1" }, true } } << QByteArray() << QByteArray(">a,1");
    QTest::newRow("linked, wraps") << Sources{ { { "a", "b", "c" } }, { { "1", "2" }, true } }
                                   << QByteArray("w") << QByteArray(">a,1 b,2 c,1");
    QTest::newRow("columns") << Sources{ { { "a,b", "c" } }, { { "1,2" } } } << QByteArray("c")
                             << QByteArray(">a,b,1,2 c,1,2");
    QTest::newRow("header") << Sources{ { { "x", "a" } }, { { "y", "1" } } } << QByteArray("h")
                            << QByteArray("x,y>a,1");
    QTest::newRow("header, columns")
        << Sources{ { { "x,y", "a,b" } } } << QByteArray("hc") << QByteArray("x,y>a,b");
    QTest::newRow("header alone") << Sources{ { { "x" } } } << QByteArray("h") << QByteArray("x>");
    QTest::newRow("empty values") << Sources{ { { "", "a", "" } } } << QByteArray()
                                  << QByteArray("> a ");
    QTest::newRow("without empty values")
        << Sources{ { { "", "a", "" } } } << QByteArray("r") << QByteArray(">a");
}

void TestMapInputs::combines()
{
    QFETCH(const std::vector<MapSource>, sources);
    QFETCH(const QByteArray, flags);
    MapInputOptions options;
    options.hasHeader = flags.contains('h');
    options.wraps = flags.contains('w');
    options.skipsEmpty = flags.contains('r');
    if (flags.contains('c'))
        options.columnPattern = ",";
    const Result<MapRecords> records = combine(sources, options);
    QVERIFY(records);
    QTEST(shown(*records), "records");
}

void TestMapInputs::patternIsChecked()
{
    QVERIFY(!combine({ { { "a" } } }, { .columnPattern = "(" }));
    QVERIFY(!combine({ { { "a" } } }, { .columnPattern = "" }));
    const auto bytes = combine({ { { "\xff,\xc3\xa9" } } }, { .columnPattern = "," });
    QCOMPARE(bytes->records.front(), (QByteArrayList{ "\xff", "\xc3\xa9" }));
}

void TestMapInputs::xargsWords_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("words"); // with | between them, / after a line
    QTest::newRow("nothing") << QByteArray(" \n\n") << QByteArray("");
    QTest::newRow("words") << QByteArray("a b\n c\td") << QByteArray("a|b/c|d/");
    QTest::newRow("quotes") << QByteArray("\"a b\" 'c\"d' e\\ f\n") << QByteArray("a b|c\"d|e f/");
    QTest::newRow("inside of a word") << QByteArray("a'b c'd\n") << QByteArray("ab cd/");
    QTest::newRow("an empty word") << QByteArray("'' a\n") << QByteArray("|a/");
    QTest::newRow("a blank at the end joins lines") << QByteArray("a \nb\n") << QByteArray("a|b/");
}

void TestMapInputs::xargsWords()
{
    QFETCH(const QByteArray, text);
    const Result<XargsWords> words = splitXargsWords(text);
    QVERIFY(words);
    QByteArray seen;
    int at = 0;
    for (const int end : words->lineEnds) {
        seen += QByteArrayList(words->words.mid(at, end - at)).join('|') + '/';
        at = end;
    }
    QCOMPARE(at, int(words->words.size()));
    QTEST(seen, "words");
}

void TestMapInputs::openQuotesAreTold()
{
    QVERIFY(!splitXargsWords("it's"));
    QVERIFY(!splitXargsWords("a \"b\nc\""));
}

} // namespace

QTEST_APPLESS_MAIN(TestMapInputs)
#include "tst_map_inputs.moc"
