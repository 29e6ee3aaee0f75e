// SPDX-License-Identifier: MIT
#include <app/man_page.h>
#include <app/option_table.h>

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtTest/qtest.h>

class TestManPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasEveryOption();
    void isCurrent();
};

void TestManPage::hasEveryOption()
{
    const QByteArray page = prun::renderManPage();
    for (const prun::OptionInfo &option : prun::optionTable()) {
        QByteArray name(option.name.data(), static_cast<qsizetype>(option.name.size()));
        name.replace("-", "\\-");
        QVERIFY2(page.contains("\\fB\\-\\-" + name + "\\fR"), name.constData());
    }
}

// With PRUN_UPDATE_MAN=1 the file is written anew; the test fails all the same, so that this cannot
// pass unnoticed.
void TestManPage::isCurrent()
{
    const QString path = QStringLiteral(PRUN_SOURCE_DIRECTORY "/packaging/man/prun.1");
    QFile file(QDir::cleanPath(path));
    const QByteArray page = prun::renderManPage();
    if (qEnvironmentVariableIsSet("PRUN_UPDATE_MAN")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(page), page.size());
        QFAIL("prun.1 was written; run the test again");
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    QVERIFY2(file.readAll() == page,
             "packaging/man/prun.1 is not current: run this test with PRUN_UPDATE_MAN=1");
}

QTEST_APPLESS_MAIN(TestManPage)
#include "tst_man_page.moc"
