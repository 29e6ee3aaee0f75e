// SPDX-License-Identifier: MIT
// A reader of prun's output that stops reading for a minute, with real processes and the program
// from outside: nothing is lost, nothing grows, nothing spins, and signals are answered meanwhile.
#include <tests/support/leak_check.h>
#include <tests/support/proc_files.h>
#include <tests/support/prun_process.h>

#include <QtTest/qtest.h>

#include <signal.h>

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

// The address sanitizer keeps what was freed, and a shadow of everything; and once is enough to
// show what a stall does to memory and time: a minute of it is for the program as released.
#if defined(__SANITIZE_ADDRESS__)
constexpr qint64 kMostMemory = 1024 * 1024; // kB
constexpr milliseconds kStall = 5s;
constexpr milliseconds kAnswer = 2s;
#else
constexpr qint64 kMostMemory = 64 * 1024;
constexpr milliseconds kStall = 60s;
constexpr milliseconds kAnswer = 200ms;
#endif

class TestStalledReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLost();
    void interruptIsAnswered();
};

/// Until all that is between the commands and the reader is full: prun does nothing any more.
bool waitUntilFull(const PrunProcess &prun)
{
    milliseconds before = processorTime(prun.workerPid());
    return prun.waitUntil([&] {
        prun.waitUntil([] { return false; }, 300ms);
        return before == std::exchange(before, processorTime(prun.workerPid()));
    });
}

void TestStalledReader::nothingIsLost()
{
    constexpr int kCommands = 8;
    constexpr int kLines = 100'000;
    QByteArrayList arguments;
    for (int i = 0; i < kCommands; ++i)
        arguments << "seq -f 'line %.0f of a command that says much more than a pipe can hold' "
                + QByteArray::number(kLines);
    PrunProcess prun(arguments);
    prun.readOutput(false);
    QVERIFY(waitUntilFull(prun));
    const milliseconds used = processorTime(prun.workerPid());
    prun.waitUntil([] { return false; }, kStall);
    QVERIFY(processorTime(prun.workerPid()) - used < kStall / 20);
    const qint64 memory = residentSize(prun.workerPid());
    QVERIFY2(memory > 0 && memory < kMostMemory, QByteArray::number(memory).constData());
    prun.readOutput(true);
    QCOMPARE(prun.waitForEnd(), exited(0));

    std::array<int, kCommands> next{};
    next.fill(1);
    const QByteArrayList lines = prun.outLines();
    QCOMPARE(lines.size(), kCommands * kLines);
    for (const QByteArray &line : lines) {
        const auto command = std::size_t(line.mid(1, 1).toInt());
        QCOMPARE(line.mid(2),
                 "] line " + QByteArray::number(next[command]++)
                     + " of a command that says much more than a pipe can hold");
    }
}

void TestStalledReader::interruptIsAnswered()
{
    // The machine may be busy with other things; prun's own delay is in every one of them.
    milliseconds fastest = 1h;
    for (int i = 0; i < 5 && fastest > kAnswer; ++i) {
        const LeakCheck check;
        PrunProcess prun({ "yes", childCommand("wait") }, { .environment = { check.mark() } });
        QVERIFY(prun.waitForOut("[0] y\n"));
        prun.readOutput(false);
        QVERIFY(waitUntilFull(prun));
        const int worker = prun.workerPid();
        QCOMPARE(childrenOf(worker).size(), 2);
        const auto asked = steady_clock::now();
        prun.send(SIGINT);
        QVERIFY(prun.waitUntil([&] { return childrenOf(worker).isEmpty(); }));
        const auto answered = steady_clock::now();
        fastest = std::min(fastest, std::chrono::duration_cast<milliseconds>(answered - asked));
        QCOMPARE(prun.waitForEnd(10s), killedBy(SIGINT)); // after a second for the reader
        QVERIFY(check.leftAfter().isEmpty());
    }
    QVERIFY2(fastest <= kAnswer, QByteArray::number(fastest.count()).constData());
}

} // namespace

QTEST_GUILESS_MAIN(TestStalledReader)
#include "tst_stalled_reader.moc"
