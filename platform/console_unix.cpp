// SPDX-License-Identifier: MIT
#include <platform/console.h>
#include <platform/descriptor_io.h>

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <new>

namespace prun {
namespace {

struct SavedTerminal
{
    int fd = -1; // one of the standard streams
    termios settings = {};
};
SavedTerminal s_saved;

/// In memory that guard and worker share; null without a terminal.
std::atomic<bool> *s_liveView = nullptr;

std::atomic<bool> *sharedFlag()
{
    void *memory = mmap(nullptr, sizeof(std::atomic<bool>), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? nullptr : new (memory) std::atomic<bool>(false);
}

bool isNullDevice(const struct stat &info)
{
    struct stat null = {};
    return S_ISCHR(info.st_mode) && stat("/dev/null", &null) == 0 && info.st_rdev == null.st_rdev;
}

bool isSame(const termios &a, const termios &b)
{
    return a.c_iflag == b.c_iflag && a.c_oflag == b.c_oflag && a.c_cflag == b.c_cflag
        && a.c_lflag == b.c_lflag && std::memcmp(a.c_cc, b.c_cc, sizeof a.c_cc) == 0;
}

} // namespace

DescriptorKind descriptorKind(int fd)
{
    struct stat info = {};
    if (fstat(fd, &info) != 0)
        return DescriptorKind::Closed;
    if (S_ISREG(info.st_mode))
        return DescriptorKind::RegularFile;
    if (S_ISFIFO(info.st_mode))
        return DescriptorKind::Pipe;
    if (S_ISSOCK(info.st_mode))
        return DescriptorKind::Socket;
    if (isNullDevice(info))
        return DescriptorKind::NullDevice;
    return isTerminal(fd) ? DescriptorKind::Terminal : DescriptorKind::Other;
}

bool isTerminal(int fd)
{
    return isatty(fd) == 1;
}

std::optional<TerminalSize> terminalSize(int fd)
{
    winsize size = {};
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return {};
    return TerminalSize{ size.ws_col, size.ws_row };
}

bool sameDestination(int a, int b)
{
    struct stat first = {};
    struct stat second = {};
    if (fstat(a, &first) != 0 || fstat(b, &second) != 0)
        return false;
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

bool readerIsGone(int fd)
{
    pollfd output = { fd, 0, 0 }; // errors are told without being asked for
    return poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

bool enableEscapeSequences(int fd)
{
    return isTerminal(fd);
}

bool isInForeground()
{
    if (s_saved.fd < 0)
        return true;
    const pid_t foreground = tcgetpgrp(s_saved.fd);
    return foreground < 0 || foreground == getpgrp(); // below 0: it is not the terminal of prun
}

void announceLiveView(bool shown) noexcept
{
    if (s_liveView)
        s_liveView->store(shown);
}

void leaveLiveView() noexcept
{
    if (s_liveView && s_liveView->exchange(false))
        writeIfRoom(STDERR_FILENO, "\x1b[?25h\r\n");
}

void rememberTerminal()
{
    if (s_saved.fd >= 0)
        return;
    for (const int fd : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO }) {
        if (tcgetattr(fd, &s_saved.settings) == 0) {
            s_saved.fd = fd;
            s_liveView = sharedFlag();
            return;
        }
    }
}

void prepareTerminal() { }

void restoreTerminal()
{
    leaveLiveView();
    termios now = {};
    if (s_saved.fd < 0 || tcgetpgrp(s_saved.fd) != getpgrp() || tcgetattr(s_saved.fd, &now) != 0
        || isSame(now, s_saved.settings))
        return;
    // Should prun be put into the background right now, it must not be stopped for this.
    sigset_t background;
    sigset_t before;
    sigemptyset(&background);
    sigaddset(&background, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &background, &before);
    tcsetattr(s_saved.fd, TCSADRAIN, &s_saved.settings);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

} // namespace prun
