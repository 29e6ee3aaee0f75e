// SPDX-License-Identifier: MIT
#include <core/output/report_writer.h>

#include <tests/support/patience.h>

#include <QtCore/qdir.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace prun;

namespace {

class Recorder final : public ReportWriter::Listener
{
public:
    void reportHasRoom() override { ++rooms; }
    void reportIdle() override { ++idles; }
    int rooms = 0;
    int idles = 0;
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

} // namespace

class TestReportWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ::signal(SIGPIPE, SIG_IGN); }
    void replacesFileAtTheEnd();
    void leavesOldFileIfNotFinished();
    void writesPipeAsItComes();
    void refusesWhatCannotBeOpened_data();
    void refusesWhatCannotBeOpened();
    void tellsWhatCannotBeWritten();
    void keepsNullDevice();
};

void TestReportWriter::replacesFileAtTheEnd()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("report.json"));
    Recorder heard;
    for (const QByteArray text : { "first", "second" }) {
        const QByteArray before = contentOf(path);
        auto report = ReportWriter::open(QFile::encodeName(path), &heard);
        QVERIFY(report);
        report.value()->output().append(Stream::Out, text);
        report.value()->flush();
        report.value()->output().append(Stream::Err, "\n");
        QCOMPARE(contentOf(path), before);
        QVERIFY(report.value()->idle());
        QVERIFY(!report.value()->full());
        QVERIFY(report.value()->finish(std::nullopt));
        QCOMPARE(contentOf(path), text + '\n');
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void TestReportWriter::leavesOldFileIfNotFinished()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("report"));
    Recorder heard;
    {
        auto report = ReportWriter::open(QFile::encodeName(path), &heard);
        QVERIFY(report);
        report.value()->output().append(Stream::Out, "half");
        report.value()->flush();
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList());
}

void TestReportWriter::writesPipeAsItComes()
{
    QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.filePath(QStringLiteral("fifo")));
    QCOMPARE(::mkfifo(path.constData(), 0600), 0);
    const int reader = ::open(path.constData(), O_RDONLY | O_NONBLOCK);
    QVERIFY(reader >= 0);
    Recorder heard;
    auto report = ReportWriter::open(path, &heard);
    QVERIFY(report);
    report.value()->output().append(Stream::Out, "now\n");
    report.value()->flush();
    QByteArray seen;
    const auto readWhatIsThere = [&] {
        char piece[16];
        const ssize_t count = ::read(reader, piece, sizeof piece);
        seen.append(piece, std::max<ssize_t>(count, 0));
        return seen;
    };
    WAIT_COMPARE(readWhatIsThere(), QByteArray("now\n"));

    const QByteArray chunk(100'000, 'x');
    while (!report.value()->full()) {
        report.value()->output().append(Stream::Out, chunk);
        report.value()->flush();
    }
    const Result<void> finished = report.value()->finish(std::chrono::milliseconds(1));
    QVERIFY(!finished); // nobody has read
    QVERIFY2(finished.error().toString().contains(QFile::decodeName(path)),
             qPrintable(finished.error().toString()));
    ::close(reader);
}

void TestReportWriter::refusesWhatCannotBeOpened_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("why");
    QTest::newRow("no folder") << QStringLiteral("/nowhere/report") << QStringLiteral("No such");
    QTest::newRow("a folder") << QStringLiteral("/tmp") << QStringLiteral("directory");
    QTest::newRow("no descriptor") << QStringLiteral("/dev/fd/999") << QStringLiteral("No such");
}

void TestReportWriter::refusesWhatCannotBeOpened()
{
    QFETCH(const QString, path);
    QFETCH(const QString, why);
    Recorder heard;
    const auto report = ReportWriter::open(QFile::encodeName(path), &heard);
    QVERIFY(!report);
    const QString message = report.error().toString();
    QVERIFY2(message.startsWith(QStringLiteral("report \"%1\": ").arg(path))
                 && message.contains(why),
             qPrintable(message));
}

void TestReportWriter::tellsWhatCannotBeWritten()
{
    Recorder heard;
    auto report = ReportWriter::open("/dev/full", &heard);
    QVERIFY(report);
    report.value()->output().append(Stream::Out, "lost");
    report.value()->flush();
    const Result<void> finished = report.value()->finish(std::nullopt);
    QVERIFY(!finished);
    QCOMPARE(finished.error().toString(),
             QStringLiteral("report \"/dev/full\": cannot write: No space left on device"));
}

void TestReportWriter::keepsNullDevice()
{
    Recorder heard;
    auto report = ReportWriter::open("/dev/null", &heard);
    QVERIFY(report);
    report.value()->output().append(Stream::Out, "gone");
    report.value()->flush();
    QVERIFY(report.value()->idle());
    QVERIFY(report.value()->finish(std::nullopt));
    struct stat status = {};
    QCOMPARE(::stat("/dev/null", &status), 0);
    QVERIFY(S_ISCHR(status.st_mode));
}

QTEST_GUILESS_MAIN(TestReportWriter)
#include "tst_report_writer.moc"
