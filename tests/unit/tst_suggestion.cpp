// SPDX-License-Identifier: MIT
#include <core/config/suggestion.h>

#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

class TestSuggestion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nearest_data();
    void nearest();
    void hint();
};

void TestSuggestion::nearest_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QStringList>("candidates");
    QTest::addColumn<QString>("meant");
    const QStringList options{ u"--names"_s, u"--prefix"_s,  u"--prefix-colors"_s,
                               u"--group"_s, u"--timeout"_s, u"--kill-timeout"_s };
    QTest::newRow("same") << u"--names"_s << options << u"--names"_s;
    QTest::newRow("letter missing") << u"--name"_s << options << u"--names"_s;
    QTest::newRow("letter too many") << u"--timeoutt"_s << options << u"--timeout"_s;
    QTest::newRow("letter wrong") << u"--nanes"_s << options << u"--names"_s;
    QTest::newRow("letters swapped") << u"--tiemout"_s << options << u"--timeout"_s;
    QTest::newRow("other case") << u"--Prefix"_s << options << u"--prefix"_s;
    QTest::newRow("beginning of one") << u"--kill"_s << options << u"--kill-timeout"_s;
    QTest::newRow("beginning of two") << u"--pre"_s << options << QString();
    QTest::newRow("far from all") << u"--zzzzzzzz"_s << options << QString();
    QTest::newRow("two mistakes in six")
        << u"gruops"_s << QStringList{ u"groups"_s } << u"groups"_s;
    QTest::newRow("first of two equal")
        << u"cat"_s << QStringList{ u"bat"_s, u"rat"_s } << u"bat"_s;
    QTest::newRow("nearer one later") << u"rats"_s << QStringList{ u"bat"_s, u"rat"_s } << u"rat"_s;
    QTest::newRow("every letter wrong") << u"a"_s << QStringList{ u"b"_s } << QString();
    QTest::newRow("one letter is no beginning") << u"j"_s << QStringList{ u"jsonl"_s } << QString();
    QTest::newRow("no word") << QString() << options << QString();
    QTest::newRow("no candidates") << u"x"_s << QStringList() << QString();
    QTest::newRow("huge word") << QString(1'000'000, u'x') << options << QString();
}

void TestSuggestion::nearest()
{
    QFETCH(const QString, word);
    QFETCH(const QStringList, candidates);
    QTEST(prun::nearest(word, candidates), "meant");
}

void TestSuggestion::hint()
{
    QCOMPARE(prun::didYouMean(u"jsnol"_s, { u"jsonl"_s }), u"did you mean \"jsonl\"?"_s);
    QVERIFY(prun::didYouMean(u"prefix"_s, { u"jsonl"_s }).isNull());
}

QTEST_APPLESS_MAIN(TestSuggestion)
#include "tst_suggestion.moc"
