// SPDX-License-Identifier: MIT
// Runs the cases of the file that OPTION_CASES names: what a user types, and what comes of it.
#include "case_runner.h"

#include <QtCore/qdir.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <map>

namespace {

class OptionCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void run_data();
    void run();
    void cleanupTestCase();

private:
    CaseFile m_file;
    int m_ran = 0;
};

void OptionCases::initTestCase()
{
    prepareForCases();
    // What the caller's own prun or terminal is set up with is not what the cases speak of.
    for (const char *variable : { "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE" })
        qunsetenv(variable);
    const QStringList names = QProcessEnvironment::systemEnvironment().keys();
    for (const QString &name : names) {
        if (name.startsWith(u"PRUN_"))
            qunsetenv(name.toUtf8().constData());
    }
    QFile file(qEnvironmentVariable("OPTION_CASES"));
    QVERIFY2(file.open(QIODevice::ReadOnly), "OPTION_CASES does not name a file");
    m_file = parseCases(file.readAll());
    QVERIFY2(m_file.error.isEmpty(), m_file.error.constData());
}

void OptionCases::run_data()
{
    QTest::addColumn<int>("index");
    for (int i = 0; i < int(m_file.cases.size()); ++i) {
        if (isForThisSystem(m_file.cases[std::size_t(i)]))
            QTest::newRow(m_file.cases[std::size_t(i)].name.constData()) << i;
    }
}

void OptionCases::run()
{
    QFETCH(const int, index);
    const OptionCase &expected = m_file.cases[std::size_t(index)];
    QTemporaryDir folder;
    folder.setAutoRemove(false); // it is removed below, where that can fail
    const CaseEnd end = runCase(expected, folder.path().toUtf8());
    ++m_ran;
    const QByteArray seen = "line " + QByteArray::number(expected.line) + "\n--- standard output:\n"
        + end.out + "--- standard error:\n" + end.err;
    QVERIFY2(end.code == expected.code, (end.how + "; " + seen).constData());
    const QByteArray complaint = complaintAbout(expected, end.out, end.err);
    QVERIFY2(complaint.isEmpty(), (complaint + "\n--- " + seen).constData());
    QVERIFY2(end.left.isEmpty(), end.left.constData());
    // On Windows it cannot be removed while somebody is in it.
    QVERIFY2(QTest::qWaitFor([&] { return QDir(folder.path()).removeRecursively(); }),
             "something is left that has the folder of the case for its own");
}

/// What cannot be run here is told, and why.
void OptionCases::cleanupTestCase()
{
    std::map<QByteArray, int> others;
    for (const OptionCase &one : m_file.cases) {
        if (!isForThisSystem(one))
            ++others[one.unixOnly];
    }
    qInfo("%d of %d cases ran", m_ran, int(m_file.cases.size()));
    for (const auto &[reason, count] : others)
        qInfo("%d for Unix only: %s", count, reason.constData());
}

} // namespace

QTEST_GUILESS_MAIN(OptionCases)
#include "option_cases.moc"
