// SPDX-License-Identifier: MIT
#include <core/output/output_writer.h>

#include <tests/support/patience.h>

#include <QtCore/qdir.h>
#include <QtCore/qelapsedtimer.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <atomic>
#include <cerrno>
#include <thread>

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace prun;
using namespace std::chrono_literals;

namespace {

class Recorder final : public OutputWriter::Listener
{
public:
    void writerHasRoom() override { ++rooms; }
    void writerIdle() override { ++idles; }
    void writerFailed(Stream stream, std::error_code cause) override
    {
        failures.push_back({ stream, cause.value() });
    }

    int rooms = 0;
    int idles = 0;
    std::vector<std::pair<Stream, int>> failures;
};

struct Descriptor
{
    explicit Descriptor(int opened = -1) : number(opened) { }
    ~Descriptor() { close(); }
    Q_DISABLE_COPY_MOVE(Descriptor)
    void close()
    {
        if (number >= 0)
            ::close(number);
        number = -1;
    }
    int number;
};

struct Pipe
{
    explicit Pipe(bool socket = false)
    {
        int ends[2] = { -1, -1 };
        const int made = socket ? ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) : ::pipe(ends);
        if (made != 0)
            qFatal("no pipe");
        read.number = ends[0];
        write.number = ends[1];
    }
    Descriptor read;
    Descriptor write;
};

QByteArray readToEnd(int descriptor)
{
    QByteArray all;
    char piece[65536];
    for (;;) {
        const ssize_t count = ::read(descriptor, piece, sizeof piece);
        if (count <= 0)
            return all;
        all.append(piece, count);
    }
}

/// A text of which every part is different.
QByteArray numberedLines(int count)
{
    QByteArray lines;
    for (int i = 0; i < count; ++i)
        lines += "line " + QByteArray::number(i) + '\n';
    return lines;
}

} // namespace

class TestOutputWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void startsNoThreadWithoutOutput(); // first: threads of other cases end when they like
    void writesFileAtOnce();
    void keepsOrderInOneFile();
    void showsLoneLineAtOnce();
    void waitsForStalledReader_data();
    void waitsForStalledReader();
    void givesUpAfterPatience();
    void tellsThatReaderIsGone();
    void tellsFullDevice();
    void tellsClosedStream_data();
    void tellsClosedStream();
    void oneStreamFailsTheOtherGoesOn();
};

void TestOutputWriter::initTestCase()
{
    ::signal(SIGPIPE, SIG_IGN);
}

void TestOutputWriter::writesFileAtOnce()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"out"_qs));
    QVERIFY(file.open(QIODevice::WriteOnly));
    Recorder heard;
    OutputWriter writer(file.handle(), -1, &heard);
    const QByteArray text = numberedLines(100'000);
    writer.output().append(Stream::Out, text);
    writer.flush();
    QVERIFY(writer.idle());
    QVERIFY(!writer.full());
    QFile written(file.fileName());
    QVERIFY(written.open(QIODevice::ReadOnly));
    QVERIFY(written.readAll() == text);
    QVERIFY(!writer.finish(0ms));
}

void TestOutputWriter::keepsOrderInOneFile()
{
    QTemporaryDir folder;
    const QByteArray path = folder.filePath(u"both"_qs).toLocal8Bit();
    const Descriptor out(::open(path.constData(), O_WRONLY | O_CREAT, 0600));
    const Descriptor err(::open(path.constData(), O_WRONLY)); // has an offset of its own
    Recorder heard;
    OutputWriter writer(out.number, err.number, &heard);
    writer.output().append(Stream::Out, "1 out\n");
    writer.output().append(Stream::Err, "2 err\n");
    writer.output().append(Stream::Out, "3 out\n");
    writer.flush();
    writer.output().append(Stream::Err, "4 err\n");
    QVERIFY(!writer.finish(std::nullopt));
    QFile written(folder.filePath(u"both"_qs));
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll(), QByteArray("1 out\n2 err\n3 out\n4 err\n"));
}

void TestOutputWriter::showsLoneLineAtOnce()
{
    Pipe pipe;
    Recorder heard;
    OutputWriter writer(pipe.write.number, pipe.write.number, &heard);
    writer.output().append(Stream::Out, "one line\n");
    writer.flush();

    QByteArray seen;
    const auto readWhatIsThere = [&] {
        char piece[64];
        const ssize_t count = ::read(pipe.read.number, piece, sizeof piece);
        seen.append(piece, std::max<ssize_t>(count, 0));
        return seen;
    };
    QCOMPARE(::fcntl(pipe.read.number, F_SETFL, O_NONBLOCK), 0);
    WAIT_COMPARE(readWhatIsThere(), QByteArray("one line\n"));
    writer.output().append(Stream::Err, "and another\n");
    writer.flush();
    WAIT_COMPARE(readWhatIsThere(), QByteArray("one line\nand another\n"));
    if (!writer.idle())
        WAIT_COMPARE(heard.idles, 1);
}

void TestOutputWriter::startsNoThreadWithoutOutput()
{
    const auto threads = [] { return QDir(u"/proc/self/task"_qs).entryList().size(); };
    const auto before = threads();
    Pipe pipe;
    Recorder heard;
    OutputWriter writer(pipe.write.number, pipe.write.number, &heard);
    writer.flush();
    QVERIFY(writer.idle());
    QVERIFY(!writer.finish(std::nullopt));
    QCOMPARE(threads(), before);
    writer.output().append(Stream::Out, "x");
    writer.flush();
    QCOMPARE(threads(), before + 1);
}

