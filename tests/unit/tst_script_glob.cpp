// SPDX-License-Identifier: MIT
#include <core/sources/script_glob.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestScriptGlob : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void glob_data();
    void glob();
    void hostile_data();
    void hostile();
    void star_data();
    void star();
    void kind_data();
    void kind();
};

static const QByteArrayList names{ "a",        "b",         "ab",        "abc",
                                   "build",    "build:css", "build:js",  "build:js:min",
                                   "build:",   "test",      "test:unit", "test:unit:fast",
                                   "test:e2e", "lint",      "lint:fix",  "lint:js",
                                   ".hidden",  "a:.hid",    "a:b",       "a:b:c",
                                   "a/b",      "x",         "x1",        "x2",
                                   "!a",       "a+b",       "watch-css", "watch-js",
                                   "pre*",     "{a}",       "(a)",       "[a]",
                                   "a.b",      "A",         "é",         "a:b/c" };

// What npm-run-all2 8.0.4 makes of these patterns.
void TestScriptGlob::glob_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *pattern, const char *result) {
        QTest::newRow(pattern) << QByteArray(pattern) << QByteArray(result);
    };
    row("a", "a");
    row("*",
        "a b ab abc build test lint a/b x x1 x2 !a a+b watch-css watch-js pre* {a} (a) [a] a.b A "
        "é");
    row("**",
        "a b ab abc build build:css build:js build:js:min build: test test:unit test:unit:fast "
        "test:e2e lint lint:fix lint:js a:b a:b:c a/b x x1 x2 !a a+b watch-css watch-js pre* {a} "
        "(a) [a] a.b A é a:b/c");
    row("a:*", "a:b a:b/c");
    row("a:**", "a:b a:b:c a:b/c");
    row("**:c", "a:b:c");
    row("**:b", "b a:b");
    row("*:*", "build:css build:js test:unit test:e2e lint:fix lint:js a:b a:b/c");
    row("*:**",
        "build:css build:js build:js:min build: test:unit test:unit:fast test:e2e lint:fix lint:js "
        "a:b a:b:c a:b/c");
    row("**:*",
        "a b ab abc build build:css build:js build:js:min test test:unit test:unit:fast test:e2e "
        "lint lint:fix lint:js a:b a:b:c a/b x x1 x2 !a a+b watch-css watch-js pre* {a} (a) [a] "
        "a.b A é a:b/c");
    row("build:*", "build:css build:js");
    row("build:**", "build:css build:js build:js:min build:");
    row("build*", "build");
    row("build**", "build");
    row("b*d", "build");
    row("te?t", "test");
    row("?", "a b x A é");
    row("??", "ab x1 x2 !a");
    row("x[12]", "x1 x2");
    row("x[!1]", "x1");
    row("x[^1]", "x2");
    row("x[0-9]", "x1 x2");
    row("{a,b}", "a b");
    row("{a,b}:*", "a:b a:b/c");
    row("build:{css,js}", "build:css build:js");
    row("build:{css,js}:*", "build:js:min");
    row("build:{js,js:min}", "build:js build:js:min");
    row("x{1..2}", "x1 x2");
    row("{a}", "{a}");
    row("lint:!(fix)", "lint:js");
    row("!(lint)",
        "a b ab abc build test .hidden a/b x x1 x2 !a a+b watch-css watch-js pre* {a} (a) [a] a.b "
        "A é");
    row("!(lint|test)",
        "a b ab abc build .hidden a/b x x1 x2 !a a+b watch-css watch-js pre* {a} (a) [a] a.b A é");
    row("!(a)",
        "b ab abc build test lint .hidden a/b x x1 x2 !a a+b watch-css watch-js pre* {a} (a) [a] "
        "a.b A é");
    row("test:!(unit)", "test:e2e");
    row("test:!(u*)", "test:e2e");
    row("test:!(unit):*", "");
    row("test:@(unit|e2e)", "test:unit test:e2e");
    row("@(a|b)", "a b");
    row("?(a)b", "b ab");
    row("*(a)b", "b ab");
    row("+(a)b", "ab");
    row("a+b", "a+b");
    row("(a|b)", "a b");
    row("watch-*", "watch-css watch-js");
    row("watch-(css|js)", "watch-css watch-js");
    row("!a", "!a");
    row("pre\\*", "pre*");
    row("pre*", "pre*");
    row(".*", ".hidden");
    row("a:.*", "a:.hid");
    row("**:.*", ".hidden a:.hid");
    row("a.b", "a.b");
    row("a/b", "a/b");
    row("a/*", "a/b");
    row("a*b", "ab a/b a+b a.b");
    row("*b", "b ab a/b a+b a.b");
    row("*:b:*", "a:b:c");
    row("test:unit:**", "test:unit:fast");
    row("**:unit:**", "test:unit:fast");
    row("**:fast", "test:unit:fast");
    row("test:**:fast", "test:unit:fast");
    row("x*", "x x1 x2");
    row("[ab]", "a b");
    row("{a,b", "");
    row("(a", "");
    row("[a", "");
    row("a)", "");
    row("}", "");
    row("a|b", "");
    row("**a", "a !a");
    row("{build:**,a}", "a build:css build:js build:js:min build:");
    row("{lint,test}:**", "test:unit test:unit:fast test:e2e lint:fix lint:js");
    row("@(test:**)", "test:unit test:unit:fast test:e2e");
    row("@(test:**|a)", "a test:unit test:e2e");
    row("a**b", "ab a/b a+b a.b");
    row("a:**:c", "a:b:c");
    row("build:", "build:");
    row("build:*:", "");
    row("*:css", "build:css");
    row("{build,test}:*", "build:css build:js test:unit test:e2e");
    row("{build,lint}:{js,fix}", "build:js lint:fix lint:js");
    row("!(*:*)",
        "a b ab abc build build:js:min build: test test:unit:fast lint a:b:c a/b x x1 x2 !a a+b "
        "watch-css watch-js pre* {a} (a) [a] a.b A é");
    row("!(build*)",
        "a b ab abc test lint .hidden a/b x x1 x2 !a a+b watch-css watch-js pre* {a} (a) [a] a.b A "
        "é");
    row("*(a|b)", "a b ab");
    row("+(a|b)", "a b ab");
    row("build:!(css)", "build:js build:");
    row("build:!(js*)", "build:css build:");
    row("watch-!(css)", "watch-js");
    row("é", "é");
    row("?:b", "a:b");
    row("a:?", "a:b");
    row("{b,l}*", "b build lint");
    row("*{t,x}", "test lint x");
}

