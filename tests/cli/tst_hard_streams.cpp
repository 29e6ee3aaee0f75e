// SPDX-License-Identifier: MIT
// What a runner must live through, with real processes and the program from outside: readers that
// stall or go away, streams that are closed, strange bytes, too few descriptors.
#include <tests/support/leak_check.h>
#include <tests/support/proc_files.h>
#include <tests/support/prun_process.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

/// In kB. The address sanitizer keeps what was freed, and a shadow of everything.
#if defined(__SANITIZE_ADDRESS__)
constexpr qint64 kMostMemory = 1024 * 1024;
#else
constexpr qint64 kMostMemory = 64 * 1024;
#endif

/// A shell that lowers its limit of open files and becomes prun.
QByteArrayList withDescriptors(int limit, const QByteArray &arguments)
{
    return { "-c", "ulimit -n " + QByteArray::number(limit) + "; exec \"$PRUN\" " + arguments };
}

PrunProcess::Setup shell()
{
    PrunProcess::Setup setup;
    setup.program = "/bin/sh";
    setup.environment = { "PRUN=" + prunProgram() };
    return setup;
}

class TestHardStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void closedStreams_data();
    void closedStreams();
    void fullDevice();
    void readerThatGoesAway();
    void readerThatGoesAwayForTheLastLines();
    void readerThatStalls();
    void bytesAreKept();
    void veryLongLine();
    void manyWritersTearNoLine();
    void fewDescriptors();
    void tooFewDescriptors();
};

void TestHardStreams::closedStreams_data()
{
    QTest::addColumn<QList<int>>("closed");
    QTest::addColumn<int>("code");
    QTest::newRow("input") << QList<int>{ 0 } << 0;
    QTest::newRow("output") << QList<int>{ 1 } << 3;
    QTest::newRow("errors") << QList<int>{ 2 } << 3;
    QTest::newRow("all") << QList<int>{ 0, 1, 2 } << 3;
}

void TestHardStreams::closedStreams()
{
    QFETCH(const QList<int>, closed);
    QFETCH(const int, code);
    QTemporaryDir folder;
    const QByteArray log = QFile::encodeName(folder.path());
    PrunProcess::Setup setup;
    setup.closedStreams = closed;
    PrunProcess prun({ "--log-dir", log, "echo to nowhere" }, setup);
    QCOMPARE(prun.waitForEnd(), exited(code));
    QFile file(folder.filePath(QStringLiteral("0-echo-to-nowhere.log")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "to nowhere\n"); // and nothing of prun's own
}

void TestHardStreams::fullDevice()
{
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    QVERIFY(full >= 0);
    PrunProcess prun({ "echo x", "echo y" }, { .output = full });
    QCOMPARE(prun.waitForEnd(), exited(3));
    ::close(full);
    QVERIFY2(prun.err().contains("No space left on device"), prun.err().constData());
}

void TestHardStreams::readerThatGoesAway()
{
    const LeakCheck check;
    PrunProcess prun({ "yes", childCommand("wait") }, { .environment = { check.mark() } });
    QVERIFY(prun.waitForOut("[0] y\n"));
    prun.closeOutput();
    QCOMPARE(prun.waitForEnd(), killedBy(SIGPIPE));
    NOTHING_LEFT(check);
}

void TestHardStreams::readerThatGoesAwayForTheLastLines()
{
    PrunProcess prun({ "read wait; echo late", "-i" });
    prun.closeOutput();
    prun.type("go\n");
    QCOMPARE(prun.waitForEnd(), killedBy(SIGPIPE));
}

void TestHardStreams::readerThatStalls()
{
    constexpr int kBytes = 20'000'000;
    PrunProcess prun(
        { "-p", "none", "--idle-timeout=300ms", "yes | head -c " + QByteArray::number(kBytes) });
    prun.readOutput(false);
    QVERIFY(prun.waitForState('S'));
    prun.waitUntil([] { return false; }, 700ms); // longer than the command may be silent
    const qint64 size = residentSize(prun.workerPid());
    QVERIFY2(size > 0 && size < kMostMemory, QByteArray::number(size).constData());
    prun.readOutput(true);
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(prun.out().size(), kBytes);
    QCOMPARE(prun.out().count("y\n"), kBytes / 2);
}

void TestHardStreams::bytesAreKept()
{
    const QByteArray bytes("nul \0 bad \xff\xfe\xc0 end\r\n", 19);
    for (const char *mode : { "--formatter=prefix", "--formatter=group" }) {
        PrunProcess prun(
            { mode, "-p", "none", "printf 'nul \\000 bad \\377\\376\\300 end\\r\\n'" });
        QCOMPARE(prun.waitForEnd(), exited(0));
        QCOMPARE(prun.out(), bytes);
    }
}

void TestHardStreams::veryLongLine()
{
    constexpr qint64 kBytes = 1 << 30;
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    PrunProcess prun({ "-p", "none", "head -c " + QByteArray::number(kBytes) + " /dev/zero" },
                     { .output = ends[1] });
    ::close(ends[1]);
    QByteArray part(1 << 20, Qt::Uninitialized);
    qint64 total = 0;
    qint64 zeros = 0;
    qint64 memory = 0;
    for (ssize_t count = 1; count > 0;) {
        count = ::read(ends[0], part.data(), size_t(part.size()));
        zeros += std::count(part.cbegin(), part.cbegin() + std::max<ssize_t>(count, 0), '\0');
        if (total % (1 << 26) > (total + count) % (1 << 26))
            memory = std::max(memory, residentSize(prun.workerPid()));
        total += count;
    }
    ::close(ends[0]);
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(zeros, kBytes);
    QVERIFY(total <= kBytes + 1); // and a newline at the end
    QVERIFY2(memory > 0 && memory < kMostMemory, QByteArray::number(memory).constData());
}

void TestHardStreams::manyWritersTearNoLine()
{
    QByteArrayList arguments{ "--quiet-success" };
    for (int i = 0; i < 50; ++i)
        arguments << "for n in 1 2 3 4 5 6 7 8 9; do printf 'begin '; echo \"$n end\"; done";
    PrunProcess prun(arguments);
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(prun.outLines().size(), 50 * 9);
    for (const QByteArray &line : prun.outLines())
        QVERIFY2(line.contains("] begin ") && line.endsWith(" end"), line.constData());
}

void TestHardStreams::fewDescriptors()
{
    const QByteArray commands = "for i in $(seq 200); do echo 'echo did it'; done | ";
    PrunProcess prun({ "-c", "ulimit -n 64; " + commands + "\"$PRUN\" -m 200 --file -" }, shell());
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(prun.out().count("did it\n"), 200);
    QCOMPARE(prun.err().count("warning"), 1);
}

void TestHardStreams::tooFewDescriptors()
{
#if defined(__SANITIZE_ADDRESS__)
    QSKIP("the sanitizer makes a pipe of its own to look at an object");
#endif
    PrunProcess prun(withDescriptors(8, "true"), shell());
    QCOMPARE(prun.waitForEnd(), exited(2));
    QVERIFY2(prun.err().contains("at least"), prun.err().constData());
}

} // namespace

QTEST_GUILESS_MAIN(TestHardStreams)
#include "tst_hard_streams.moc"
