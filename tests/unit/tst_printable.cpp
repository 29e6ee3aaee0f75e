// SPDX-License-Identifier: MIT
#include <core/config/printable.h>

#include <QtTest/qtest.h>

using namespace Qt::StringLiterals;

class TestPrintable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapes_data();
    void escapes();
    void quotes_data();
    void quotes();
};

void TestPrintable::escapes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("nothing") << QByteArray() << u""_s;
    QTest::newRow("plain") << QByteArray("npm run x") << u"npm run x"_s;
    QTest::newRow("letters of the world") << QByteArray("é € 🙂 漢") << u"é € 🙂 漢"_s;
    QTest::newRow("white space") << QByteArray("a\tb\nc\rd") << u"a\\tb\\nc\\rd"_s;
    QTest::newRow("escape sequence") << QByteArray("\x1b[2J") << u"\\x1b[2J"_s;
    QTest::newRow("nul") << QByteArray("a\0b", 3) << u"a\\x00b"_s;
    QTest::newRow("delete") << QByteArray("\x7f") << u"\\x7f"_s;
    QTest::newRow("C1") << QByteArray("\xc2\x9b") << u"\\x9b"_s;
    QTest::newRow("direction change") << QByteArray("\xe2\x80\xae") << u"\\u202e"_s;
    QTest::newRow("line separator") << QByteArray("\xe2\x80\xa8") << u"\\u2028"_s;
    QTest::newRow("zero width") << QByteArray("\xe2\x80\x8b") << u"\\u200b"_s;
    QTest::newRow("lone byte") << QByteArray("a\xff") << u"a\\xff"_s;
    QTest::newRow("continuation alone") << QByteArray("\x80") << u"\\x80"_s;
    QTest::newRow("cut at the end") << QByteArray("\xe2\x82") << u"\\xe2\\x82"_s;
    QTest::newRow("overlong") << QByteArray("\xc0\xaf") << u"\\xc0\\xaf"_s;
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << u"\\xed\\xa0\\x80"_s;
    QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80") << u"\\xf4\\x90\\x80\\x80"_s;
}

void TestPrintable::escapes()
{
    QFETCH(const QByteArray, text);
    QTEST(prun::printable(text), "shown");
}

void TestPrintable::quotes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("short") << QByteArray("a b") << u"\"a b\""_s;
    QTest::newRow("at the limit") << QByteArray(80, 'x') << u'"' + QString(80, u'x') + u'"';
    QTest::newRow("long") << QByteArray(50, 'a') + QByteArray(50, 'b')
                          << u'"' + QString(40, u'a') + u'…' + QString(40, u'b') + u'"';
    QTest::newRow("huge") << QByteArray(500'000, 'a') + QByteArray(500'000, 'b')
                          << u'"' + QString(40, u'a') + u'…' + QString(40, u'b') + u'"';
}

void TestPrintable::quotes()
{
    QFETCH(const QByteArray, text);
    QTEST(prun::quoted(text), "shown");
}

QTEST_APPLESS_MAIN(TestPrintable)
#include "tst_printable.moc"
