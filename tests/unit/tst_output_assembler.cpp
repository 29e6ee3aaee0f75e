// SPDX-License-Identifier: MIT
#include <core/output/output_assembler.h>

#include <QtTest/qtest.h>

#include <functional>
#include <random>

using namespace prun;
using namespace std::chrono_literals;

namespace {

/// Bytes in memory instead of a file. Can be told to fail.
class MemoryStore final : public BacklogStore
{
public:
    Result<qint64> append(QByteArrayView bytes) override
    {
        if (!writable)
            return Error(Error::Code::Io, QStringLiteral("disk full"));
        const qint64 offset = content.size();
        content.append(bytes);
        written += bytes.size();
        return offset;
    }
    Result<QByteArray> read(qint64 offset, qsizetype size) override
    {
        if (!readable)
            return Error(Error::Code::Io, QStringLiteral("disk broken"));
        return content.mid(offset, size);
    }
    void clear() override { content.clear(); }

    QByteArray content;
    qint64 written = 0;
    bool writable = true;
    bool readable = true;
};

/// One word per event, in the order in which they came out.
class Recorder final : public EventSink
{
public:
    void consume(const Event &event) override
    {
        QVERIFY2(words.isEmpty() || words.last() != "end", "nothing may follow the end");
        words << wordFor(event);
        std::visit(Overloaded{ [this](const TaskOutput &what) {
                                  const auto index = indexOf(what.task);
                                  output.resize(std::max(output.size(), index + 1));
                                  output[index] += what.bytes.toByteArray();
                              },
                               [](const auto &) {} },
                   event.what);
    }

    static QByteArray wordFor(const Event &event)
    {
        const auto with = [](const char *word, TaskId task) {
            return word + QByteArray::number(indexOf(task));
        };
        return std::visit(Overloaded{
                              [&](const TaskAdded &what) { return with("added", what.task); },
                              [&](const TaskQueued &what) { return with("queued", what.task); },
                              [&](const TaskStarted &what) { return with("start", what.task); },
                              [&](const TaskOutput &what) {
                                  return with(what.stream == Stream::Err ? "err" : "out", what.task)
                                      + ':' + what.bytes.toByteArray().trimmed()
                                      + (what.partial ? "~" : "");
                              },
                              [&](const TaskAlert &what) { return with("alert", what.task); },
                              [&](const TaskFinished &what) { return with("fin", what.task); },
                              [&](const TaskRetrying &what) { return with("retry", what.task); },
                              [&](const TaskOutputEnded &what) { return with("eof", what.task); },
                              [](const Notice &what) { return "notice:" + what.text; },
                              [&](const RunHalted &what) { return with("halted", what.task); },
                              [](const RunStopping &) { return QByteArray("stopping"); },
                              [](const RunStarted &) { return QByteArray("begin"); },
                              [](const RunFinished &) { return QByteArray("end"); },
                          },
                          event.what);
    }

    QByteArrayList words;
    std::vector<QByteArray> output; // per task
};

class Session final : public OutputAssembler::Listener
{
public:
    bool assemblerMayPass() override { return room; }
    void assemblerFailed(const Error &error) override { errors << error.what(); }

    bool room = true;
    QStringList errors;
};

/// The opposite of Recorder::wordFor, for scripts: `start0 out0:text fin0 eof0 end`.
Event eventFor(const QByteArray &word)
{
    const qsizetype digit = std::distance(
        word.begin(), std::find_if(word.begin(), word.end(), [](char c) { return c <= '9'; }));
    const QByteArray kind = word.first(digit);
    const TaskId task{ digit < word.size() ? static_cast<quint32>(word[digit] - '0') : 0U };
    const QByteArrayView text = QByteArrayView(word).sliced(std::min(digit + 2, word.size()));
    Event event{ 1ms, RunFinished{} };
    if (kind == "queued")
        event.what = TaskQueued{ task };
    else if (kind == "start")
        event.what = TaskStarted{ task, 1, 1, {} };
    else if (kind == "out" || kind == "err")
        event.what = TaskOutput{ task, kind == "err" ? Stream::Err : Stream::Out, true, text };
    else if (kind == "alert")
        event.what = TaskAlert{ task, "stopped" };
    else if (kind == "fin" || kind == "again")
        event.what = TaskFinished{ task, 1, {}, {}, {}, kind == "again" };
    else if (kind == "retry")
        event.what = TaskRetrying{ task, 2, {} };
    else if (kind == "eof")
        event.what = TaskOutputEnded{ task, 1, false };
    else if (kind == "notice")
        event.what = Notice{ Notice::Level::Warning, "n" };
    else if (kind == "stopping")
        event.what = RunStopping{};
    else if (kind == "begin")
        event.what = RunStarted{};
    return event;
}

BacklogPool::Limits smallLimits()
{
    return { 200, 500 };
}

} // namespace

