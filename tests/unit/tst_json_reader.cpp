// SPDX-License-Identifier: MIT
#include <core/config/json_reader.h>

#include <QtCore/qelapsedtimer.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qrandom.h>
#include <QtTest/qtest.h>

using namespace prun;
using namespace Qt::StringLiterals;

class TestJsonReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void errors_data();
    void errors();
    void options_data();
    void options();
    void places();
    void agreesWithQt();
    void everyBeginningIsAnError();
    void everyChangedByteIsHarmless();
    void large_data();
    void large();
};

// A value as one text, so that rows can compare it: strings in <>, lists in (), objects in {}.
static QByteArray shown(const JsonValue &value)
{
    QByteArray text;
    switch (value.kind()) {
    case JsonValue::Kind::String:
        return '<' + value.text() + '>';
    case JsonValue::Kind::Array:
        for (const JsonValue &item : value.items())
            text += shown(item) + ' ';
        return '(' + text.trimmed() + ')';
    case JsonValue::Kind::Object:
        for (const JsonMember &member : value.members())
            text += member.key.text() + '=' + shown(member.value) + ' ';
        return '{' + text.trimmed() + '}';
    default:
        return value.text();
    }
}

static QByteArray read(const QByteArray &text, JsonOptions options = {})
{
    const auto document = JsonDocument::parse(text, u"f"_s, options);
    return document ? shown(document->root()) : document.error().toString().toUtf8();
}