void TestScriptGlob::glob()
{
    QFETCH(const QByteArray, pattern);
    const ScriptGlob glob(pattern);
    QByteArrayList matched;
    for (const QByteArray &name : names) {
        if (glob.matches(name))
            matched << name;
    }
    QTEST(matched.join(' '), "result");
}

void TestScriptGlob::hostile_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::newRow("stars") << QByteArray("*a").repeated(200);
    QTest::newRow("nested") << QByteArray("*(").repeated(50) + 'a' + QByteArray(")").repeated(50);
    QTest::newRow("braces") << QByteArray("{a,b}").repeated(500);
    QTest::newRow("open") << QByteArray("!(").repeated(500);
    QTest::newRow("brackets") << QByteArray("[").repeated(5000);
    QTest::newRow("invalid UTF-8") << QByteArray("\xff*\xfe");
    QTest::newRow("expression") << QByteArray("(?<=a)(?{x})\\Q.*");
    QTest::newRow("large range") << QByteArray("{1..9999}{1..9999}");
}

// It ends soon, and matches what is written in the same way.
void TestScriptGlob::hostile()
{
    QFETCH(const QByteArray, pattern);
    const ScriptGlob glob(pattern);
    QVERIFY(glob.matches(pattern));
    QVERIFY(!glob.matches(QByteArray(3000, 'a') + ":\n"));
}

void TestScriptGlob::star_data()
{
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("matched");
    const auto row = [](const char *pattern, const char *name, const char *matched) {
        QTest::addRow("%s %s", pattern, name)
            << QByteArray(pattern) << QByteArray(name) << QByteArray(matched);
    };
    row("watch-*", "watch-css", "css");
    row("watch-*", "watch-", "");
    row("watch-*", "build", nullptr);
    row("*:watch", "css:watch", "css");
    row("a*b", "a:x:b", ":x:");
    row("a*a", "a", nullptr);
    row("lint:*(!fix)", "lint:js", "js");
    row("lint:*(!fix)", "lint:js:fix", nullptr);
    row("lint:*(!^lint:f)", "lint:fix", nullptr);
    row("lint:*(!a|b)", "lint:c", "c");
    row("lint:*(!(", "lint:(!(", "");
    row("*", "a b", "a b");
}

void TestScriptGlob::star()
{
    QFETCH(const QByteArray, pattern);
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArray, matched);
    const QByteArray found = StarPattern(pattern).matched(name);
    QCOMPARE(found, matched);
    QCOMPARE(found.isNull(), matched.isNull());
}

void TestScriptGlob::kind_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("result");
    const auto row = [](const char *text, PatternKind result) {
        QTest::newRow(text) << QByteArray(text) << int(result);
    };
    row("build", PatternKind::Name);
    row("build:css", PatternKind::Name);
    row("a!b", PatternKind::Name);
    row("a(b)", PatternKind::Name);
    row("watch-*", PatternKind::Star);
    row("lint:*(!fix)", PatternKind::Star);
    row("*(!a|b)", PatternKind::Star);
    row("build:**", PatternKind::Glob);
    row("*:*", PatternKind::Glob);
    row("{a,b}", PatternKind::Glob);
    row("lint:!(fix)", PatternKind::Glob);
    row("a?", PatternKind::Glob);
    row("x[12]", PatternKind::Glob);
}

void TestScriptGlob::kind()
{
    QFETCH(const QByteArray, text);
    QTEST(int(patternKindOf(text)), "result");
}

QTEST_APPLESS_MAIN(TestScriptGlob)
#include "tst_script_glob.moc"