class TestOutputAssembler : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void order_data();
    void order();
    void standardErrorMayPassAtOnce();
    void keepsTimesStreamsAndPartials();
    void stopsWhenThereIsNoRoom();
    void survivesFullStore();
    void survivesBrokenStore();
    void randomRuns_data();
    void randomRuns();
};

void TestOutputAssembler::order_data()
{
    QTest::addColumn<QByteArray>("in");
    QTest::addColumn<QByteArray>("byIndex");
    QTest::addColumn<QByteArray>("byFinish");
    QTest::newRow("nothing ran") << QByteArray("begin end") << QByteArray("begin end")
                                 << QByteArray("begin end");
    QTest::newRow("one task is live by index")
        << QByteArray("begin queued0 start0 out0:a notice out0:b fin0 eof0 end")
        << QByteArray("begin queued0 start0 out0:a~ notice:n out0:b~ fin0 eof0 end")
        << QByteArray("begin queued0 notice:n start0 out0:a~ out0:b~ fin0 eof0 end");
    QTest::newRow("the second ends first")
        << QByteArray("start0 start1 out1:x out0:a err1:y fin1 eof1 out0:b fin0 eof0 end")
        << QByteArray("start0 out0:a~ out0:b~ fin0 eof0 start1 out1:x~ err1:y~ fin1 eof1 end")
        << QByteArray("start1 out1:x~ err1:y~ fin1 eof1 start0 out0:a~ out0:b~ fin0 eof0 end");
    QTest::newRow("the next becomes live")
        << QByteArray("start0 start1 out1:x fin0 eof0 out1:y fin1 eof1 end")
        << QByteArray("start0 fin0 eof0 start1 out1:x~ out1:y~ fin1 eof1 end")
        << QByteArray("start0 fin0 eof0 start1 out1:x~ out1:y~ fin1 eof1 end");
    QTest::newRow("output after the end of the process")
        << QByteArray("start0 fin0 start1 fin1 eof1 out0:late eof0 end")
        << QByteArray("start0 fin0 out0:late~ eof0 start1 fin1 eof1 end")
        << QByteArray("start1 fin1 eof1 start0 fin0 out0:late~ eof0 end");
    QTest::newRow("attempts stay together")
        << QByteArray("start0 start1 again0 eof0 retry0 fin1 eof1 start0 out0:a fin0 eof0 end")
        << QByteArray("start0 fin0 eof0 retry0 start0 out0:a~ fin0 eof0 start1 fin1 eof1 end")
        << QByteArray("start1 fin1 eof1 start0 fin0 eof0 retry0 start0 out0:a~ fin0 eof0 end");
    QTest::newRow("a task that never started")
        << QByteArray("start0 fin1 start2 fin2 eof2 fin0 eof0 end")
        << QByteArray("start0 fin0 eof0 fin1 start2 fin2 eof2 end")
        << QByteArray("fin1 start2 fin2 eof2 start0 fin0 eof0 end");
    QTest::newRow("the run is given up")
        << QByteArray("start2 out2:c start0 out0:a start1 fin1 eof1 stopping end")
        << QByteArray("start0 out0:a~ stopping start1 fin1 eof1 start2 out2:c~ end")
        << QByteArray("start1 fin1 eof1 stopping start0 out0:a~ start2 out2:c~ end");
    QTest::newRow("an index that never comes")
        << QByteArray("start1 out1:x fin1 eof1 end") << QByteArray("start1 out1:x~ fin1 eof1 end")
        << QByteArray("start1 out1:x~ fin1 eof1 end");
    QTest::newRow("news of a task that is over")
        << QByteArray("start0 fin0 eof0 alert0 end") << QByteArray("start0 fin0 eof0 alert0 end")
        << QByteArray("start0 fin0 eof0 alert0 end");
}

