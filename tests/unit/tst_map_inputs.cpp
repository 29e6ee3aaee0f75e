// SPDX-License-Identifier: MIT
#include <core/sources/map_batches.h>
#include <core/sources/value_splitter.h>
#include <core/sources/xargs_words.h>

#include <QtTest/qtest.h>

using namespace prun;

namespace {

/// Bytes that come in pieces, with or without a wait before each.
class Pieces final : public ByteSource
{
public:
    Pieces(const QByteArray &text, qsizetype size, bool waits) : m_waits(waits)
    {
        for (qsizetype at = 0; at < text.size(); at += size)
            m_pieces << text.sliced(at, std::min(size, text.size() - at));
    }
    Result<Pull> next(QByteArray &bytes) override
    {
        m_waited = m_waits && !m_waited;
        if (m_waited)
            return Pull::NotYet;
        if (m_pieces.isEmpty())
            return Pull::End;
        bytes = m_pieces.takeFirst();
        return Pull::Got;
    }

private:
    QByteArrayList m_pieces;
    bool m_waits;
    bool m_waited = false;
};

std::unique_ptr<ByteSource> whole(const QByteArray &text)
{
    return std::make_unique<Pieces>(text, qMax(1, text.size()), false);
}

std::unique_ptr<ByteSource> byteByByte(const QByteArray &text)
{
    return std::make_unique<Pieces>(text, 1, true);
}

QByteArrayList valuesOf(ValueSource &source)
{
    QByteArrayList values;
    for (;;) {
        QByteArray value;
        const Result<Pull> got = source.next(value);
        if (!got)
            return values << "error: " + got.error().toString().toUtf8();
        if (*got == Pull::End)
            return values;
        if (*got == Pull::Got)
            values << value;
    }
}

class TestMapInputs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splits_data();
    void splits();
    void carriageReturns();
    void aValueWithoutEndIsTold();
    void separators_data();
    void separators();
    void combines_data();
    void combines();
    void firstSourceIsReadAsFarAsAsked();
    void patternIsChecked();
    void batches_data();
    void batches();
    void xargsWords_data();
    void xargsWords();
    void xargsLines_data();
    void xargsLines();
    void openQuotesAreTold();
};

void TestMapInputs::splits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("values");
    QTest::newRow("nothing") << QByteArray() << QByteArrayList{};
    QTest::newRow("one, no end") << QByteArray("a") << QByteArrayList{ "a" };
    QTest::newRow("one") << QByteArray("a\n") << QByteArrayList{ "a" };
    QTest::newRow("two") << QByteArray("abc\nde") << QByteArrayList{ "abc", "de" };
    QTest::newRow("empty lines count") << QByteArray("a\n\nb\n") << QByteArrayList{ "a", "", "b" };
    QTest::newRow("an empty line") << QByteArray("\n") << QByteArrayList{ "" };
}

void TestMapInputs::splits()
{
    QFETCH(const QByteArray, text);
    SplitValues atOnce(whole(text), '\n');
    QTEST(valuesOf(atOnce), "values");
    SplitValues inPieces(byteByByte(text), '\n');
    QTEST(valuesOf(inPieces), "values");
}

void TestMapInputs::carriageReturns()
{
    using LineEnd = SplitValues::LineEnd;
    const QByteArray text = "a\r\n\r\n\rb\r\r\nc\r";
    SplitValues kept(whole(text), '\n');
    QCOMPARE(valuesOf(kept), (QByteArrayList{ "a\r", "\r", "\rb\r\r", "c\r" }));
    SplitValues dropped(byteByByte(text), '\n', LineEnd::MayHaveReturn);
    QCOMPARE(valuesOf(dropped), (QByteArrayList{ "a", "", "\rb\r", "c\r" }));
    SplitValues others(whole("a\r,b"), ',', LineEnd::MayHaveReturn);
    QCOMPARE(valuesOf(others), (QByteArrayList{ "a\r", "b" }));
}

