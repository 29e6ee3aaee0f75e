// SPDX-License-Identifier: MIT
// A program as prun is one, guard and signals and nothing else; its first argument says what it
// does. What it starts holds its standard output open, so the reader sees the end of the last one.
#include <platform/entry_state.h>
#include <platform/fd_limit.h>
#include <platform/guard.h>
#include <platform/self_signal.h>
#include <platform/signal_names.h>
#include <platform/signal_source.h>

#include <QtCore/qcoreapplication.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <sys/resource.h>
#include <unistd.h>

using namespace prun;

namespace {

constexpr unsigned kLifetime = 60; // seconds: even a test that fails leaves nothing for long

void say(const QByteArray &line)
{
    const QByteArray text = line + '\n';
    if (write(STDOUT_FILENO, text.constData(), size_t(text.size())) != text.size())
        _exit(99);
}

[[noreturn]] void waitForEver()
{
    for (;;)
        pause();
}

[[noreturn]] void liveUntilKilled()
{
    restoreEntryState();
    alarm(kLifetime);
    signal(SIGTERM, SIG_IGN);
    waitForEver();
}

/// A child in a group of its own, a grandchild below it, and one that has detached from all.
void startTree()
{
    if (fork() == 0) {
        setpgid(0, 0);
        fork();
        liveUntilKilled();
    }
    if (fork() == 0) {
        setsid();
        if (fork() == 0) {
            say("detached");
            liveUntilKilled();
        }
        _exit(0);
    }
}

int tree()
{
    say("worker " + QByteArray::number(getpid()));
    startTree();
    waitForEver();
}

/// A process that is meant to outlive prun: it says so when its standard input has something.
int background()
{
    if (fork() == 0) {
        alarm(kLifetime);
        char byte = 0;
        if (read(STDIN_FILENO, &byte, 1) == 1)
            say("still here");
        _exit(0);
    }
    markCleanEnd();
    return 3;
}

int tellSignals(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const SignalSource source([](ReceivedSignal received) {
        say(signalName(received.number));
        if (received.kind == SignalKind::Terminate)
            dieOf(received.number);
        if (received.kind == SignalKind::TerminalStop) {
            stopSelf();
            say("running again");
        }
    });
    say("worker " + QByteArray::number(getpid()));
    return app.exec();
}

int neverComeToTheLoop(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const SignalSource source([](ReceivedSignal) { say("told, which cannot be"); });
    say("worker " + QByteArray::number(getpid()));
    startTree();
    waitForEver();
}

QByteArray statusLine(const char *key)
{
    FILE *file = std::fopen("/proc/self/status", "r");
    QByteArray found;
    for (char line[256]; file && std::fgets(line, sizeof line, file);) {
        if (QByteArrayView(line).startsWith(key))
            found = QByteArray(line).mid(qsizetype(qstrlen(key))).trimmed();
    }
    if (file)
        std::fclose(file);
    return found;
}

int report()
{
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    say("blocked " + statusLine("SigBlk:"));
    say("ignored " + statusLine("SigIgn:"));
    say("files " + QByteArray::number(qint64(limit.rlim_cur)));
    return 0;
}

/// What a command is given that a prun with all its handlers and limits starts.
int startReport(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const SignalSource source([](ReceivedSignal) {});
    raiseOpenFileLimit();
    say("worker blocked " + statusLine("SigBlk:"));
    for (int fd = 0; fd < 3; ++fd) {
        if (wasClosed(fd))
            say("was closed " + QByteArray::number(fd));
    }
    const pid_t child = fork();
    if (child == 0) {
        restoreEntryState();
        execl("/proc/self/exe", argv[0], "report", nullptr);
        _exit(127);
    }
    waitForEver();
}

} // namespace

int main(int argc, char **argv)
{
    const std::string_view what = argc > 1 ? argv[1] : "";
    if (what == "report")
        return report();
    const GuardOutcome guard = enterGuard();
    const int number = argc > 2 ? std::atoi(argv[2]) : 0;
    if (what == "exit") {
        markCleanEnd();
        return number;
    }
    if (what == "quit")
        return number;
    if (what == "die")
        dieOf(number);
    if (what == "crash")
        std::raise(number);
    if (what == "guarded")
        return guard.active ? 1 : 0;
    if (what == "tree")
        return tree();
    if (what == "background")
        return background();
    if (what == "signals")
        return tellSignals(argc, argv);
    if (what == "stuck")
        return neverComeToTheLoop(argc, argv);
    if (what == "start-report")
        return startReport(argc, argv);
    return 98;
}
