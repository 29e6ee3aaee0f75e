// SPDX-License-Identifier: MIT
#include <platform/isolated_call.h>
#include <platform/last_words.h>

#include <QtCore/qdeadlinetimer.h>

#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

namespace prun {

namespace {

constexpr int kLookEvery = 10; // ms; for a call that left the pipes open in another process

/// A pipe whose ends nobody inherits.
struct Pipe
{
    Pipe()
    {
        if (pipe(ends) == 0) {
            for (const int end : ends)
                fcntl(end, F_SETFD, FD_CLOEXEC);
            fcntl(ends[0], F_SETFL, O_NONBLOCK);
        }
    }
    ~Pipe()
    {
        closeEnd(0);
        closeEnd(1);
    }
    Q_DISABLE_COPY_MOVE(Pipe)

    void closeEnd(int which)
    {
        if (ends[which] >= 0)
            close(ends[which]);
        ends[which] = -1;
    }

    int ends[2] = { -1, -1 };
};

[[noreturn]] void runChild(const std::function<void()> &call, const Pipe &done, const Pipe &words)
{
    setpgid(0, 0); // so that all of it can be killed
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    const rlimit noCore = { 0, 0 };
    setrlimit(RLIMIT_CORE, &noCore);
    for (int number = 1; number < NSIG; ++number)
        signal(number, SIG_DFL); // a handler of ours would tell the parent's loop
    sigset_t none = {};
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);

    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
    dup2(words.ends[1], STDERR_FILENO);
    call();
    const char returned = 1;
    const ssize_t written = write(done.ends[1], &returned, 1);
    _exit(written == 1 ? 0 : 1); // nothing of ours may run twice at exit
}

/// False at the end of the pipe.
bool readWords(int descriptor, LastWords *words)
{
    char buffer[1024];
    ssize_t got = 0;
    while ((got = read(descriptor, buffer, sizeof buffer)) > 0)
        words->append(buffer, got);
    return got < 0 && errno != EBADF;
}

bool hasEnded(pid_t child)
{
    siginfo_t ended = {};
    const int failed = waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOHANG | WNOWAIT);
    return failed != 0 || ended.si_pid != 0;
}

enum class Waited : quint8 { Returned, Ended, TooLong };

/// Until the child says that the call returned, or cannot say it any more.
Waited waitForReturn(pid_t child, int done, int words, LastWords *said, QDeadlineTimer deadline)
{
    pollfd pipes[] = { { done, POLLIN, 0 }, { words, POLLIN, 0 } };
    while (!deadline.hasExpired()) {
        poll(pipes, 2, static_cast<int>(qMin<qint64>(deadline.remainingTime() + 1, kLookEvery)));
        if (!readWords(words, said))
            pipes[1].fd = -1; // poll() skips it; otherwise it would return at once for ever
        const bool ended = hasEnded(child); // before the last look into the pipe
        char returned = 0;
        const ssize_t got = read(done, &returned, 1);
        if (got > 0)
            return Waited::Returned;
        if (ended)
            return Waited::Ended;
        if (got == 0)
            pipes[0].fd = -1;
    }
    return Waited::TooLong;
}

IsolatedEnd endOf(pid_t child, Waited how)
{
    int status = 0;
    pid_t waited = 0;
    do {
        waited = waitpid(child, &status, 0);
    } while (waited < 0 && errno == EINTR);

    IsolatedEnd end;
    if (how == Waited::Returned)
        end.kind = IsolatedEnd::Kind::Returned;
    else if (how == Waited::TooLong)
        end.kind = IsolatedEnd::Kind::TimedOut;
    else if (waited == child && WIFSIGNALED(status))
        end = { IsolatedEnd::Kind::Signaled, WTERMSIG(status), {}, {} };
    else
        end = { IsolatedEnd::Kind::Exited, WIFEXITED(status) ? WEXITSTATUS(status) : 0, {}, {} };
    return end;
}

} // namespace

IsolatedEnd callIsolated(const IsolatedCall &call, std::chrono::milliseconds limit)
{
    Pipe done;
    Pipe words;
    const pid_t child = done.ends[1] < 0 || words.ends[1] < 0 ? -1 : fork();
    if (child < 0)
        return { IsolatedEnd::Kind::NotTried, 0, {}, { errno, std::generic_category() } };
    if (child == 0)
        runChild(call.run, done, words);

    setpgid(child, child); // whoever comes first: the kill below must find the group
    done.closeEnd(1);
    words.closeEnd(1);
    LastWords said;
    const Waited how =
        waitForReturn(child, done.ends[0], words.ends[0], &said, QDeadlineTimer(limit));
    kill(-child, SIGKILL);
    IsolatedEnd end = endOf(child, how);
    readWords(words.ends[0], &said);
    end.lastWords = said.line();
    return end;
}

// A copy of the process makes the call itself.
void answerIsolatedCall(void (*)(const QByteArray &)) { }

} // namespace prun