void TestMapInputs::aValueWithoutEndIsTold()
{
    class Endless final : public ByteSource
    {
        Result<Pull> next(QByteArray &bytes) override
        {
            bytes.fill('x', 1 << 20);
            return Pull::Got;
        }
    };
    SplitValues values(std::make_unique<Endless>(), '\n');
    QByteArray value;
    const Result<Pull> got = values.next(value);
    QVERIFY(!got);
    QVERIFY(got.error().toString().contains(QStringLiteral("16 MiB")));
    XargsWords words(std::make_unique<Endless>(), XargsWords::Mode::Words);
    XargsWords::Word word;
    QVERIFY(!words.next(word));
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

/// Sources as text: values with blanks between them, sources with `|`, a linked one with `+`; `_`
/// is an empty value.
std::vector<MapSource> sourcesOf(const QByteArray &text, bool inPieces)
{
    std::vector<MapSource> sources;
    if (text.isEmpty())
        return sources;
    for (QByteArray source : text.split('|')) {
        const bool linked = source.startsWith('+');
        source = source.sliced(linked ? 1 : 0).replace('_', "").replace(' ', '\n');
        if (!source.isEmpty())
            source += '\n';
        sources.push_back(
            { std::make_unique<SplitValues>(inPieces ? byteByByte(source) : whole(source), '\n'),
              linked });
    }
    return sources;
}

MapRecords recordsOf(std::vector<MapSource> sources, const MapInputOptions &options)
{
    Result<MapRecords> made = MapRecords::make(std::move(sources), options);
    Q_ASSERT(made);
    return std::move(*made);
}

MapInputOptions optionsOf(const QByteArray &flags)
{
    MapInputOptions options;
    options.hasHeader = flags.contains('h');
    options.wraps = flags.contains('w');
    options.skipsEmpty = flags.contains('r');
    if (flags.contains('c'))
        options.columnPattern = ",";
    return options;
}

QByteArray shown(MapRecords records)
{
    QByteArrayList rows;
    for (;;) {
        MapRecord record;
        const Result<Pull> got = records.next(record);
        if (!got)
            return "error";
        if (*got == Pull::End)
            return records.columns().join(',') + '>' + rows.join(' ');
        if (*got == Pull::Got)
            rows << record.join(',');
    }
}

void TestMapInputs::combines_data()
{
    QTest::addColumn<QByteArray>("sources");
    QTest::addColumn<QByteArray>("flags");
    QTest::addColumn<QByteArray>("records");
    const auto row = [](const char *name, const char *sources, const char *flags,
                        const char *records) {
        QTest::newRow(name) << QByteArray(sources) << QByteArray(flags) << QByteArray(records);
    };
    row("none", "", "", ">");
    row("one", "a b", "", ">a b");
    row("product", "a b|1 2", "", ">a,1 a,2 b,1 b,2");
    row("product of three", "a b|1 2|x", "", ">a,1,x a,2,x b,1,x b,2,x");
    row("one of them empty", "a b|", "", ">");
    row("the first empty", "|a b", "", ">");
    row("linked", "a b|+1 2|x y", "", ">a,1,x a,1,y b,2,x b,2,y");
    row("linked, further back", "x y|a b|+1 2", "", ">x,a,1 x,b,2 y,a,1 y,b,2");
    row("linked, longer", "a b|+1 2 3", "", ">a,1 b,2");
    row("linked, shorter", "a b|+1", "", ">a,1");
    row("linked, empty", "a b|+", "", ">");
    row("linked, wraps", "a b c|+1 2", "w", ">a,1 b,2 c,1");
    row("linked, the first wraps", "a|+1 2 3", "w", ">a,1 a,2 a,3");
    row("linked, wraps, empty", "a b c|+", "w", ">");
    row("columns", "a,b c|1,2", "c", ">a,b,1,2 c,1,2");
    row("header", "x a|y 1", "h", "x,y>a,1");
    row("header, columns", "x,y a,b", "hc", "x,y>a,b");
    row("header alone", "x", "h", "x>");
    row("header of nothing", "a|", "h", "a,>");
    row("empty values", "_ a _", "", "> a ");
    row("without empty values", "_ a _", "r", ">a");
}

void TestMapInputs::combines()
{
    QFETCH(const QByteArray, sources);
    QFETCH(const QByteArray, flags);
    QFETCH(const QByteArray, records);
    if (flags == "h" && sources == "a|") { // an empty source has no header
        QCOMPARE(shown(recordsOf(sourcesOf(sources, false), optionsOf(flags))), "a>");
        return;
    }
    for (const bool inPieces : { false, true })
        QCOMPARE(shown(recordsOf(sourcesOf(sources, inPieces), optionsOf(flags))), records);
}

void TestMapInputs::firstSourceIsReadAsFarAsAsked()
{
    class Counted final : public ValueSource
    {
    public:
        explicit Counted(int *given) : m_given(given) { }
        Result<Pull> next(QByteArray &value) override
        {
            value = QByteArray::number(++*m_given);
            return Pull::Got;
        }

    private:
        int *m_given;
    };
    int given = 0;
    std::vector<MapSource> sources;
    sources.push_back({ std::make_unique<Counted>(&given), false });
    sources.push_back({ std::make_unique<ListedValues>(QByteArrayList{ "a", "b" }), false });
    auto records = MapRecords::make(std::move(sources), {});
    MapRecord record;
    for (int i = 0; i < 4; ++i)
        QCOMPARE(*records->next(record), Pull::Got);
    QCOMPARE(record, (MapRecord{ "2", "b" }));
    QCOMPARE(given, 2);
}

void TestMapInputs::patternIsChecked()
{
    const auto make = [](const QByteArray &text, const QByteArray &pattern) {
        MapInputOptions options;
        options.columnPattern = pattern;
        return MapRecords::make(sourcesOf(text, false), options);
    };
    QVERIFY(!make("a", "("));
    QVERIFY(!make("a", ""));
    auto bytes = make("\xff,\xc3\xa9", ",");
    MapRecord record;
    QCOMPARE(*bytes->next(record), Pull::Got);
    QCOMPARE(record, (MapRecord{ "\xff", "\xc3\xa9" }));
}

void TestMapInputs::batches_data()
{
    QTest::addColumn<int>("perJob");
    QTest::addColumn<bool>("fills");
    QTest::addColumn<int>("spread");
    QTest::addColumn<int>("longest");
    QTest::addColumn<QByteArray>("jobs"); // the values of each, of 1 to 7
    const auto row = [](const char *name, int perJob, bool fills, int spread, int longest,
                        const char *jobs) {
        QTest::newRow(name) << perJob << fills << spread << longest << QByteArray(jobs);
    };
    row("one", 1, false, 1, 100, "1 2 3 4 5 6 7");
    row("three", 3, false, 1, 100, "1,2,3 4,5,6 7");
    row("more than there are", 9, false, 1, 100, "1,2,3,4,5,6,7");
    row("none of them", 0, false, 1, 100, "      ");
    row("filled", 1, true, 1, 100, "1,2,3,4,5,6,7");
    row("filled, spread", 1, true, 3, 100, "1,2,3 4,5,6 7");
    row("filled, more slots than values", 1, true, 9, 100, "1 2 3 4 5 6 7");
    row("filled, short lines", 1, true, 1, 12, "1,2,3 4,5,6 7");
    row("filled, one fits at least", 1, true, 1, 1, "1 2 3 4 5 6 7");
    row("filled, the rest is spread", 1, true, 2, 15, "1,2,3,4,5 6 7");
}

void TestMapInputs::batches()
{
    QFETCH(const int, perJob);
    QFETCH(const bool, fills);
    QFETCH(const int, spread);
    QFETCH(const int, longest);
    QFETCH(const QByteArray, jobs);
    const MapTemplate line("echo", { .repeatsWords = true });
    for (const bool inPieces : { false, true }) {
        MapBatches batches(recordsOf(sourcesOf("1 2 3 4 5 6 7", inPieces), {}),
                           { perJob, fills, spread, longest });
        QByteArrayList made;
        for (quint64 number = 1;;) {
            MapJob job;
            const Result<Pull> got = batches.next(job, line);
            QVERIFY(got);
            if (*got == Pull::End)
                break;
            if (*got == Pull::NotYet)
                continue;
            QCOMPARE(job.number, number++);
            made << job.values().join(',');
        }
        QCOMPARE(made.join(' '), jobs);
    }
}

/// With | between words, / after a line.
QByteArray shownWords(std::unique_ptr<ByteSource> bytes, XargsWords::Mode mode)
{
    XargsWords words(std::move(bytes), mode);
    QByteArray text;
    bool lineBegins = true;
    for (;;) {
        XargsWords::Word word;
        const Result<Pull> got = words.next(word);
        if (!got)
            return text + "error";
        if (*got == Pull::End)
            return text;
        if (*got == Pull::NotYet)
            continue;
        text += (lineBegins ? "" : "|") + word.bytes + (word.endsLine ? "/" : "");
        lineBegins = word.endsLine;
    }
}

void TestMapInputs::xargsWords_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("nothing") << QByteArray(" \n\n") << QByteArray("");
    QTest::newRow("words") << QByteArray("a b\n c\td") << QByteArray("a|b/c|d/");
    QTest::newRow("quotes") << QByteArray("\"a b\" 'c\"d' e\\ f\n") << QByteArray("a b|c\"d|e f/");
    QTest::newRow("inside of a word") << QByteArray("a'b c'd\n") << QByteArray("ab cd/");
    QTest::newRow("an empty word") << QByteArray("'' a\n") << QByteArray("|a/");
    QTest::newRow("a blank at the end joins lines") << QByteArray("a \nb\n") << QByteArray("a|b/");
    QTest::newRow("an empty line ends that") << QByteArray("a \n\nb\n") << QByteArray("a/b/");
    QTest::newRow("escaped line end") << QByteArray("a\\\nb\n") << QByteArray("a\nb/");
    QTest::newRow("open quote") << QByteArray("a 'b\nc'\n") << QByteArray("aerror");
    QTest::newRow("open quote at the end") << QByteArray("a\n\"b") << QByteArray("a/error");
}