void TestOutputAssembler::order()
{
    QFETCH(const QByteArray, in);
    const auto play = [&](OutputAssembler::Order order) {
        Recorder seen;
        MemoryStore store;
        Session session;
        OutputAssembler assembler(order, &seen, &store, &session);
        for (const QByteArray &word : in.split(' '))
            assembler.consume(eventFor(word));
        return seen.words.join(' ');
    };
    const QByteArray index = play(OutputAssembler::Order::Index);
    QTEST(index, "byIndex");
    const QByteArray finish = play(OutputAssembler::Order::Finish);
    QTEST(finish, "byFinish");
}

void TestOutputAssembler::standardErrorMayPassAtOnce()
{
    Recorder seen;
    MemoryStore store;
    Session session;
    OutputAssembler assembler(OutputAssembler::Order::FinishOut, &seen, &store, &session);
    const QByteArray in =
        "start0 start1 out0:a err0:x out1:b err1:y fin1 eof1 out0:c fin0 eof0 end";
    for (const QByteArray &word : in.split(' '))
        assembler.consume(eventFor(word));
    QCOMPARE(seen.words.join(' '),
             "err0:x~ err1:y~ start1 out1:b~ fin1 eof1 start0 out0:a~ out0:c~ fin0 eof0 end");
}

void TestOutputAssembler::keepsTimesStreamsAndPartials()
{
    class Copy final : public EventSink
    {
    public:
        void consume(const Event &event) override
        {
            const auto *output = std::get_if<TaskOutput>(&event.what);
            if (!output)
                return;
            times.push_back(event.at);
            text += output->bytes.toByteArray();
            flags << output->partial << (output->stream == Stream::Err);
        }
        std::vector<Nanoseconds> times;
        QByteArray text;
        QList<bool> flags;
    } seen;
    MemoryStore store;
    Session session;
    OutputAssembler assembler(OutputAssembler::Order::Finish, &seen, &store, &session,
                              smallLimits());
    const QByteArray odd("\0\xff\r\n", 4);
    assembler.consume({ 5ns, TaskOutput{ TaskId{ 3 }, Stream::Err, false, odd } });
    assembler.consume({ 7ns, TaskOutput{ TaskId{ 3 }, Stream::Out, true, "x" } });
    QCOMPARE(assembler.waitingBytes(), 5);
    assembler.consume({ 9ns, RunFinished{} });
    QCOMPARE(seen.times, (std::vector<Nanoseconds>{ 5ns, 7ns }));
    QCOMPARE(seen.text, odd + 'x');
    QCOMPARE(seen.flags, (QList<bool>{ false, true, true, false }));
    QCOMPARE(assembler.waitingBytes(), 0);
    QVERIFY(assembler.finished());
}

