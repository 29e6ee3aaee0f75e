// SPDX-License-Identifier: MIT
// What prun.exe does when its output cannot be written: the reader has gone away, does not read, or
// the disk is full.
#include "outside.h"

#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <qt_windows.h>

#include <utility>

namespace {

constexpr qint64 kReaderGone = 128 + 13;
constexpr qint64 kLoss = 3;

class TestLostOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commandsEndWhenTheReaderGoes();
    void whoWritesMuchEndsToo();
    void failuresAreNotToldToNobody();
    void readerOfMessagesGoes();
    void helpForNobody();
    void readerDoesNotRead_data();
    void readerDoesNotRead();
    void diskIsFull();
    void fileMayNotBeWritten();
};

/// A pipe whose reader is this test: it reads when it is told to, and may go away.
class OwnPipe
{
public:
    OwnPipe() { ::CreatePipe(&m_reader, &m_writer, nullptr, 0); }
    ~OwnPipe()
    {
        closeReader();
        ::CloseHandle(m_writer);
    }
    Q_DISABLE_COPY_MOVE(OwnPipe)

    HANDLE writer() const { return m_writer; }
    void closeReader()
    {
        if (m_reader)
            ::CloseHandle(std::exchange(m_reader, nullptr));
    }
    /// All that was ever read.
    const QByteArray &read()
    {
        DWORD waiting = 0;
        while (::PeekNamedPipe(m_reader, nullptr, 0, nullptr, &waiting, nullptr) && waiting > 0) {
            QByteArray bytes(qsizetype(waiting), Qt::Uninitialized);
            ::ReadFile(m_reader, bytes.data(), waiting, &waiting, nullptr);
            m_got += bytes.first(waiting);
        }
        return m_got;
    }

private:
    HANDLE m_reader = nullptr;
    HANDLE m_writer = nullptr;
    QByteArray m_got;
};

HANDLE openFile(const wchar_t *path, DWORD access)
{
    return ::CreateFileW(path, access, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING,
                         0, nullptr);
}

void TestLostOutput::commandsEndWhenTheReaderGoes()
{
    OwnPipe pipe;
    OutsidePrun prun({ "-i", "-p", "none", "--kill-timeout=1h", childCommand("copy-input"),
                       childCommand("tree 2"), childCommand("ignore-keys") },
                     { .output = pipe.writer() });
    QVERIFY(prun.waitUntil(
        [&] { return pidsIn(pipe.read()).size() == 3 && pipe.read().contains("ready"); }));
    const QList<qint64> pids = pidsIn(pipe.read());
    pipe.closeReader();
    prun.type("a line\n"); // comes back as output
    QCOMPARE(prun.waitForEnd(), kReaderGone);
    for (const qint64 pid : pids)
        QVERIFY(prun.waitUntil([pid] { return !processLives(pid); }));
    QVERIFY2(!prun.err().contains("could not be written"), prun.err());
}

void TestLostOutput::whoWritesMuchEndsToo()
{
    OwnPipe pipe;
    OutsidePrun prun({ "-p", "none", childCommand("spew 2000000000") },
                     { .output = pipe.writer(), .error = pipe.writer() });
    QVERIFY(prun.waitUntil([&] { return pipe.read().contains("x\n"); }));
    pipe.closeReader();
    QCOMPARE(prun.waitForEnd(), kReaderGone);
}

/// With --raw prun writes nothing itself: it asks, when a command fails, as one does without a
/// reader.
void TestLostOutput::failuresAreNotToldToNobody()
{
    OwnPipe pipe;
    OutsidePrun prun({ "--raw", "-i", childCommand("exit-at-end 7"), childCommand("tree 0") },
                     { .output = pipe.writer() });
    QVERIFY(prun.waitUntil([&] { return pidsIn(pipe.read()).size() == 1; }));
    pipe.closeReader();
    prun.closeInput();
    const qint64 code = prun.waitForEnd();
    QVERIFY2(code == kReaderGone, QByteArray::number(code) + prun.err());
    QVERIFY2(!prun.err().contains("commands failed"), prun.err());
    QVERIFY(!processLives(pidsIn(pipe.read()).first()));
}

void TestLostOutput::readerOfMessagesGoes()
{
    OwnPipe pipe;
    OutsidePrun prun({ "-i", "-p", "none", childCommand("copy-input") },
                     { .error = pipe.writer() });
    prun.type("begun\n");
    QVERIFY(prun.waitForOut("begun"));
    pipe.closeReader();
    prun.closeInput();
    QCOMPARE(prun.waitForEnd(), kLoss); // its ending could not be told
    QVERIFY2(prun.out().contains("end of input"), prun.out());
}

void TestLostOutput::helpForNobody()
{
    OwnPipe pipe;
    pipe.closeReader();
    OutsidePrun prun({ "--help" }, { .output = pipe.writer() });
    QCOMPARE(prun.waitForEnd(), kLoss);
    QCOMPARE(prun.err(), "");
}

void TestLostOutput::readerDoesNotRead_data()
{
    QTest::addColumn<bool>("both");
    QTest::newRow("standard output") << false;
    QTest::newRow("both in one pipe") << true;
}

void TestLostOutput::readerDoesNotRead()
{
    QFETCH(const bool, both);
    QTemporaryDir folder;
    const QByteArray mark = folder.filePath(QStringLiteral("written")).toUtf8();
    const OwnPipe pipe; // which nobody reads
    OutsidePrun prun({ "-p", "none", "--kill-timeout=500ms", childCommand("spew 2000000000"),
                       childCommand("write-file \"" + mark + '"') },
                     { .output = pipe.writer(), .error = both ? pipe.writer() : nullptr });
    QVERIFY(prun.waitUntil([&] { return QFile::exists(QString::fromUtf8(mark)); }));
    prun.pressCtrlC();
    QCOMPARE(prun.waitForEnd(), qint64(DWORD(STATUS_CONTROL_C_EXIT)));
    QVERIFY2(both || prun.err().contains("bytes of output could not be written"), prun.err());
}

void TestLostOutput::diskIsFull()
{
    const HANDLE full = openFile(L"Z:\\dev\\full", GENERIC_WRITE);
    if (full == INVALID_HANDLE_VALUE)
        QSKIP("only Wine has a file that is always full, /dev/full of Linux");
    OutsidePrun prun({ "-m", "1", childCommand("print-arguments a"), childCommand("exit 4") },
                     { .output = full });
    QCOMPARE(prun.waitForEnd(), kLoss);
    ::CloseHandle(full);
    QVERIFY2(prun.err().contains("cannot write to standard output: No space left on device"),
             prun.err());
    QVERIFY2(prun.err().contains("exited with code 4"), prun.err()); // the commands go on
    QVERIFY2(prun.err().contains("bytes of output could not be written"), prun.err());
}

void TestLostOutput::fileMayNotBeWritten()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("file")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const HANDLE readOnly =
        openFile(reinterpret_cast<const wchar_t *>(file.fileName().utf16()), GENERIC_READ);
    OutsidePrun prun({ childCommand("print-arguments a") }, { .output = readOnly });
    QCOMPARE(prun.waitForEnd(), kLoss);
    ::CloseHandle(readOnly);
    QVERIFY2(prun.err().contains("cannot write to standard output: Permission denied"), prun.err());
}

} // namespace

QTEST_GUILESS_MAIN(TestLostOutput)
#include "tst_lost_output.moc"