void TestMapInputs::xargsWords()
{
    QFETCH(const QByteArray, text);
    QTEST(shownWords(whole(text), XargsWords::Mode::Words), "words");
    QTEST(shownWords(byteByByte(text), XargsWords::Mode::Words), "words");
}

void TestMapInputs::xargsLines_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("lines") << QByteArray("a b\nc\n") << QByteArray("a b/c/");
    QTest::newRow("blanks before") << QByteArray("  a b\n") << QByteArray("a b/");
    QTest::newRow("empty lines") << QByteArray("a\n\n \nb\n") << QByteArray("a/b/");
    QTest::newRow("quotes") << QByteArray("'a  b' c\n") << QByteArray("a  b c/");
}

void TestMapInputs::xargsLines()
{
    QFETCH(const QByteArray, text);
    QTEST(shownWords(whole(text), XargsWords::Mode::Lines), "words");
    QTEST(shownWords(byteByByte(text), XargsWords::Mode::Lines), "words");
}

void TestMapInputs::openQuotesAreTold()
{
    for (const char *text : { "'a\n", "\"a\n" }) {
        XargsWords words(whole(text), XargsWords::Mode::Words);
        XargsWords::Word word;
        const Result<Pull> got = words.next(word);
        QVERIFY(!got);
        QVERIFY(got.error().toString().contains(QStringLiteral("quote is not closed")));
    }
}

} // namespace

QTEST_APPLESS_MAIN(TestMapInputs)
#include "tst_map_inputs.moc"
