// SPDX-License-Identifier: MIT
#include <core/output/line_splitter.h>

#include <QtTest/qtest.h>

#include <map>
#include <random>

using namespace prun;
using namespace std::chrono_literals;

namespace {

constexpr TaskId kTask{ 7 };

/// Keeps what it is given: each call as one entry, '~' behind what is partial.
class Recorder final : public LineSplitter::Receiver
{
public:
    void lines(TaskId task, Stream stream, QByteArrayView bytes, bool partial) override
    {
        QVERIFY(!bytes.isEmpty());
        QVERIFY(partial || bytes.endsWith('\n'));
        largest = std::max(largest, bytes.size());
        calls << bytes.toByteArray() + (partial ? "~" : "");
        streams[{ indexOf(task), stream }] += bytes.toByteArray();
        lastData = bytes.data();
    }

    QByteArrayList calls;
    std::map<std::pair<std::size_t, Stream>, QByteArray> streams;
    qsizetype largest = 0;
    const char *lastData = nullptr;
};

LineSplitter::Limits smallLimits()
{
    LineSplitter::Limits limits;
    limits.line = 5;
    limits.lineWhenTight = 2;
    limits.total = 12;
    return limits;
}

/// Random text in which lines of very different lengths occur, none and NUL included.
QByteArray randomBytes(std::mt19937 &random, qsizetype size)
{
    QByteArray bytes;
    while (bytes.size() < size) {
        const auto length = static_cast<qsizetype>(random() % (random() % 8 == 0 ? 4000 : 60));
        for (qsizetype i = 0; i < length; ++i)
            bytes.append(static_cast<char>(random() % 256));
        bytes.append('\n');
    }
    return bytes.first(size);
}

} // namespace

class TestLineSplitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void feed_data();
    void feed();
    void passesLinesWithoutCopy();
    void flushesAfterPatience();
    void isPatientAgainAfterPause();
    void keepsStreamsApart();
    void shrinksTheLimitWhenTight();
    void samePiecesForAnyReads_data();
    void samePiecesForAnyReads();
};

void TestLineSplitter::feed_data()
{
    using L = QByteArrayList;
    QTest::addColumn<L>("reads");
    QTest::addColumn<L>("expected");
    QTest::newRow("nothing") << L{} << L{};
    QTest::newRow("an empty read") << L{ "", "a\n", "" } << L{ "a\n" };
    QTest::newRow("two lines, one call") << L{ "a\nb\n" } << L{ "a\nb\n" };
    QTest::newRow("only newlines") << L{ "\n", "\n\n" } << L{ "\n", "\n\n" };
    QTest::newRow("across reads") << L{ "he", "llo\nx" } << L{ "he~", "llo\n", "x~" };
    QTest::newRow("across reads, within the limit") << L{ "h", "i\nx" } << L{ "hi\n", "x~" };
    QTest::newRow("ends the line, then more") << L{ "a", "b\nc\nd\n" } << L{ "ab\n", "c\nd\n" };
    QTest::newRow("only the newline is late") << L{ "abc", "\n" } << L{ "abc\n" };
    QTest::newRow("utf-8 cut in half") << L{ "\xc3", "\xa9\n" } << L{ "\xc3\xa9\n" };
    QTest::newRow("CR and NUL are data")
        << L{ QByteArray("a\0\r\n", 4) } << L{ QByteArray("a\0\r\n", 4) };
    QTest::newRow("exactly the limit") << L{ "12345" } << L{ "12345~" };
    QTest::newRow("beyond the limit") << L{ "12345", "6" } << L{ "12345~", "6~" };
    QTest::newRow("beyond the limit in one read") << L{ "1234567" } << L{ "12345~", "67~" };
    QTest::newRow("ends beyond the limit") << L{ "1234", "56\n" } << L{ "1234~", "56\n" };
    QTest::newRow("a long line at once") << L{ "1234567\n" } << L{ "12345~", "67\n" };
    QTest::newRow("many lines at once") << L{ "1\n2\n3\n4\n" } << L{ "1\n2\n", "3\n4\n" };
}

void TestLineSplitter::feed()
{
    QFETCH(const QByteArrayList, reads);
    Recorder seen;
    LineSplitter splitter(&seen, smallLimits());
    for (const QByteArray &read : reads)
        splitter.feed(kTask, Stream::Out, read, 0s);
    splitter.finish(kTask);
    QTEST(seen.calls, "expected");
    QCOMPARE(splitter.heldBytes(), 0);
    QVERIFY(!splitter.nextFlush());
}

void TestLineSplitter::passesLinesWithoutCopy()
{
    Recorder seen;
    LineSplitter splitter(&seen);
    const QByteArray read = "first\nsecond\nthi";
    splitter.feed(kTask, Stream::Out, read, 0s);
    QCOMPARE(seen.lastData, read.constData());
    const QByteArray next = "rd\nfourth\n";
    splitter.feed(kTask, Stream::Out, next, 0s);
    QCOMPARE(seen.lastData, next.constData() + 3);
    QCOMPARE(seen.calls, (QByteArrayList{ "first\nsecond\n", "third\n", "fourth\n" }));
}

