// SPDX-License-Identifier: MIT
// What a launch that failed is called: a shortage, which is tried again, or the command's own
// fault.
#include <core/exec/launch_errors.h>

#include <QtTest/qtest.h>

#include <cerrno>

using namespace prun;

class TestLaunchErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds_data();
    void kinds();
};

void TestLaunchErrors::kinds_data()
{
    using enum LaunchProblem::Step;
    using Kind = LaunchFailure::Kind;
    constexpr quint32 kInternalError = 1359; // of Windows, and of Wine by chance

    QTest::addColumn<LaunchProblem>("problem");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("start"); // what the text begins with
    QTest::addColumn<QString>("hint");

    const QString program = QStringLiteral("cannot start \"make\": ");
    const QString none;
    QTest::newRow("no memory") << LaunchProblem{ Program, ENOMEM } << Kind::Resources << program
                               << none;
    QTest::newRow("no descriptors")
        << LaunchProblem{ Resources, EMFILE } << Kind::Resources << program << none;
    QTest::newRow("an internal error of Windows")
        << LaunchProblem{ Program, EAGAIN, kInternalError } << Kind::Resources << program
        << QStringLiteral("error 1359 of Windows");
    QTest::newRow("an error that only Windows has a number for")
        << LaunchProblem{ Program, EINVAL, 4551 } << Kind::NotExecutable << program
        << QStringLiteral("error 4551 of Windows");
    QTest::newRow("a group that has to wait")
        << LaunchProblem{ Group, EAGAIN } << Kind::Resources << program << none;
    QTest::newRow("no group") << LaunchProblem{ Group, EPERM } << Kind::NotExecutable
                              << QStringLiteral("cannot prepare the start of \"make\": ") << none;
    // The folder does not come into being by waiting.
    QTest::newRow("a folder") << LaunchProblem{ Folder, ENOMEM } << Kind::NotExecutable
                              << QStringLiteral("cannot enter the working folder \"there\": ")
                              << none;
}

void TestLaunchErrors::kinds()
{
    QFETCH(const LaunchProblem, problem);
    QFETCH(const LaunchFailure::Kind, kind);
    QFETCH(const QString, start);
    QFETCH(const QString, hint);
    LaunchSpec launch;
    launch.program = "make";
    launch.arguments = { "make" };
    launch.workingDirectory = "there";
    const LaunchFailure failure = explain(problem, launch);
    QCOMPARE(failure.kind, kind);
    QVERIFY2(failure.error.toString().startsWith(start), qPrintable(failure.error.toString()));
    QCOMPARE(failure.error.hintText(), hint);
    QCOMPARE(failure.error.cause().value(), problem.error);
}

QTEST_APPLESS_MAIN(TestLaunchErrors)
#include "tst_launch_errors.moc"
