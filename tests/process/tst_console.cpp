// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/fd_limit.h>

#include <QtTest/qtest.h>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

using namespace prun;

namespace {

/// Closes what it holds.
struct Descriptor
{
    explicit Descriptor(int opened) : fd(opened) { }
    ~Descriptor() { close(fd); }
    Q_DISABLE_COPY_MOVE(Descriptor)
    operator int() const { return fd; }
    int fd;
};

struct Pipe
{
    Pipe()
    {
        if (pipe2(ends, O_CLOEXEC) != 0)
            qFatal("no pipe for a test");
    }
    ~Pipe()
    {
        close(ends[0]);
        close(ends[1]);
    }
    Q_DISABLE_COPY_MOVE(Pipe)
    int ends[2] = { -1, -1 };
};

int openTerminal()
{
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || unlockpt(master) != 0)
        qFatal("no terminal for a test");
    return master;
}

/// In a process of its own, whose terminal `master` becomes: what `body` returns.
template<typename Body>
int onTerminal(int master, Body body)
{
    const pid_t child = fork();
    if (child == 0) {
        setsid();
        dup2(open(ptsname(master), O_RDWR), STDIN_FILENO); // becomes the controlling one
        _exit(body());
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

class TestConsole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds();
    void sameDestinations();
    void sizes();
    void colorDepths_data();
    void colorDepths();
    void restoresTheTerminal();
    void leavesTheTerminalOfOthers();
    void countsOpenFiles();
    void raisesTheLimit();
};

void TestConsole::kinds()
{
    const Pipe pipe;
    const Descriptor null(open("/dev/null", O_RDWR | O_CLOEXEC));
    const Descriptor full(open("/dev/full", O_RDWR | O_CLOEXEC));
    const Descriptor file(open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
    const Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const Descriptor master(openTerminal());
    const Descriptor terminal(open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC));
    QCOMPARE(descriptorKind(pipe.ends[0]), DescriptorKind::Pipe);
    QCOMPARE(descriptorKind(null), DescriptorKind::NullDevice);
    QCOMPARE(descriptorKind(full), DescriptorKind::Other);
    QCOMPARE(descriptorKind(file), DescriptorKind::RegularFile);
    QCOMPARE(descriptorKind(socket), DescriptorKind::Socket);
    QCOMPARE(descriptorKind(terminal), DescriptorKind::Terminal);
    QCOMPARE(descriptorKind(-1), DescriptorKind::Closed);
    QCOMPARE(descriptorKind(1 << 20), DescriptorKind::Closed);
    QVERIFY(isTerminal(terminal));
    QVERIFY(!isTerminal(pipe.ends[0]));
    QVERIFY(!isTerminal(-1));
}

void TestConsole::sameDestinations()
{
    const Pipe pipe;
    const Pipe other;
    const Descriptor copy(dup(pipe.ends[1]));
    const Descriptor null(open("/dev/null", O_WRONLY | O_CLOEXEC));
    const Descriptor nullAgain(open("/dev/null", O_RDWR | O_CLOEXEC));
    QVERIFY(sameDestination(pipe.ends[1], copy));
    QVERIFY(sameDestination(null, nullAgain));
    QVERIFY(!sameDestination(pipe.ends[1], other.ends[1]));
    QVERIFY(!sameDestination(pipe.ends[1], null));
    QVERIFY(!sameDestination(pipe.ends[1], -1));
    QVERIFY(!sameDestination(-1, -1));
}

void TestConsole::sizes()
{
    const Pipe pipe;
    const Descriptor master(openTerminal());
    QVERIFY(!terminalSize(pipe.ends[0]));
    QVERIFY(!terminalSize(master)); // nobody has told it
    const winsize size = { 24, 80, 0, 0 };
    QCOMPARE(ioctl(master, TIOCSWINSZ, &size), 0);
    QCOMPARE(terminalSize(master).value_or(TerminalSize()).columns, 80);
    QCOMPARE(terminalSize(master).value_or(TerminalSize()).rows, 24);
}

void TestConsole::colorDepths_data()
{
    QTest::addColumn<QByteArray>("term");
    QTest::addColumn<QByteArray>("colorterm");
    QTest::addColumn<int>("bits");
    const auto row = [](const char *term, const char *colorterm, int bits) {
        QTest::addRow("%s, %s", term, colorterm)
            << QByteArray(term) << QByteArray(colorterm) << bits;
    };
    row("", "", 1);
    row("", "truecolor", 1);
    row("dumb", "truecolor", 1);
    row("xterm", "", 4);
    row("linux", "", 4);
    row("xterm-256color", "", 8);
    row("screen-256color", "yes", 8);
    row("xterm-256color", "truecolor", 24);
    row("xterm", "24bit", 24);
    row("xterm-direct", "", 24);
    row("xterm-kitty", "", 24);
}

void TestConsole::colorDepths()
{
    QFETCH(const QByteArray, term);
    QFETCH(const QByteArray, colorterm);
    QTEST(colorDepthOf(term, colorterm), "bits");
}

void TestConsole::restoresTheTerminal()
{
    const Descriptor master(openTerminal());
    const int result = onTerminal(master, [] {
        rememberTerminal();
        termios before = {};
        tcgetattr(STDIN_FILENO, &before);
        termios raw = before;
        cfmakeraw(&raw);
        tcsetattr(STDIN_FILENO, TCSANOW, &raw);
        restoreTerminal();
        termios after = {};
        tcgetattr(STDIN_FILENO, &after);
        return before.c_lflag == after.c_lflag && before.c_iflag == after.c_iflag
                && before.c_oflag == after.c_oflag && raw.c_lflag != after.c_lflag
            ? 42
            : 1;
    });
    QCOMPARE(result, 42);
}

void TestConsole::leavesTheTerminalOfOthers()
{
    const Descriptor master(openTerminal());
    const int result = onTerminal(master, [] {
        rememberTerminal();
        termios raw = {};
        tcgetattr(STDIN_FILENO, &raw);
        cfmakeraw(&raw);
        tcsetattr(STDIN_FILENO, TCSANOW, &raw);
        const pid_t background = fork();
        if (background == 0) {
            setpgid(0, 0);
            restoreTerminal();
            _exit(0);
        }
        waitpid(background, nullptr, 0);
        termios after = {};
        tcgetattr(STDIN_FILENO, &after);
        return raw.c_lflag == after.c_lflag ? 42 : 1;
    });
    QCOMPARE(result, 42);
}

void TestConsole::countsOpenFiles()
{
    const int before = openFileCount();
    QVERIFY(before >= 3);
    {
        const Pipe pipe;
        QCOMPARE(openFileCount(), before + 2);
    }
    QCOMPARE(openFileCount(), before);
}

void TestConsole::raisesTheLimit()
{
    rlimit before = {};
    getrlimit(RLIMIT_NOFILE, &before);
    rlimit low = before;
    low.rlim_cur = 64;
    setrlimit(RLIMIT_NOFILE, &low);
    QCOMPARE(openFileLimit(), 64);
    const int raised = raiseOpenFileLimit();
    QCOMPARE(openFileLimit(), raised);
    QCOMPARE(rlim_t(raised), std::min<rlim_t>(before.rlim_max, 1'048'576));
    setrlimit(RLIMIT_NOFILE, &before);
}

QTEST_GUILESS_MAIN(TestConsole)

#include "tst_console.moc"