void TestOutputWriter::waitsForStalledReader_data()
{
    QTest::addColumn<bool>("socket");
    QTest::addColumn<bool>("nonBlocking");
    QTest::newRow("pipe") << false << false;
    QTest::newRow("non-blocking pipe") << false << true;
    QTest::newRow("socket") << true << false;
    QTest::newRow("non-blocking socket") << true << true;
}

/// While nobody reads, the writer takes a fixed amount and says that it is full; when somebody
/// does, everything arrives.
void TestOutputWriter::waitsForStalledReader()
{
    QFETCH(const bool, socket);
    QFETCH(const bool, nonBlocking);
    Pipe pipe(socket);
    if (nonBlocking)
        QCOMPARE(::fcntl(pipe.write.number, F_SETFL, O_NONBLOCK), 0);
    Recorder heard;
    OutputWriter writer(pipe.write.number, pipe.write.number, &heard);
    const QByteArray chunk = numberedLines(5000);
    QByteArray given;
    while (!writer.full()) {
        writer.output().append(Stream::Out, chunk);
        given += chunk;
        writer.flush();
        QVERIFY(given.size() < 4 * 1024 * 1024);
    }
    QVERIFY(!writer.idle());
    QCOMPARE(heard.rooms, 0);

    QByteArray arrived;
    std::thread reader([&] { arrived = readToEnd(pipe.read.number); });
    WAIT_COMPARE(heard.rooms, 1);
    QVERIFY(!writer.full());
    writer.output().append(Stream::Out, "the end\n");
    writer.flush();
    QVERIFY(!writer.finish(std::nullopt));
    pipe.write.close();
    reader.join();
    QVERIFY(arrived == given + "the end\n");
    QVERIFY(heard.failures.empty());
}

void TestOutputWriter::givesUpAfterPatience()
{
    Pipe pipe;
    Recorder heard;
    qsizetype given = 0;
    {
        OutputWriter writer(pipe.write.number, -1, &heard);
        const QByteArray chunk = numberedLines(20'000);
        while (!writer.full()) {
            writer.output().append(Stream::Out, chunk);
            given += chunk.size();
            writer.flush();
        }
        QElapsedTimer timer;
        timer.start();
        const OutputWriter::Loss loss = writer.finish(50ms);
        QVERIFY(timer.elapsed() >= 50);
        QVERIFY(loss.bytes[0] > 0);
        QVERIFY(loss.bytes[0] <= given);
    } // leaves the thread behind in its write
    pipe.read.close();
}

void TestOutputWriter::tellsThatReaderIsGone()
{
    Pipe pipe;
    pipe.read.close();
    Recorder heard;
    OutputWriter writer(pipe.write.number, pipe.write.number, &heard);
    writer.output().append(Stream::Err, "nobody sees this\n");
    writer.flush();
    WAIT_COMPARE(heard.failures.size(), 1U);
    QCOMPARE(heard.failures[0].first, Stream::Out); // of the place that both lead to
    QCOMPARE(heard.failures[0].second, EPIPE);
    writer.output().append(Stream::Out, "nor this\n");
    writer.flush();
    QVERIFY(!writer.full());
    QVERIFY(writer.idle());
    QCOMPARE(writer.finish(std::nullopt).bytes[0], 26);
    QCOMPARE(heard.failures.size(), 1U);
}

void TestOutputWriter::tellsFullDevice()
{
    const Descriptor full(::open("/dev/full", O_WRONLY));
    Recorder heard;
    OutputWriter writer(full.number, -1, &heard);
    writer.output().append(Stream::Out, "lost\n");
    writer.flush();
    WAIT_COMPARE(heard.failures.size(), 1U);
    QCOMPARE(heard.failures[0].second, ENOSPC);
    QCOMPARE(writer.failure(Stream::Out).value(), ENOSPC);
    QVERIFY(!writer.failure(Stream::Err));
    QCOMPARE(writer.finish(std::nullopt).bytes[0], 5);
}

void TestOutputWriter::tellsClosedStream_data()
{
    QTest::addColumn<int>("descriptor");
    QTest::newRow("closed before the start") << -1;
    QTest::newRow("a number that is not open") << 4000;
    QTest::newRow("open for reading only") << ::open("/dev/null", O_RDONLY);
}

void TestOutputWriter::tellsClosedStream()
{
    QFETCH(const int, descriptor);
    Recorder heard;
    OutputWriter writer(descriptor, descriptor, &heard);
    writer.flush();
    QVERIFY(writer.idle());
    QCoreApplication::processEvents();
    QVERIFY(heard.failures.empty()); // nothing was to be written
    writer.output().append(Stream::Err, "12345");
    writer.flush();
    writer.output().append(Stream::Err, "67");
    writer.flush();
    WAIT_COMPARE(heard.failures.size(), 1U);
    QCOMPARE(heard.failures[0].second, EBADF);
    const OutputWriter::Loss loss = writer.finish(std::nullopt);
    QCOMPARE(loss.bytes[0] + loss.bytes[1], 7);
}

void TestOutputWriter::oneStreamFailsTheOtherGoesOn()
{
    Pipe gone;
    gone.read.close();
    Pipe pipe;
    Recorder heard;
    OutputWriter writer(pipe.write.number, gone.write.number, &heard);
    writer.output().append(Stream::Err, "lost");
    writer.flush();
    WAIT_COMPARE(heard.failures.size(), 1U);
    QCOMPARE(heard.failures[0].first, Stream::Err);
    writer.output().append(Stream::Out, "kept");
    const OutputWriter::Loss loss = writer.finish(std::nullopt);
    QCOMPARE(loss.bytes[0], 0);
    QCOMPARE(loss.bytes[1], 4);
    pipe.write.close();
    QCOMPARE(readToEnd(pipe.read.number), QByteArray("kept"));
}

QTEST_GUILESS_MAIN(TestOutputWriter)
#include "tst_output_writer.moc"