void TestJsonReader::values_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &result) {
        QTest::newRow(name) << text << result;
    };
    row("null", "null", "null");
    row("booleans", "[true,false]", "(true false)");
    row("numbers", "[0,-0,1,-1,12.50,1e3,1E+3,-1.5e-10]", "(0 -0 1 -1 12.50 1e3 1E+3 -1.5e-10)");
    row("string", "\"a\"", "<a>");
    row("empty things", "[\"\",[],{}]", "(<> () {})");
    row("nested", "[[1,[2]],{\"a\":{\"b\":[3]}}]", "((1 (2)) {a={b=(3)}})");
    row("order", "{\"z\":1,\"a\":2,\"m\":3}", "{z=1 a=2 m=3}");
    row("white space", " \t\r\n[ 1 ,\n2 ]\r\n ", "(1 2)");
    row("byte order mark", "\xef\xbb\xbf[1]", "(1)");
    row("escapes", R"("\"\\\/\b\f\n\r\t")", "<\"\\/\b\f\n\r\t>");
    row("characters by number", R"("\u0041\u00e9\u20AC\ud83d\ude00")", "<Aé€😀>");
    row("NUL", R"("a\u0000b")", QByteArray("<a\0b>", 5));
    row("other characters", "{\"é\":\"日本\"}", "{é=<日本>}");
    row("line comment", "// x\n[1, // y\n2]// z", "(1 2)");
    row("block comment", "/* x */[1,/**/2/* y\n*/]/***/", "(1 2)");
    row("comments in strings", "[\"// a\",\"/* b */\"]", "(<// a> </* b */>)");
    row("slash of a URL", "{\"u\":\"http://x\"}", "{u=<http://x>}");
    row("long", '"' + QByteArray(100'000, 'x') + '"', '<' + QByteArray(100'000, 'x') + '>');
    row("deepest", QByteArray(200, '[') + '1' + QByteArray(200, ']'),
        QByteArray(200, '(') + '1' + QByteArray(200, ')'));
}

void TestJsonReader::values()
{
    QFETCH(const QByteArray, text);
    QTEST(read(text), "result");
}

void TestJsonReader::errors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &result) {
        QTest::newRow(name) << text << "f:" + result;
    };
    row("nothing", "", "1:1: the file is empty");
    row("only space", " \n ", "2:2: there is no value in the file");
    row("only a mark", "\xef\xbb\xbf", "1:1: there is no value in the file");
    row("only a comment", "// x", "1:5: there is no value in the file");
    row("two values", "1\n2",
        "2:1: something follows the end of the value (a file has one value: is a bracket closed "
        "too early?)");
    row("bracket too many", "{}}",
        "1:3: something follows the end of the value (a file has one value: is a bracket closed "
        "too early?)");
    row("list does not end", "[1,\n", "2:1: the file ends where an entry of a list should be");
    row("list does not go on", "[1",
        "1:3: the file ends where a comma or \"]\" behind an entry of "
        "a list should be");
    row("open list", "[", "1:2: the file ends where a value should be");
    row("open object", "{", "1:2: the file ends where a key in double quotes should be");
    row("no value", "{\"a\":}", "1:6: \"}\" stands where a value should be");
    row("no colon", "{\"a\" 1}", "1:6: \"1\" stands where a colon behind the key should be");
    row("no comma", "{\"a\":1\n \"b\":2}",
        "2:2: \"\"\" stands where a comma or \"}\" behind a member of an object should be");
    row("wrong bracket", "[1}",
        "1:3: \"}\" stands where a comma or \"]\" behind an entry of a list should be");
    row("trailing comma, list", "[1,\n2,\n]",
        "2:2: there is a comma behind the last entry (JSON does not have it: take it away)");
    row("trailing comma, object", "{\"a\":1 ,}",
        "1:8: there is a comma behind the last entry (JSON does not have it: take it away)");
    row("two commas", "[1,,2]", "1:4: there are two commas, and nothing between them");
    row("only a comma", "[,]", "1:2: \",\" stands where a value should be");
    row("single quotes", "['a']", "1:2: a string has double quotes in JSON");
    row("key in single quotes", "{'a':1}", "1:2: a key has double quotes in JSON");
    row("bare key", "{a:1}", "1:2: a key stands in double quotes in JSON");
    row("bare word", "[yes]", "1:2: \"yes\" is not a value (text stands in double quotes)");
    row("nearly true", "[ture]", "1:2: \"ture\" is not a value (did you mean \"true\"?)");
    row("another case", "[True]", "1:2: \"True\" is not a value (did you mean \"true\"?)");
    row("number with a zero", "[01]", "1:2: a number does not begin with 0");
    row("number without digits", "[-]", "1:2: this is not a number of JSON");
    row("number with a point", "[1.]", "1:2: this is not a number of JSON");
    row("number with an e", "[1e]", "1:2: this is not a number of JSON");
    row("number and letters", "[1x]", "1:2: this is not a number of JSON");
    row("version", "[1.2.3]", "1:2: this is not a number of JSON");
    row("plus", "[+1]", "1:2: \"+\" stands where a value should be");
    row("string without end", "[\"a", "1:2: the string does not end");
    row("line end in a string", "[\"a\n\"]",
        "1:2: the string does not end on its line (a quote is missing, or a line end that is "
        "written \\n)");
    row("tab in a string", "[\"a\tb\"]",
        "1:4: there is the control character \"\\t\" in a string (write it as \\t or \\u00XX)");
    row("bare NUL", QByteArray("[\"a\0\"]", 6),
        "1:4: there is the control character \"\\x00\" in a string (write it as \\t or \\u00XX)");
    row("NUL outside", QByteArray("[\0]", 3), "1:2: \"\\x00\" stands where a value should be");
    row("bad escape", R"(["C:\dir"])",
        "1:5: \"\\d\" is no escape of JSON (a backslash is written "
        "\\\\)");
    row("backslash at the end", "\"\\",
        "1:2: \"\\\" is no escape of JSON (a backslash is written "
        "\\\\)");
    row("bad number of a character", R"("\u12g4")", "1:2: \\u needs four hexadecimal digits");
    row("short number of a character", R"("\u1)", "1:2: \\u needs four hexadecimal digits");
    const QByteArray half = ": this is half of a character (\\ud83d\\ude00 is a whole one)";
    row("half a character", R"("\ud83d")", "1:2" + half);
    row("wrong half", R"("\ude00")", "1:2" + half);
    row("two first halves", R"("\ud83d\ud83d")", "1:2" + half);
    row("comment without end", "[1] /* x", "1:5: the comment does not end (its end is written */)");
    row("half a comment", "[1 / 2]",
        "1:4: \"/\" stands where a value, a comma or a bracket should be");
    row("hash", "# x\n1", "1:1: \"#\" stands where a value should be");
    row("invalid UTF-8", "[\"\xff\"]", "1:3: this is not UTF-8");
    row("latin-1", "\n{\"na\xefve\":1}", "2:5: this is not UTF-8");
    row("overlong", "[\"\xc0\x80\"]", "1:3: this is not UTF-8");
    row("surrogate as bytes", "[\"\xed\xa0\x80\"]", "1:3: this is not UTF-8");
    row("beyond Unicode", "[\"\xf4\x90\x80\x80\"]", "1:3: this is not UTF-8");
    row("cut character", "[\"\xe2\x82", "1:3: this is not UTF-8");
    row("UTF-16", QByteArray("\xff\xfe[\0]\0", 6), "1:1: this is not UTF-8");
    row("columns are characters", "[\"é日😀\", x]",
        "1:9: \"x\" is not a value (text stands in double quotes)");
    row("column behind a mark", "\xef\xbb\xbfx",
        "1:1: \"x\" is not a value (text stands in double quotes)");
    row("too deep", QByteArray(202, '['), "1:202: this is nested deeper than 200 levels");
    row("twice", "{\"a\":1,\n \"b\":2, \"a\":3}",
        "2:9: the key \"a\" is there twice (the first is at f:1:2)");
    row("twice, written differently", R"({"a":1,"\u0061":2})",
        "1:8: the key \"a\" is there twice (the first is at f:1:2)");
    row("three times", "{\"a\":1,\"a\":2,\"a\":3}",
        "1:8: the key \"a\" is there twice (the first is at f:1:2)");
    row("two pairs: the first to come", "{\"z\":1,\"z\":2,\"a\":1,\"a\":2}",
        "1:8: the key \"z\" is there twice (the first is at f:1:2)");
    row("twice, deeper", "[{\"x\":{\"a\":1,\"a\":2}}]",
        "1:14: the key \"a\" is there twice (the first is at f:1:8)");
}