void TestOutputAssembler::stopsWhenThereIsNoRoom()
{
    Recorder seen;
    MemoryStore store;
    Session session;
    OutputAssembler assembler(OutputAssembler::Order::Index, &seen, &store, &session);
    const QByteArray line = QByteArray(40'000, 'x') + '\n';
    for (int i = 0; i < 100; ++i)
        assembler.consume({ 1ns, TaskOutput{ TaskId{ 1 }, Stream::Out, false, line } });
    QVERIFY(store.written > 2'000'000); // all but 1 MiB
    session.room = false;
    assembler.consume(eventFor("fin0"));
    QCOMPARE(seen.words.size(), 3); // fin0, and output up to the first question
    assembler.consume(eventFor("out1:later"));
    assembler.consume(eventFor("end"));
    QVERIFY(!assembler.finished());
    QCOMPARE(assembler.waitingBytes(), 98 * line.size() + 5);
    session.room = true;
    assembler.release();
    QVERIFY(assembler.finished());
    QCOMPARE(seen.output[1].size(), 100 * line.size() + 5);
    QVERIFY(seen.output[1].endsWith("later"));
    QCOMPARE(seen.words.last(), QByteArray("end"));
    QCOMPARE(store.content.size(), 0); // its space is given back
}

void TestOutputAssembler::survivesFullStore()
{
    Recorder seen;
    MemoryStore store;
    store.writable = false;
    Session session;
    OutputAssembler assembler(OutputAssembler::Order::Index, &seen, &store, &session,
                              smallLimits());
    const QByteArray line = QByteArray(99, 'x') + '\n';
    for (int i = 0; i < 5; ++i)
        assembler.consume({ 1ns, TaskOutput{ TaskId{ 1 }, Stream::Out, false, line } });
    assembler.consume(eventFor("fin1"));
    QCOMPARE(session.errors, QStringList{ QStringLiteral("disk full") });
    assembler.consume(eventFor("end"));
    QVERIFY(assembler.lostBytes() > 0);
    QCOMPARE(assembler.lostBytes() + qint64(seen.output[1].size()), 500);
    QCOMPARE(seen.words.sliced(seen.words.size() - 2), (QByteArrayList{ "fin1", "end" }));
}

void TestOutputAssembler::survivesBrokenStore()
{
    Recorder seen;
    MemoryStore store;
    Session session;
    OutputAssembler assembler(OutputAssembler::Order::Index, &seen, &store, &session,
                              smallLimits());
    assembler.consume(eventFor("start1"));
    for (int i = 0; i < 9; ++i)
        assembler.consume(eventFor("out1:" + QByteArray(50, 'x')));
    assembler.consume(eventFor("fin1"));
    store.readable = false;
    assembler.consume(eventFor("end"));
    QCOMPARE(session.errors, QStringList{ QStringLiteral("disk broken") });
    QVERIFY(assembler.lostBytes() > 0);
    QCOMPARE(assembler.lostBytes() + qint64(seen.output[1].size()), 450);
    QCOMPARE(seen.words.first(), QByteArray("start1"));
    QCOMPARE(seen.words.sliced(seen.words.size() - 2), (QByteArrayList{ "fin1", "end" }));
}

void TestOutputAssembler::randomRuns_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 200; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

/// Any run, in either order, with a reader that stops now and then: each task's own events come
/// out as they went in, in one block.
void TestOutputAssembler::randomRuns()
{
    QFETCH(const unsigned, seed);
    std::mt19937 random(seed);
    const bool byIndex = seed % 2 == 0;
    Recorder seen;
    MemoryStore store;
    Session session;
    OutputAssembler assembler(byIndex ? OutputAssembler::Order::Index
                                      : OutputAssembler::Order::Finish,
                              &seen, &store, &session, smallLimits());

    constexpr std::size_t kTasks = 8;
    std::vector<QByteArrayList> scripts(kTasks);
    std::vector<QByteArrayList> given(kTasks);
    for (std::size_t task = 0; task < kTasks; ++task) {
        const QByteArray id = QByteArray::number(task);
        scripts[task] << "start" + id;
        for (int i = static_cast<int>(random() % 30); i > 0; --i)
            scripts[task] << "out" + id + ':' + QByteArray(1 + random() % 90, 'a');
        scripts[task] << "fin" + id << "eof" + id;
    }
    for (std::size_t left = kTasks; left > 0;) {
        const std::size_t task = random() % kTasks;
        session.room = random() % 4 != 0;
        if (random() % 8 == 0)
            assembler.release();
        if (scripts[task].isEmpty())
            continue;
        const QByteArray word = scripts[task].takeFirst();
        const Event event = eventFor(word);
        given[task] << Recorder::wordFor(event);
        assembler.consume(event);
        if (scripts[task].isEmpty())
            --left;
        if (random() % 200 == 0)
            break; // killed half way
    }
    assembler.consume(eventFor("end"));
    session.room = true;
    assembler.release();

    QVERIFY(assembler.finished());
    QCOMPARE(assembler.lostBytes(), 0);
    std::size_t blocks = 0;
    QByteArrayList words = seen.words;
    QCOMPARE(words.takeLast(), QByteArray("end"));
    while (!words.isEmpty()) { // each block whole, and each task once
        std::size_t task = 0;
        while (task < kTasks && (given[task].isEmpty() || given[task].first() != words.first()))
            ++task;
        QVERIFY(task < kTasks);
        QCOMPARE(words.first(given[task].size()), given[task]);
        words.remove(0, given[task].size());
        given[task].clear();
        ++blocks;
    }
    QVERIFY(blocks > 0);
    for (const QByteArrayList &rest : given)
        QVERIFY(rest.isEmpty());
}

QTEST_APPLESS_MAIN(TestOutputAssembler)
#include "tst_output_assembler.moc"
