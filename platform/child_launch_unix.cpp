// SPDX-License-Identifier: MIT
#include <platform/child_isolation.h>
#include <platform/child_launch.h>
#include <platform/entry_state.h>
#include <platform/pipe.h>

#include <QtCore/qprocess.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <new>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace prun {

using Step = LaunchProblem::Step;

namespace {

// Lives in a page that prun shares with its children, so that what a child writes arrives whether
// the child shares our memory (vfork) or has a copy of it (fork).
struct Shared
{
    volatile Step step;
    volatile int error;
};

/// The child runs on prun's stack and leaves its frames only by exec: to the address sanitizer they
/// would stay in use for ever, and what prun puts there later would be an error.
void forgetStackFrames()
{
#if defined(__SANITIZE_ADDRESS__)
    __asan_handle_no_return();
#endif
}

bool connectStream(int descriptor, int number) noexcept
{
    if (descriptor < 0)
        return true;
    if (descriptor == number)
        return ::fcntl(descriptor, F_SETFD, 0) == 0;
    int result;
    do {
        result = ::dup2(descriptor, number);
    } while (result < 0 && errno == EINTR);
    return result >= 0;
}

bool connectStreams(const ChildLaunch &launch) noexcept
{
    return connectStream(launch.input, STDIN_FILENO) && connectStream(launch.output, STDOUT_FILENO)
        && connectStream(launch.error, STDERR_FILENO);
}

// No signal handler of prun may run in a child that shares our memory.
class SignalBlock
{
public:
    SignalBlock()
    {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &m_before);
    }
    ~SignalBlock() { ::pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }
    Q_DISABLE_COPY_MOVE(SignalBlock)

private:
    sigset_t m_before;
};

// QProcess does not say what it lacked, and blames the wrong thing. Ask for as many descriptors as
// it needs: a pipe and the handle of the process.
int missingResource()
{
    const OwnedDescriptor spare[] = { OwnedDescriptor(::dup(STDIN_FILENO)),
                                      OwnedDescriptor(::dup(STDIN_FILENO)),
                                      OwnedDescriptor(::dup(STDIN_FILENO)) };
    for (const OwnedDescriptor &descriptor : spare) {
        if (!descriptor)
            return EMFILE;
    }
    return EAGAIN;
}

} // namespace

struct ChildLauncher::Private
{
    explicit Private(std::vector<int> toKeep) : keep(std::move(toKeep))
    {
        void *page = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (page != MAP_FAILED)
            shared = new (page) Shared{};
    }
    ~Private()
    {
        if (shared)
            ::munmap(shared, sizeof(Shared));
    }
    Q_DISABLE_COPY_MOVE(Private)

    void runChild() const noexcept;

    std::vector<int> keep;
    const ChildLaunch *launch = nullptr;
    Shared *shared = nullptr;
    pid_t self = ::getpid();
};

ChildLauncher::ChildLauncher(std::vector<int> keep) : d(std::make_unique<Private>(std::move(keep)))
{
    noteIgnoredSignals();
}

ChildLauncher::~ChildLauncher() = default;

void ChildLauncher::adopt(QProcess &process)
{
    // Qt makes no pipes of its own. The program is one that can never be executed: it is tried only
    // when our own attempt has failed, and then makes QProcess say so.
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.setInputChannelMode(QProcess::ForwardedInputChannel);
    process.setProgram(QStringLiteral("/dev/null/prun"));
    process.setChildProcessModifier([this] { d->runChild(); });
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::UseVFork);
#endif
}

LaunchProblem ChildLauncher::start(QProcess &process, const ChildLaunch &launch)
{
    if (!d->shared)
        return { Step::Resources, ENOMEM };
    d->launch = &launch;
    d->shared->step = Step::None;
    d->shared->error = 0;
    {
        const SignalBlock block;
        process.start(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    // The program runs already if the system could vfork. Asking saves a turn of the event loop,
    // and makes QProcess clean up at once after a failure.
    if (process.state() == QProcess::Starting)
        process.waitForStarted(-1);
    d->launch = nullptr;
    if (d->shared->step != Step::None)
        return { d->shared->step, d->shared->error };
    if (process.state() == QProcess::Running)
        return {};
    return { Step::Resources, missingResource() };
}

// Runs in the new process, which may share our memory: async-signal-safe calls only. Returning
// means failure.
void ChildLauncher::Private::runChild() const noexcept
{
    const auto fail = [this](Step step) {
        shared->error = errno;
        shared->step = step;
    };
    const ChildLaunch &start = *launch;
    if (start.ownGroup && ::setpgid(0, 0) != 0)
        return fail(Step::Group);
    dieWithParent();
    if (::getppid() != self) {
        errno = ESRCH;
        return fail(Step::Orphaned);
    }
    if (!connectStreams(start))
        return fail(Step::Streams);
    if (start.workingDirectory && ::chdir(start.workingDirectory) != 0)
        return fail(Step::Folder);
    closeOnExecFrom(STDERR_FILENO + 1);
    for (const int descriptor : keep)
        ::fcntl(descriptor, F_SETFD, 0);
    restoreEntryStateBeforeExec();
    forgetStackFrames();
    ::execve(start.program, const_cast<char *const *>(start.arguments),
             const_cast<char *const *>(start.environment));
    fail(Step::Program);
}

std::vector<int> jobserverDescriptors(const char *makeflags)
{
    const char *const key = "--jobserver-auth=";
    const char *found = makeflags ? std::strstr(makeflags, key) : nullptr;
    if (!found)
        return {};
    // `R,W`; the other form, `fifo:PATH`, needs no descriptors.
    char *end = nullptr;
    const long reading = std::strtol(found + std::strlen(key), &end, 10);
    if (*end != ',')
        return {};
    const long writing = std::strtol(end + 1, nullptr, 10);
    std::vector<int> descriptors;
    for (const long descriptor : { reading, writing }) {
        if (descriptor > STDERR_FILENO && descriptor < 65536)
            descriptors.push_back(static_cast<int>(descriptor));
    }
    return descriptors;
}

} // namespace prun