void TestJsonReader::errors()
{
    QFETCH(const QByteArray, text);
    QTEST(read(text), "result");
}

void TestJsonReader::options_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("comments");
    QTest::addColumn<bool>("trailingCommas");
    QTest::addColumn<bool>("duplicates");
    QTest::addColumn<QByteArray>("result");
    QTest::newRow("no comments") << QByteArray("[1] // x") << false << false << false
                                 << QByteArray("f:1:5: there is a comment, which this file may not "
                                               "have");
    QTest::newRow("commas") << QByteArray("[1,{\"a\":2,},]") << false << true << false
                            << QByteArray("(1 {a=2})");
    QTest::newRow("not two commas")
        << QByteArray("[1,,]") << false << true << false
        << QByteArray("f:1:4: there are two commas, and nothing between them");
    QTest::newRow("duplicates") << QByteArray("{\"a\":1,\"a\":2}") << true << false << true
                                << QByteArray("{a=1 a=2}");
}

void TestJsonReader::options()
{
    QFETCH(const QByteArray, text);
    QFETCH(const bool, comments);
    QFETCH(const bool, trailingCommas);
    QFETCH(const bool, duplicates);
    QTEST(read(text, { comments, trailingCommas, duplicates }), "result");
}

void TestJsonReader::places()
{
    const auto document =
        JsonDocument::parse("{\n  \"a\": [1,\n \"é\", {}],\r\n\t\"b\": null\n}", u"f"_s, {});
    QVERIFY(bool(document));
    const JsonValue root = document->root();
    QCOMPARE(root.where(), u"f:1:1"_s);
    const std::vector<JsonMember> members = root.members();
    QCOMPARE(members.size(), 2u);
    QCOMPARE(members[0].key.where(), u"f:2:3"_s);
    QCOMPARE(members[0].value.where(), u"f:2:8"_s);
    QCOMPARE(members[0].value.items()[1].where(), u"f:3:2"_s);
    QCOMPARE(members[0].value.items()[2].where(), u"f:3:7"_s);
    QCOMPARE(root.find("b")->where(), u"f:4:7"_s);
    QVERIFY(!root.find("c"));
    QVERIFY(!root.find("b")->find("x"));
    QCOMPARE(root.find("b")->error(u"bad"_s).toString(), u"f:4:7: bad"_s);
}

// A random value as text, with whatever JSON has.
static QByteArray randomJson(QRandomGenerator &random, int depth)
{
    static const QByteArrayList leaves{ "null",        "true",   "false",   "0",
                                        "-12.5e3",     "\"\"",   "\"a b\"", R"("\u00e9")",
                                        R"("\n\\\"")", "\"日\"", "1e-7" };
    const int kind = depth > 4 ? 0 : int(random.bounded(4));
    if (kind < 2)
        return leaves[qsizetype(random.bounded(quint32(leaves.size())))];
    QByteArrayList parts;
    const int count = int(random.bounded(5));
    for (int i = 0; i < count; ++i) {
        QByteArray part = randomJson(random, depth + 1);
        if (kind == 3)
            part.prepend("\"k" + QByteArray::number(i) + "\" : ");
        parts << part;
    }
    const QByteArray body = parts.join(random.bounded(2) ? ", " : ",\n");
    return kind == 2 ? '[' + body + ']' : '{' + body + '}';
}

