// SPDX-License-Identifier: MIT
// Standard streams of every kind that a caller may give prun, and commands that use theirs in odd
// ways, with real processes and the program from outside.
#include <tests/support/leak_check.h>
#include <tests/support/proc_files.h>
#include <tests/support/prun_process.h>
#include <tests/support/pty.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

/// Numbered lines, as `seq` writes them.
QByteArray numbers(int count)
{
    QByteArray text;
    for (int i = 1; i <= count; ++i)
        text += QByteArray::number(i) + '\n';
    return text;
}

class TestOddStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nonBlockingPipe();
    void socket();
    void fileThatIsAppendedTo();
    void fileThatIsDeleted();
    void fileThatMayNotGrow();
    void errorsNobodyReads();
    void hungUpTerminal();
    void closedEarlyAndNeverRead();
    void inputThatIsNotReadIsBounded();
    void floodDoesNotSilenceOthers();
    void nowhereToSpill();

private:
    QTemporaryDir m_folder;
    QByteArray inFolder(const char *name) const
    {
        return QFile::encodeName(m_folder.filePath(QLatin1String(name)));
    }
    QByteArray contentOf(const char *name) const
    {
        QFile file(QFile::decodeName(inFolder(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
};

/// Everything up to the end, a little at a time.
QByteArray readSlowly(const PrunProcess &prun, int descriptor)
{
    QByteArray all;
    char part[16384];
    for (ssize_t count = 1; count > 0;) {
        prun.waitUntil([] { return false; }, 1ms);
        count = ::read(descriptor, part, sizeof part);
        all.append(part, std::max<ssize_t>(count, 0));
    }
    ::close(descriptor);
    return all;
}

void TestOddStreams::nonBlockingPipe()
{
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    QCOMPARE(::fcntl(ends[1], F_SETFL, O_NONBLOCK), 0);
    PrunProcess prun({ "-p", "none", "seq 300000" }, { .output = ends[1] });
    ::close(ends[1]);
    QCOMPARE(readSlowly(prun, ends[0]), numbers(300'000));
    QCOMPARE(prun.waitForEnd(), exited(0));
}

void TestOddStreams::socket()
{
    int ends[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    PrunProcess prun({ "-p", "none", "seq 100000" }, { .output = ends[1] });
    ::close(ends[1]);
    QCOMPARE(readSlowly(prun, ends[0]), numbers(100'000));
    QCOMPARE(prun.waitForEnd(), exited(0));
}

void TestOddStreams::fileThatIsAppendedTo()
{
    const QByteArray path = inFolder("appended");
    const int file = ::open(path.constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    QCOMPARE(::write(file, "before\n", 7), 7);
    PrunProcess prun({ "-p", "none", "seq 1000" }, { .output = file });
    QCOMPARE(prun.waitForEnd(), exited(0));
    ::close(file);
    QCOMPARE(contentOf("appended"), "before\n" + numbers(1000));
}

void TestOddStreams::fileThatIsDeleted()
{
    const QByteArray path = inFolder("deleted");
    const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    QCOMPARE(::unlink(path.constData()), 0);
    PrunProcess prun({ "-p", "none", "seq 1000" }, { .output = file });
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(::lseek(file, 0, SEEK_END), numbers(1000).size());
    ::close(file);
}

void TestOddStreams::fileThatMayNotGrow()
{
    const LeakCheck check;
    // A block of 512 or 1024 bytes: `echo` fits, `seq` does not.
    PrunProcess prun(
        { "-c",
          "ulimit -f 1; exec \"$PRUN\" -p none 'seq 100000' 'echo others go on;"
          " echo >&2 indeed' > \"$OUT\"" },
        { .program = "/bin/sh",
          .environment = { "PRUN=" + prunProgram(), "OUT=" + inFolder("small"), check.mark() } });
    QCOMPARE(prun.waitForEnd(), exited(3));
    QVERIFY2(prun.err().contains("cannot write to standard output: File too large"),
             prun.err().constData());
    QVERIFY(prun.err().contains("indeed"));
    NOTHING_LEFT(check);
}

void TestOddStreams::errorsNobodyReads()
{
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    ::close(ends[0]);
    PrunProcess prun({ "-p", "none", "echo lost >&2; echo kept; exit 0" }, { .errors = ends[1] });
    ::close(ends[1]);
    QCOMPARE(prun.waitForEnd(), exited(3));
    QCOMPARE(prun.out(), "kept\n");
}

void TestOddStreams::hungUpTerminal()
{
    const LeakCheck check;
    Pty terminal;
    PrunProcess::Setup setup;
    setup.environment = { check.mark() };
    setup.terminal = &terminal;
    setup.terminalStreams = { 1 };
    setup.ignoredSignals = { SIGHUP }; // else it would be the reason to end
    PrunProcess prun({ "-i", "read line; seq 1000; echo >&2 done" }, setup);
    QVERIFY(prun.waitForState('S'));
    prun.closeOutput();
    terminal.hangUp();
    prun.type("go\n");
    QCOMPARE(prun.waitForEnd(), exited(3));
    QVERIFY2(prun.err().contains("done"), prun.err().constData());
    NOTHING_LEFT(check);
}

void TestOddStreams::closedEarlyAndNeverRead()
{
    const LeakCheck check;
    const QByteArray path = inFolder("input");
    QFile input(QFile::decodeName(path));
    QVERIFY(input.open(QIODevice::WriteOnly));
    input.write(QByteArray(10'000'000, 'i'));
    input.close();
    const int descriptor = ::open(path.constData(), O_RDONLY | O_CLOEXEC);
    PrunProcess prun({ "-i", "-p", "none", "exec 1>&-; yes error | head -c 10000000 >&2" },
                     { .environment = { check.mark() }, .input = descriptor });
    ::close(descriptor);
    QCOMPARE(prun.waitForEnd(), exited(0));
    QVERIFY(prun.err().count("error\n") >= 10'000'000 / 6);
    NOTHING_LEFT(check);
}

void TestOddStreams::inputThatIsNotReadIsBounded()
{
    const LeakCheck check;
    const int zeros = ::open("/dev/zero", O_RDONLY | O_CLOEXEC);
    PrunProcess prun({ "-i", "echo ready; sleep 300" },
                     { .environment = { check.mark() }, .input = zeros });
    ::close(zeros);
    QVERIFY(prun.waitForOut("ready"));
    // It either takes more and more, or rests.
    std::chrono::milliseconds before = -1ms;
    QVERIFY(prun.waitUntil([&] {
        prun.waitUntil([] { return false; }, 200ms);
        return before == std::exchange(before, processorTime(prun.workerPid()));
    }));
    const qint64 memory = residentSize(prun.workerPid());
    QVERIFY2(memory > 0 && memory < 256 * 1024, QByteArray::number(memory).constData());
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    NOTHING_LEFT(check);
}

void TestOddStreams::floodDoesNotSilenceOthers()
{
    const LeakCheck check;
    const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    // What the quiet one says goes to a file of its own as well: its time there is that of prun.
    PrunProcess prun({ "-n", "flood,quiet", "--log-dir", inFolder("logs"),
                       "--success=command-quiet", "-k", "yes > /dev/stdout",
                       "for i in 1 2 3 4 5 6 7 8 9 10; do echo line $i >&2; sleep 0.1; done" },
                     { .environment = { check.mark() }, .output = null });
    ::close(null);
    for (int i = 1; i <= 10; ++i) {
        QVERIFY(prun.waitForErr("[quiet] line " + QByteArray::number(i) + '\n'));
        // It is not held back until the flood is over, which it never is.
        QVERIFY(!prun.err().contains("[flood]"));
    }
    QCOMPARE(prun.waitForEnd(), exited(0));
    NOTHING_LEFT(check);
}

void TestOddStreams::nowhereToSpill()
{
    if (::geteuid() != 0)
        QSKIP("only root can mount a file system that is too small");
    const LeakCheck check;
    PrunProcess prun(
        { "-m", "sh", "-c",
          "mount -t tmpfs -o size=64k tmpfs \"$1\" && TMPDIR=\"$1\" exec \"$PRUN\" -g"
          " --idle-timeout 20s 'sleep 1' 'yes | head -c 100000000'",
          "sh", QFile::encodeName(m_folder.path()) },
        { .program = "unshare", .environment = { "PRUN=" + prunProgram(), check.mark() } });
    const auto end = prun.waitForEnd();
    if (prun.err().contains("unshare failed") || prun.err().contains("mount:"))
        QSKIP("this system does not let a process have mounts of its own");
    QCOMPARE(end, exited(3));
    QVERIFY2(prun.err().contains("No space left on device"), prun.err().constData());
    NOTHING_LEFT(check);
}

} // namespace

QTEST_GUILESS_MAIN(TestOddStreams)
#include "tst_odd_streams.moc"