void TestLineSplitter::flushesAfterPatience()
{
    Recorder seen;
    LineSplitter splitter(&seen);
    splitter.feed(TaskId{ 1 }, Stream::Out, "Password: ", 1000ms);
    splitter.feed(TaskId{ 2 }, Stream::Err, "50 %", 1040ms);
    QCOMPARE(splitter.nextFlush(), Nanoseconds(1100ms));
    splitter.feed(TaskId{ 1 }, Stream::Out, "*", 1060ms);
    QCOMPARE(splitter.nextFlush(), Nanoseconds(1140ms)); // now the other one is due first
    splitter.flush(1139ms);
    QCOMPARE(seen.calls, QByteArrayList());
    splitter.flush(1140ms);
    QCOMPARE(seen.calls, QByteArrayList{ "50 %~" });
    QCOMPARE(splitter.nextFlush(), Nanoseconds(1160ms));
    splitter.flush(5000ms);
    splitter.feed(TaskId{ 1 }, Stream::Out, "\n", 5001ms);
    QCOMPARE(seen.calls, (QByteArrayList{ "50 %~", "Password: *~", "\n" }));
    QVERIFY(!splitter.nextFlush());
    QCOMPARE(splitter.heldBytes(), 0);
}

// The rest of the line may be waiting in the pipe: it is not torn because nobody read it.
void TestLineSplitter::isPatientAgainAfterPause()
{
    Recorder recorder;
    LineSplitter splitter(&recorder);
    splitter.feed(kTask, Stream::Out, "begin", 0ms);
    splitter.readingResumed(5s);
    QCOMPARE(splitter.nextFlush(), std::optional<Nanoseconds>(5100ms));
    splitter.flush(5099ms);
    QCOMPARE(recorder.calls, QByteArrayList());
    splitter.feed(kTask, Stream::Out, " end\nmore", 5099ms);
    QCOMPARE(recorder.calls, QByteArrayList{ "begin end\n" });
    splitter.flush(5100ms); // of the new line, only 1 ms has passed
    QCOMPARE(recorder.calls.size(), 1);
    splitter.flush(5199ms);
    QCOMPARE(recorder.calls, (QByteArrayList{ "begin end\n", "more~" }));
}

void TestLineSplitter::keepsStreamsApart()
{
    Recorder seen;
    LineSplitter splitter(&seen);
    splitter.feed(TaskId{ 1 }, Stream::Out, "o", 0s);
    splitter.feed(TaskId{ 1 }, Stream::Err, "e", 0s);
    splitter.feed(TaskId{ 2 }, Stream::Out, "2\n", 0s);
    splitter.feed(TaskId{ 1 }, Stream::Out, "ut\n", 0s);
    splitter.finish(TaskId{ 2 });
    QCOMPARE(seen.calls, (QByteArrayList{ "2\n", "out\n" }));
    splitter.finish(TaskId{ 1 });
    QCOMPARE(seen.calls, (QByteArrayList{ "2\n", "out\n", "e~" }));
    QCOMPARE((seen.streams[{ 1, Stream::Err }]), QByteArray("e"));
}

void TestLineSplitter::shrinksTheLimitWhenTight()
{
    Recorder seen;
    LineSplitter splitter(&seen, smallLimits());
    splitter.feed(TaskId{ 1 }, Stream::Out, "1234", 0s);
    splitter.feed(TaskId{ 2 }, Stream::Out, "1234", 0s);
    splitter.feed(TaskId{ 3 }, Stream::Out, "1234", 0s);
    QCOMPARE(seen.calls, QByteArrayList()); // 12 bytes are held: from now on 2 a line
    splitter.feed(TaskId{ 4 }, Stream::Out, "a", 0s);
    splitter.feed(TaskId{ 1 }, Stream::Out, "5", 0s);
    QCOMPARE(seen.calls, QByteArrayList{ "1234~" });
    for (quint32 id = 1; id <= 4; ++id)
        splitter.finish(TaskId{ id });
    QCOMPARE(splitter.heldBytes(), 0);
    QCOMPARE((seen.streams[{ 1, Stream::Out }]), QByteArray("12345"));
    QCOMPARE((seen.streams[{ 4, Stream::Out }]), QByteArray("a"));
}

void TestLineSplitter::samePiecesForAnyReads_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 40; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

/// However the bytes are cut into reads, and whenever lines are flushed: every stream comes out
/// as it went in.
void TestLineSplitter::samePiecesForAnyReads()
{
    QFETCH(const unsigned, seed);
    std::mt19937 random(seed);
    LineSplitter::Limits limits;
    limits.line = 1 + static_cast<qsizetype>(random() % 5000);
    limits.lineWhenTight = 1 + static_cast<qsizetype>(random() % 500);
    limits.total = 1 + static_cast<qsizetype>(random() % 9000);
    Recorder seen;
    LineSplitter splitter(&seen, limits);

    std::map<std::pair<std::size_t, Stream>, QByteArray> given;
    Nanoseconds now{};
    const qsizetype longest = seed % 4 == 0 ? 1 : 5000; // reads of one byte too
    for (int i = 0; i < 800; ++i) {
        const auto task = TaskId{ static_cast<quint32>(random() % 4) };
        const auto stream = static_cast<Stream>(random() % 2);
        const QByteArray read =
            randomBytes(random, static_cast<qsizetype>(random() % 5001) % (longest + 1));
        given[{ indexOf(task), stream }] += read;
        now += Nanoseconds(random() % 40'000'000);
        splitter.feed(task, stream, read, now);
        if (random() % 3 == 0)
            splitter.flush(now);
    }
    for (quint32 id = 0; id < 4; ++id)
        splitter.finish(TaskId{ id });
    QVERIFY(seen.largest <= limits.line);
    QCOMPARE(splitter.heldBytes(), 0);
    std::erase_if(given, [](const auto &stream) { return stream.second.isEmpty(); });
    QCOMPARE(seen.streams.size(), given.size());
    for (const auto &[stream, bytes] : given)
        QVERIFY(seen.streams[stream] == bytes);
}

QTEST_APPLESS_MAIN(TestLineSplitter)
#include "tst_line_splitter.moc"
