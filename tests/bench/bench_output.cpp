// SPDX-License-Identifier: MIT
// What a byte costs on its way from a command to the reader of prun's output: 1 GB of lines of 60
// bytes, read in pieces, cut into lines, prefixed, written. Without processes: the rest of the way
// is the kernel's.
#include <core/output/line_splitter.h>
#include <core/output/output_writer.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qeventloop.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace prun;

namespace {

constexpr qint64 kTotal = 1'000'000'000;

double secondsNow()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
}

double processorSeconds()
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Stands for a formatter: a prefix before each line. The room is made once per event, then the
/// bytes are copied without asking again.
void prefixLines(QByteArrayView lines, QByteArray &to)
{
    constexpr char kPrefix[] = "[0] ";
    constexpr std::size_t kSize = sizeof kPrefix - 1;
    const char *from = lines.data();
    const char *const end = from + lines.size();
    while (from != end) {
        // As many lines as surely fit: a line is one byte at least.
        const auto left = static_cast<std::size_t>(end - from);
        const auto *newline = static_cast<const char *>(std::memchr(from, '\n', left));
        const char *const next = newline ? newline + 1 : end;
        to.append(kPrefix, kSize);
        to.append(from, next - from);
        from = next;
    }
}

class Formatting final : public LineSplitter::Receiver
{
public:
    void lines(TaskId, Stream stream, QByteArrayView bytes, bool) override
    {
        if (output)
            prefixLines(bytes, output->buffer(stream));
        seen += bytes.size();
    }

    Output *output = nullptr;
    qint64 seen = 0;
};

class Waiting final : public OutputWriter::Listener
{
public:
    void writerHasRoom() override { room = true; }
    void writerIdle() override { room = true; }
    void writerFailed(Stream, std::error_code cause) override
    {
        std::fprintf(stderr, "bench_output: %s\n", cause.message().c_str());
        std::exit(1);
    }

    bool room = true;
};

QByteArray input(qsizetype size)
{
    QByteArray bytes;
    for (int i = 0; bytes.size() < size; ++i)
        bytes += "line " + QByteArray::number(i).rightJustified(54, '.') + '\n';
    bytes.truncate(size); // ends within a line, as reads do
    return bytes;
}

struct Case
{
    const char *name;
    bool prefix;
    int descriptor; // -1: nothing is written
};

void measure(const Case &what, qsizetype readSize)
{
    const QByteArray read = input(readSize);
    Waiting waiting;
    Formatting formatting;
    OutputWriter writer(what.descriptor, what.descriptor, &waiting);
    formatting.output = what.prefix ? &writer.output() : nullptr;
    LineSplitter splitter(&formatting);

    const double start = secondsNow();
    const double processorStart = processorSeconds();
    for (qint64 done = 0; done < kTotal; done += read.size()) {
        splitter.feed(TaskId{ 0 }, Stream::Out, read, Nanoseconds(done));
        if (what.descriptor < 0)
            writer.output().buffer(Stream::Out).resize(0);
        else
            writer.flush();
        waiting.room = !writer.full();
        while (!waiting.room)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    splitter.finish(TaskId{ 0 });
    if (what.descriptor >= 0)
        writer.finish(std::nullopt);
    const auto total = static_cast<double>(formatting.seen);
    std::printf("%-36s %4lld KiB  %.3f ns/byte  %.3f s, %.3f s of processor\n", what.name,
                static_cast<long long>(readSize / 1024), (secondsNow() - start) * 1e9 / total,
                secondsNow() - start, processorSeconds() - processorStart);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    ::signal(SIGPIPE, SIG_IGN);
    int ends[2] = { -1, -1 };
    const int null = ::open("/dev/null", O_WRONLY);
    if (::pipe(ends) != 0 || null < 0)
        return 1;
    std::thread reader([from = ends[0]] {
        std::vector<char> bytes(131072);
        while (::read(from, bytes.data(), bytes.size()) > 0) { }
    });
    for (const qsizetype size : { 64, 128, 256 }) {
        measure({ "split", false, -1 }, size * 1024);
        measure({ "split, prefix", true, -1 }, size * 1024);
        measure({ "split, prefix, write to /dev/null", true, null }, size * 1024);
        measure({ "split, prefix, write to a pipe", true, ends[1] }, size * 1024);
    }
    ::close(ends[1]);
    reader.join();
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("largest memory %ld KiB\n", usage.ru_maxrss);
    return 0;
}
