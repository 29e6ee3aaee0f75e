// SPDX-License-Identifier: MIT
#include "event_script_parts.h"

#include <csignal>

namespace prun::test {

using Why = RunStopping::Why;
using Kind = Outcome::Kind;

namespace {

constexpr int killSignal = 9; // of all systems; <csignal> of Windows has no name for it

} // namespace

EventScript &add(Scripts &scripts, const char *name)
{
    scripts.push_back(std::make_unique<EventScript>(name));
    return *scripts.back();
}

EventScript &addOnTerminal(Scripts &scripts, const char *name, int columns, int rows,
                           int colorDepth)
{
    EventScript &script = add(scripts, name);
    script.context.columns = columns;
    script.context.rows = rows;
    for (int stream = 0; stream < 2; ++stream) {
        script.context.terminal[stream] = true;
        script.context.colorDepth[stream] = colorDepth;
    }
    return script;
}

Outcome outcome(Outcome::Kind kind, int exitCode, int signal)
{
    Outcome result;
    result.kind = kind;
    result.exitCode = exitCode;
    result.signal = signal;
    return result;
}

Outcome forced(Outcome result)
{
    result.forced = true;
    return result;
}

void addEndings(Scripts &scripts)
{
    add(scripts, "retry")
        .task("flaky")
        .task("steady")
        .start(0)
        .start(1)
        .at(10)
        .out(0, "try 1\n")
        .at(20)
        .exit(0, outcome(Kind::Failed, 7), {}, true)
        .outputEnd(0)
        .retry(0, 2)
        .at(21)
        .start(0, 2)
        .at(30)
        .exit(0, outcome(Kind::Signaled, 0, SIGSEGV), {}, true)
        .outputEnd(0)
        .retry(0, 3, 2000)
        .at(2030)
        .start(0, 3)
        .at(2040)
        .out(0, "try 3\n")
        .end(0)
        .at(2050)
        .end(1)
        .finish();
    add(scripts, "timeout")
        .task("sleep 100")
        .task("stubborn")
        .start(0)
        .start(1)
        .at(30000)
        .exit(0, outcome(Kind::TimedOut, 0, SIGTERM))
        .outputEnd(0)
        .at(35000)
        .exit(1, forced(outcome(Kind::TimedOut, 0, killSignal)))
        .outputEnd(1)
        .finish(1);
    add(scripts, "out-of-memory")
        .task("link everything")
        .task("sh -c 'link everything; exit'")
        .start(0)
        .start(1)
        .at(900)
        .exit(0, outcome(Kind::Signaled, 0, killSignal), "out of memory")
        .outputEnd(0)
        .exit(1, outcome(Kind::Failed, 137), "out of memory")
        .outputEnd(1)
        .finish(1);
    add(scripts, "kill-others")
        .task("server", "api")
        .task("client", "web")
        .task("never", "later")
        .queue(0)
        .queue(1)
        .queue(2)
        .start(0)
        .start(1)
        .at(500)
        .out(1, "oops\n")
        .end(1, 1)
        .stopping(Why::OtherFailed, SIGTERM, 1)
        .neverStarted(2, outcome(Kind::Canceled), "web failed")
        .at(520)
        .exit(0, outcome(Kind::Canceled, 0, SIGTERM), "web failed")
        .outputEnd(0)
        .finish(1);
    add(scripts, "halt")
        .task("test 1", "1")
        .task("test 2", "2")
        .task("test 3", "3")
        .task("test 4", "4")
        .queue(0)
        .queue(1)
        .queue(2)
        .queue(3)
        .start(0)
        .start(1)
        .start(2)
        .at(500)
        .end(0, 1)
        .halted(0, 2)
        .neverStarted(3, outcome(Kind::Canceled), "1 failed")
        .at(520)
        .out(1, "two\n")
        .end(1)
        .out(2, "three\n")
        .end(2)
        .finish(1);
    add(scripts, "never-started")
        .task("nosuchprogram --help")
        .task("./README.md")
        .task("deploy")
        .task("echo fine")
        .neverStarted(0, outcome(Kind::NoStart, 127), "nosuchprogram: not found in /usr/bin:/bin")
        .neverStarted(1, outcome(Kind::NoStart, 126), "./README.md: Permission denied")
        .neverStarted(2, outcome(Kind::Skipped), "a hook said \"not on Friday\"")
        .start(3)
        .at(4)
        .out(3, "fine\n")
        .end(3)
        .finish(1);
    add(scripts, "stopped-by-signal")
        .task("server")
        .task("worker")
        .start(0)
        .start(1)
        .at(1500)
        .stopping(Why::Signal, SIGINT, 2)
        .at(1510)
        .out(0, "bye\n")
        .exit(0, outcome(Kind::Canceled, 0), {})
        .outputEnd(0)
        .at(1900)
        .stopping(Why::Signal, killSignal, 1, true)
        .exit(1, forced(outcome(Kind::Canceled, 0, killSignal)))
        .outputEnd(1)
        .finish(130, SIGINT);
    add(scripts, "deadline-and-leak")
        .task("daemonize")
        .task("slow")
        .start(0)
        .start(1)
        .at(10)
        .out(0, "started\n")
        .exit(0, outcome(Kind::Succeeded))
        .at(60)
        .out(0, "from the background\n")
        .at(300)
        .out(1, "working\n")
        .at(5010)
        .alert(0, "left its output to 4711 (sleepy); it is closed now")
        .outputEnd(0, true)
        .at(9000)
        .stopping(Why::Deadline, SIGTERM, 1)
        .at(9010)
        .exit(1, outcome(Kind::Canceled, 0, SIGTERM), "deadline")
        .outputEnd(1)
        .finish(124);
    add(scripts, "alert-and-notices")
        .task("vim")
        .start(0)
        .at(5)
        .notice(Notice::Level::Detail, "a detail")
        .notice(Notice::Level::Information, "for your information")
        .at(10)
        .alert(0, "stopped by SIGTTIN: it wants to read from the terminal")
        .at(20)
        .notice(Notice::Level::Error, "cannot write out.log: No space left on device")
        .at(30)
        .exit(0, outcome(Kind::Unknown), "nobody reaped it")
        .outputEnd(0)
        .finish(3);
    add(scripts, "teardown")
        .task("test")
        .task("docker stop x", {}, TaskSpec::Role::Teardown)
        .start(0)
        .at(10)
        .end(0)
        .start(1)
        .at(20)
        .out(1, "x\n")
        .at(30)
        .end(1, 1)
        .finish();
    add(scripts, "interrupted-by-user")
        .task("server", "api")
        .task("false", "check")
        .task("sleep 9")
        .start(0)
        .start(1)
        .start(2)
        .at(5)
        .end(1, 1)
        .at(900)
        .stopping(Why::Signal, SIGINT, 2)
        .at(910)
        .exit(2, outcome(Kind::Signaled, 0, SIGINT))
        .outputEnd(2)
        .at(950)
        .exit(0, outcome(Kind::Failed, 130))
        .outputEnd(0)
        .finish(130, SIGINT);
}

} // namespace prun::test
