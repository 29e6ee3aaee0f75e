// SPDX-License-Identifier: MIT
#include "prun_process.h"

#include "proc_files.h"
#include "pty.h"

#include <QtTest/qtest.h>

#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr int kPollMs = 5;

/// { what the test keeps, what the program gets }
std::pair<int, int> makePipe(bool programWrites)
{
    int ends[2] = { -1, -1 };
    if (pipe2(ends, O_CLOEXEC) != 0)
        qFatal("no pipe for a test");
    return programWrites ? std::pair{ ends[0], ends[1] } : std::pair{ ends[1], ends[0] };
}

void closeOnce(int &descriptor)
{
    if (descriptor >= 0)
        close(descriptor);
    descriptor = -1;
}

/// Whether there may be more.
bool readInto(QByteArray &text, int descriptor)
{
    char bytes[65536];
    const ssize_t size = read(descriptor, bytes, sizeof bytes);
    if (size > 0)
        text.append(bytes, size);
    return size > 0 || (size < 0 && (errno == EINTR || errno == EAGAIN));
}

} // namespace

QByteArray prunProgram()
{
    return PRUN_PROGRAM;
}

QByteArray testChild()
{
    return PRUN_TEST_CHILD;
}

QByteArray childCommand(const QByteArray &words)
{
    return testChild() + ' ' + words;
}

PrunProcess::PrunProcess(const QByteArrayList &arguments, const Setup &setup)
    : m_terminal(setup.terminal), m_started(steady_clock::now())
{
    int fds[3] = { setup.input, setup.output, setup.errors };
    int *const kept[3] = { &m_input, &m_output, &m_errors };
    bool ours[3] = {};
    for (int i = 0; i < 3; ++i) {
        if (fds[i] >= 0)
            continue;
        ours[i] = true;
        if (setup.terminal && setup.terminalStreams.contains(i))
            fds[i] = setup.terminal->openSlave();
        else
            std::tie(*kept[i], fds[i]) = makePipe(i > 0);
    }
    if (setup.terminal && m_output < 0)
        m_output = fcntl(setup.terminal->master(), F_DUPFD_CLOEXEC, 3);

    // A signal that is sent at once is to meet the program, not the handlers of the test.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    m_pid = fork();
    if (m_pid < 0)
        qFatal("no process for a test");
    if (m_pid == 0)
        runChild(arguments, setup, fds);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (!setup.terminal)
        setpgid(m_pid, m_pid); // the child does the same: whoever comes first
    for (int i = 0; i < 3; ++i) {
        if (ours[i])
            close(fds[i]);
    }
}

PrunProcess::~PrunProcess()
{
    if (!m_end) {
        send(SIGKILL); // the guard only: the worker then ends itself and everything else
        send(SIGCONT);
        waitUntil([this] { return reap(); });
    }
    closeOnce(m_input);
    closeOnce(m_output);
    closeOnce(m_errors);
}

void PrunProcess::runChild(const QByteArrayList &arguments, const Setup &setup,
                           const int (&fds)[3]) const
{
    int high[3];
    for (int i = 0; i < 3; ++i)
        high[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 10); // none is in the way of another
    for (int i = 0; i < 3; ++i)
        dup2(high[i], i);
    if (setup.terminal) {
        setsid();
        const int slave = setup.terminal->openSlave();
        ioctl(slave, TIOCSCTTY, 0);
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
    for (const QByteArray &variable : setup.environment)
        putenv(const_cast<char *>(variable.constData()));
    if (!setup.folder.isEmpty() && chdir(setup.folder.constData()) != 0)
        _exit(96);
    for (const int fd : setup.closedStreams)
        close(fd);
    const QByteArray program = setup.program.isEmpty() ? prunProgram() : setup.program;
    std::vector<char *> argv{ const_cast<char *>(program.constData()) };
    for (const QByteArray &argument : arguments)
        argv.push_back(const_cast<char *>(argument.constData()));
    argv.push_back(nullptr);
    execvp(program.constData(), argv.data());
    _exit(97);
}

void PrunProcess::send(int signal) const
{
    kill(m_pid, signal);
}

void PrunProcess::sendToGroup(int signal) const
{
    kill(-m_pid, signal);
}

void PrunProcess::type(QByteArrayView bytes) const
{
    const int descriptor = m_input >= 0 ? m_input : m_terminal->master();
    if (write(descriptor, bytes.data(), size_t(bytes.size())) != bytes.size())
        qWarning("the program does not take input");
}

void PrunProcess::closeInput()
{
    closeOnce(m_input);
}

void PrunProcess::closeOutput()
{
    closeOnce(m_output);
}

QByteArrayList PrunProcess::outLines() const
{
    QByteArrayList lines = m_out.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

void PrunProcess::readFor(int patienceMs) const
{
    pollfd both[2] = { { m_readsOutput ? m_output : -1, POLLIN, 0 }, { m_errors, POLLIN, 0 } };
    if (poll(both, 2, patienceMs) <= 0)
        return;
    if (both[0].revents != 0 && !readInto(m_out, m_output))
        closeOnce(m_output);
    if (both[1].revents != 0 && !readInto(m_err, m_errors))
        closeOnce(m_errors);
}

bool PrunProcess::waitUntil(const std::function<bool()> &condition, milliseconds patience) const
{
    const auto deadline = steady_clock::now() + patience;
    while (!condition()) {
        if (steady_clock::now() >= deadline)
            return false;
        readFor(kPollMs);
    }
    return true;
}

bool PrunProcess::waitForOut(QByteArrayView text) const
{
    return waitUntil([&] { return m_out.indexOf(text) >= 0; });
}

bool PrunProcess::waitForErr(QByteArrayView text) const
{
    return waitUntil([&] { return m_err.indexOf(text) >= 0; });
}

bool PrunProcess::waitForState(char state) const
{
    return waitUntil([&] { return processState(m_pid) == state; });
}

bool PrunProcess::reap()
{
    int status = 0;
    if (waitpid(m_pid, &status, WNOHANG) != m_pid)
        return false;
    m_ended = steady_clock::now();
    m_end = WIFEXITED(status) ? exited(WEXITSTATUS(status)) : killedBy(WTERMSIG(status));
    return true;
}

std::optional<PrunProcess::End> PrunProcess::waitForEnd(milliseconds patience)
{
    if (m_end || !waitUntil([this] { return reap(); }, patience))
        return m_end;
    for (int *descriptor : { &m_output, &m_errors }) {
        // Not to its end: something that the program left may hold it.
        pollfd rest = { *descriptor, POLLIN, 0 };
        QByteArray &text = descriptor == &m_output ? m_out : m_err;
        while (*descriptor >= 0 && (m_readsOutput || descriptor == &m_errors)
               && poll(&rest, 1, 0) == 1 && readInto(text, *descriptor)) { }
    }
    return m_end;
}

int PrunProcess::workerPid() const
{
    const QList<int> children = childrenOf(m_pid);
    return children.isEmpty() ? 0 : children.first();
}

milliseconds PrunProcess::duration() const
{
    return duration_cast<milliseconds>(m_ended - m_started);
}

char *toString(const PrunProcess::End &end)
{
    return qstrdup(end.signal != 0 ? "signal " + QByteArray::number(end.signal)
                                   : "code " + QByteArray::number(end.code));
}

char *toString(const std::optional<PrunProcess::End> &end)
{
    return end ? toString(*end) : qstrdup("it did not end");
}

PrunProcess::End exited(int code)
{
    return { .code = code, .signal = 0 };
}

PrunProcess::End killedBy(int signal)
{
    return { .code = -1, .signal = signal };
}
