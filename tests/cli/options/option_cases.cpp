// SPDX-License-Identifier: MIT
// Runs the cases of the file that OPTION_CASES names: what a user types, and what comes of it.
#include "case_file.h"

#include <tests/support/leak_check.h>
#include <tests/support/prun_process.h>

#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>
#include <QtCore/qprocess.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <signal.h>

#include <memory>

namespace {

/// A case may start prun ten times, on a machine that does ten other things.
constexpr std::chrono::minutes kPatience{ 3 };

class OptionCases : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void run_data();
    void run();

private:
    CaseFile m_file;
};

void OptionCases::initTestCase()
{
    signal(SIGPIPE, SIG_IGN); // a program may end without reading its input
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
    for (int i = 0; i < int(m_file.cases.size()); ++i)
        QTest::newRow(m_file.cases[std::size_t(i)].name.constData()) << i;
}

void OptionCases::run()
{
    QFETCH(const int, index);
    const OptionCase &expected = m_file.cases[std::size_t(index)];
    const QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.path());
    const QByteArray programs = QFileInfo(QFile::decodeName(prunProgram())).path().toUtf8() + ':'
        + QFileInfo(QFile::decodeName(testChild())).path().toUtf8();
    const LeakCheck check;
    PrunProcess shell({ "-c", expected.script },
                      { .program = "/bin/sh",
                        .environment = { "PATH=" + programs + ':' + qgetenv("PATH"), "HOME=" + path,
                                         "TERM=dumb", check.mark() },
                        .folder = path });
    if (!expected.input.isEmpty())
        shell.type(expected.input);
    shell.closeInput();
    const auto end = shell.waitForEnd(kPatience);
    const QByteArray seen = "line " + QByteArray::number(expected.line) + "\n--- standard output:\n"
        + shell.out() + "--- standard error:\n" + shell.err();
    const std::unique_ptr<char[]> ending(toString(end));
    QVERIFY2(end == exited(expected.code), (ending.get() + ("; " + seen)).constData());
    const QByteArray complaint = complaintAbout(expected, shell.out(), shell.err());
    QVERIFY2(complaint.isEmpty(), (complaint + "\n--- " + seen).constData());
    if (!expected.leavesProcesses)
        NOTHING_LEFT(check);
}

} // namespace

QTEST_GUILESS_MAIN(OptionCases)
#include "option_cases.moc"
