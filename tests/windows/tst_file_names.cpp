// SPDX-License-Identifier: MIT
// Files and folders that prun.exe opens itself, with names that no code page of Windows has as a
// whole, and with paths that are longer than 260 characters.
#include "outside.h"

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

namespace {

class TestFileNames : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void commandFile_data() { addPlaces(); }
    void commandFile();
    void missingFileIsNamed_data() { addPlaces(); }
    void missingFileIsNamed();
    void environmentFile_data() { addPlaces(); }
    void environmentFile();
    void logFiles_data() { addPlaces(); }
    void logFiles();
    void report_data() { addPlaces(); }
    void report();
    void workingFolder_data() { addPlaces(); }
    void workingFolder();
    void pluginPath_data() { addPlaces(); }
    void pluginPath();
    void namesOfCommandsInLogFiles();

private:
    static void addPlaces();
    QByteArray path(const QString &name) const { return m_folder.filePath(name).toUtf8(); }
    bool write(const QString &name, const QByteArray &bytes) const;
    QByteArray content(const QString &name) const;

    std::unique_ptr<QTemporaryDir> m_temporary;
    QDir m_folder; // where this row puts its files
};

const QString kName = QStringLiteral("gr\u00f6\u00dfe\u65e5\u672c\U0001f642");

void TestFileNames::addPlaces()
{
    QTest::addColumn<bool>("deep");
    QTest::newRow("short path") << false;
    QTest::newRow("long path") << true;
}

void TestFileNames::init()
{
    m_temporary = std::make_unique<QTemporaryDir>();
    QVERIFY(m_temporary->isValid());
    QString folder = m_temporary->filePath(kName);
    const bool deep = QTest::currentDataTag() == QByteArray("long path");
    while (deep && folder.size() < 300)
        folder += u'/' + kName + QStringLiteral(" in a rather deep folder");
    QVERIFY(QDir().mkpath(folder));
    m_folder.setPath(folder);
}

bool TestFileNames::write(const QString &name, const QByteArray &bytes) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray TestFileNames::content(const QString &name) const
{
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("there is no such file");
}

void TestFileNames::commandFile()
{
    QVERIFY(write(kName + QStringLiteral(".txt"), childCommand("print-arguments \u00e4") + "\r\n"));
    OutsidePrun prun({ "-q", "--file", path(kName + QStringLiteral(".txt")) });
    QCOMPARE(prun.waitForEnd(), 0);
    QVERIFY2(prun.out().startsWith("[0] <c3a4>"), prun.out() + prun.err());
}

void TestFileNames::missingFileIsNamed()
{
    OutsidePrun prun({ "--file", path(kName) });
    QCOMPARE(prun.waitForEnd(), 2);
    QVERIFY2(prun.err().contains("No such file or directory"), prun.err());
    QVERIFY2(prun.err().contains(kName.left(5).toUtf8()), prun.err());
}

void TestFileNames::environmentFile()
{
    QVERIFY(write(kName, "NAME=" + kName.toUtf8() + '\n'));
    OutsidePrun prun({ "-q", "--env-file", path(kName), childCommand("environment NAME") });
    QCOMPARE(prun.waitForEnd(), 0);
    QVERIFY2(prun.out().startsWith("[0] " + kName.toUtf8()), prun.out() + prun.err());
}

void TestFileNames::logFiles()
{
    OutsidePrun prun({ "-q", "-n", kName.toUtf8().left(10), "--log-dir", path(kName),
                       childCommand("print-arguments x") });
    QCOMPARE(prun.waitForEnd(), 0);
    const QStringList names = QDir(m_folder.filePath(kName)).entryList(QDir::Files);
    QCOMPARE(names.size(), 1);
    QVERIFY2(names[0].startsWith(QStringLiteral("0-") + kName.left(5)), qPrintable(names[0]));
    QVERIFY(content(kName + u'/' + names[0]).startsWith("<78>"));
}

void TestFileNames::report()
{
    const QString name = kName + QStringLiteral(".jsonl");
    for (int i = 0; i < 2; ++i) { // the second one replaces the first
        OutsidePrun prun({ "-q", "--report", "jsonl=" + path(name), childCommand("exit 0") });
        QCOMPARE(prun.waitForEnd(), 0);
        QCOMPARE(content(name).count("run-finished"), 1);
    }
    QCOMPARE(m_folder.entryList(QDir::Files), QStringList{ name });
}

void TestFileNames::workingFolder()
{
    OutsidePrun prun({ "-q", "--cwd", m_folder.path().toUtf8(), childCommand("write-file here") });
    QCOMPARE(prun.waitForEnd(), 0);
    QCOMPARE(content(QStringLiteral("here")), "written");
}

void TestFileNames::pluginPath()
{
    const QString formatters = m_folder.filePath(QStringLiteral("formatters"));
    QVERIFY(QDir().mkpath(formatters));
    OutsidePrun prun({ "plugins", "--plugin-path", m_folder.path().toUtf8() });
    QCOMPARE(prun.waitForEnd(), 0);
    OutsidePrun missing({ "-q", "--plugin-path", path(kName), childCommand("exit 0") });
    QCOMPARE(missing.waitForEnd(), 2);
    QVERIFY2(missing.err().contains(kName.left(5).toUtf8()), missing.err());
    QVERIFY2(missing.err().contains("is no folder"), missing.err());
}

void TestFileNames::namesOfCommandsInLogFiles()
{
    // Devices, what no name of a file may have, and what Windows takes away from its end.
    OutsidePrun prun({ "-q", "-n", "CON,a:b|c?*,x. ", "--log-dir", m_folder.path().toUtf8(),
                       childCommand("print-arguments a"), childCommand("print-arguments b"),
                       childCommand("print-arguments c") });
    QCOMPARE(prun.waitForEnd(), 0);
    QCOMPARE(m_folder.entryList(QDir::Files, QDir::Name),
             (QStringList{ QStringLiteral("0-CON.log"), QStringLiteral("1-a-b-c.log"),
                           QStringLiteral("2-x.log") }));
    QVERIFY(content(QStringLiteral("1-a-b-c.log")).startsWith("<62>"));
}

} // namespace

QTEST_GUILESS_MAIN(TestFileNames)
#include "tst_file_names.moc"
