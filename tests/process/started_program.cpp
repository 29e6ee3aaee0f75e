// SPDX-License-Identifier: MIT
#include "started_program.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>

#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

struct PipeEnds
{
    int read = -1;
    int write = -1;
};

PipeEnds makePipe()
{
    int ends[2] = { -1, -1 };
    if (pipe2(ends, O_CLOEXEC) != 0)
        qFatal("no pipe for a test");
    return { ends[0], ends[1] };
}

/// Its master and slave.
PipeEnds makeTerminal()
{
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        qFatal("no terminal for a test");
    return { master, open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC) };
}

void pauseBriefly()
{
    poll(nullptr, 0, 2);
}

} // namespace

StartedProgram::StartedProgram(const QByteArrayList &arguments, const Setup &setup)
{
    const PipeEnds input = makePipe();
    const PipeEnds output = makePipe();
    const PipeEnds errors = makePipe();
    m_childEnds[0] = input.read;
    m_childEnds[1] = output.write;
    m_childEnds[2] = errors.write;
    m_input = input.write;
    m_output = output.read;
    m_errors = errors.read;
    if (setup.onTerminal) {
        close(input.read);
        close(input.write);
        const PipeEnds terminal = makeTerminal();
        m_input = terminal.read;
        m_childEnds[0] = terminal.write;
    }
    // A signal that is sent at once is to meet the program, not the handlers of the test.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    m_pid = fork();
    if (m_pid < 0)
        qFatal("no process for a test");
    if (m_pid == 0)
        runChild(arguments, setup);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (!setup.onTerminal)
        setpgid(m_pid, m_pid); // the child does the same: whoever comes first
    for (const int fd : m_childEnds)
        close(fd);
}

StartedProgram::~StartedProgram()
{
    if (!m_reaped) {
        // The guard only: the worker then ends itself and everything else.
        send(SIGKILL);
        send(SIGCONT);
        waitForEnd();
    }
    outputEnds();
    for (const int fd : { m_input, m_output, m_errors })
        close(fd);
}

void StartedProgram::runChild(const QByteArrayList &arguments, const Setup &setup) const
{
    for (int fd = 0; fd < 3; ++fd)
        dup2(m_childEnds[fd], fd);
    if (setup.onTerminal) {
        setsid();
        ioctl(STDIN_FILENO, TIOCSCTTY, 0);
    } else {
        setpgid(0, 0);
    }
    for (int signal = 1; signal < NSIG; ++signal)
        ::signal(signal, setup.ignoredSignals.contains(signal) ? SIG_IGN : SIG_DFL);
    sigset_t blocked;
    sigemptyset(&blocked);
    for (const int signal : setup.blockedSignals)
        sigaddset(&blocked, signal);
    sigprocmask(SIG_SETMASK, &blocked, nullptr);
    if (setup.openFileLimit > 0) {
        rlimit limit = {};
        getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = rlim_t(setup.openFileLimit);
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    for (const QByteArray &variable : setup.environment)
        putenv(const_cast<char *>(variable.constData()));
    for (const int fd : setup.closedStreams)
        close(fd);
    const QByteArray program =
        QFile::encodeName(QCoreApplication::applicationDirPath()) + "/guard_probe";
    std::vector<char *> argv{ const_cast<char *>(program.constData()) };
    for (const QByteArray &argument : arguments)
        argv.push_back(const_cast<char *>(argument.constData()));
    argv.push_back(nullptr);
    execv(program.constData(), argv.data());
    _exit(97);
}

void StartedProgram::send(int signal) const
{
    kill(m_pid, signal);
}

void StartedProgram::sendToGroup(int signal) const
{
    kill(-m_pid, signal);
}

void StartedProgram::type(QByteArrayView bytes) const
{
    if (write(m_input, bytes.data(), size_t(bytes.size())) != bytes.size())
        qWarning("the program does not take input");
}

bool StartedProgram::fill(steady_clock::time_point deadline)
{
    const auto left = duration_cast<milliseconds>(deadline - steady_clock::now()).count();
    pollfd output = { m_output, POLLIN, 0 };
    if (m_ended || left < 0 || poll(&output, 1, int(left)) != 1)
        return false;
    char bytes[4096];
    const ssize_t size = read(m_output, bytes, sizeof bytes);
    m_ended = size <= 0;
    m_buffer.append(bytes, std::max<ssize_t>(size, 0));
    return !m_ended;
}

std::optional<QByteArray> StartedProgram::readLine()
{
    const auto deadline = steady_clock::now() + kPatience;
    for (;;) {
        const qsizetype end = m_buffer.indexOf('\n');
        if (end >= 0) {
            const QByteArray line = m_buffer.left(end);
            m_buffer.remove(0, end + 1);
            return line;
        }
        if (!fill(deadline))
            return {};
    }
}

QByteArrayList StartedProgram::readUntil(const QByteArray &last)
{
    QByteArrayList lines;
    while (const std::optional<QByteArray> line = readLine()) {
        lines << *line;
        if (*line == last)
            break;
    }
    return lines;
}

int StartedProgram::readWorkerPid()
{
    while (const std::optional<QByteArray> line = readLine()) {
        if (line->startsWith("worker "))
            return line->mid(7).toInt();
    }
    return 0;
}

bool StartedProgram::outputEnds(milliseconds patience)
{
    const auto deadline = steady_clock::now() + patience;
    while (fill(deadline)) { }
    return m_ended;
}

bool StartedProgram::isSilentFor(milliseconds silence)
{
    const auto deadline = steady_clock::now() + silence;
    while (fill(deadline)) { }
    return !m_ended && !m_buffer.contains('\n');
}

QByteArray StartedProgram::readErrors() const
{
    QByteArray text;
    char bytes[4096];
    for (ssize_t size = 0; (size = read(m_errors, bytes, sizeof bytes)) > 0;)
        text.append(bytes, size);
    return text;
}

std::optional<int> StartedProgram::waitForChange()
{
    const auto deadline = steady_clock::now() + kPatience;
    while (!m_reaped && steady_clock::now() < deadline) {
        int status = 0;
        if (waitpid(m_pid, &status, WNOHANG | WUNTRACED | WCONTINUED) == m_pid) {
            m_reaped = WIFEXITED(status) || WIFSIGNALED(status);
            return status;
        }
        pauseBriefly();
    }
    return {};
}

std::optional<int> StartedProgram::waitForEnd()
{
    while (const std::optional<int> status = waitForChange()) {
        if (m_reaped)
            return status;
    }
    return {};
}

bool isAlive(int pid)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray text = file.readAll();
    const char state = text.mid(text.lastIndexOf(')') + 2, 1)[0];
    return state != 'Z' && state != 'X';
}