static QByteArray asQtShows(const QJsonValue &value)
{
    if (value.isString())
        return '<' + value.toString().toUtf8() + '>';
    QByteArray text;
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array)
            text += asQtShows(item) + ' ';
        return '(' + text.trimmed() + ')';
    }
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto i = object.begin(); i != object.end(); ++i)
            text += i.key().toUtf8() + '=' + asQtShows(i.value()) + ' ';
        return '{' + text.trimmed() + '}';
    }
    if (value.isDouble())
        return QByteArray::number(value.toDouble());
    return value.isBool() ? (value.toBool() ? "true" : "false") : "null";
}

// Numbers as Qt writes them.
static QByteArray withPlainNumbers(const JsonValue &value)
{
    if (value.is(JsonValue::Kind::Number))
        return QByteArray::number(value.text().toDouble());
    QByteArray text;
    if (value.is(JsonValue::Kind::Array)) {
        for (const JsonValue &item : value.items())
            text += withPlainNumbers(item) + ' ';
        return '(' + text.trimmed() + ')';
    }
    if (value.is(JsonValue::Kind::Object)) {
        for (const JsonMember &member : value.members())
            text += member.key.text() + '=' + withPlainNumbers(member.value) + ' ';
        return '{' + text.trimmed() + '}';
    }
    return shown(value);
}

void TestJsonReader::agreesWithQt()
{
    QRandomGenerator random(1);
    for (int i = 0; i < 2000; ++i) {
        const QByteArray text = '[' + randomJson(random, 0) + ']';
        const auto ours = JsonDocument::parse(text, u"f"_s);
        QVERIFY2(bool(ours), text);
        const QJsonDocument theirs = QJsonDocument::fromJson(text);
        QVERIFY(theirs.isArray());
        QCOMPARE(withPlainNumbers(ours->root()), asQtShows(theirs.array()));
    }
}

void TestJsonReader::everyBeginningIsAnError()
{
    const QByteArray whole = R"({"a": [1, "é\n", null, {"b": true}], "c": -1.5e3})";
    QVERIFY(bool(JsonDocument::parse(whole, u"f"_s)));
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const auto part = JsonDocument::parse(whole.first(size), u"f"_s);
        QVERIFY2(!part, whole.first(size));
        QVERIFY2(part.error().toString().startsWith(u"f:1:"), whole.first(size));
    }
}

// Nothing is read that Qt refuses, whatever a byte is changed to.
void TestJsonReader::everyChangedByteIsHarmless()
{
    const QByteArray whole = R"({"a": [1, "x\ud83d\ude00", null], "b": {"c": -1.5e3}})";
    int accepted = 0;
    for (qsizetype at = 0; at < whole.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            QByteArray changed = whole;
            changed[at] = static_cast<char>(byte);
            const auto ours = JsonDocument::parse(changed, u"f"_s, { false, false, true });
            if (!ours)
                continue;
            ++accepted;
            QVERIFY2(!QJsonDocument::fromJson(changed).isNull(), changed);
        }
    }
    QVERIFY(accepted > 500);
}

void TestJsonReader::large_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("good");
    constexpr qsizetype size = 5'000'000;
    QByteArray keys = "{";
    for (qint64 i = 0; keys.size() < size; ++i)
        keys += "\"key" + QByteArray::number(i * 7919 % 1'000'003) + "\":1,\n";
    keys += "\"last\":1}";
    QTest::newRow("numbers") << '[' + QByteArray("1,").repeated(size / 2) + "1]" << true;
    QTest::newRow("lists") << '[' + QByteArray("[],").repeated(size / 3) + "1]" << true;
    QTest::newRow("keys") << keys << true;
    QTest::newRow("one string") << '"' + QByteArray("\\u00e9").repeated(size / 6) + '"' << true;
    QTest::newRow("comments") << QByteArray("/**/").repeated(size / 4) + '1' << true;
    QTest::newRow("brackets") << QByteArray(size, '[') << false;
    QTest::newRow("quotes") << QByteArray(size, '"') << false;
    QTest::newRow("backslashes") << '"' + QByteArray(size, '\\') << false;
    QTest::newRow("newlines") << QByteArray(size, '\n') << false;
    QTest::newRow("NULs") << QByteArray(size, '\0') << false;
}

// Quadratic would be minutes. The limit is for a slow machine with sanitizers.
void TestJsonReader::large()
{
    QFETCH(const QByteArray, text);
    QElapsedTimer timer;
    timer.start();
    const auto document = JsonDocument::parse(text, u"f"_s);
    QTEST(bool(document), "good");
    QVERIFY2(timer.elapsed() < 30'000, QByteArray::number(timer.elapsed()));
}

QTEST_APPLESS_MAIN(TestJsonReader)
#include "tst_json_reader.moc"
