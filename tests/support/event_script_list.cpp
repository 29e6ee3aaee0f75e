// SPDX-License-Identifier: MIT
#include "event_script_parts.h"

#include <csignal>

namespace prun::test {

namespace {

using Why = RunStopping::Why;
using Kind = Outcome::Kind;

void addOrdinaryRuns(Scripts &scripts)
{
    add(scripts, "plain")
        .task("echo hello")
        .task("echo a; echo; echo b")
        .queue(0)
        .queue(1)
        .start(0)
        .start(1)
        .at(2)
        .out(0, "hello\n")
        .out(1, "a\n\nb\n")
        .at(3)
        .end(0)
        .at(5)
        .end(1)
        .finish();
    add(scripts, "names-and-failure")
        .task("npm run build", "build")
        .task("npm test", "test")
        .task("sleep 1")
        .start(0)
        .start(1)
        .start(2)
        .at(120)
        .out(0, "compiling\n")
        .at(900)
        .err(1, "1 test failed\nexpected 4, got 5\n")
        .at(1300)
        .end(1, 3)
        .at(2000)
        .end(0)
        .end(2)
        .finish(1);
    add(scripts, "both-streams")
        .task("make")
        .start(0)
        .at(1)
        .out(0, "cc a.c\n")
        .err(0, "a.c:1: warning\n")
        .out(0, "cc b.c\n")
        .at(9)
        .end(0)
        .finish();
    EventScript &hidden = add(scripts, "hidden");
    hidden.context.presentation.hidden = { TaskId(0) };
    hidden.task("noise", "noisy")
        .task("echo calm", "calm")
        .start(0)
        .start(1)
        .at(1)
        .out(0, "noise\n")
        .out(1, "calm\n")
        .err(0, "more noise\n")
        .at(4)
        .end(0)
        .end(1)
        .finish();
}

void addLineHandling(Scripts &scripts)
{
    add(scripts, "partial-lines")
        .task("prompt")
        .task("other")
        .start(0)
        .start(1)
        .at(100)
        .out(0, "Name? ")
        .at(200)
        .out(0, "Ada\n")
        .at(300)
        .out(0, "half")
        .at(310)
        .out(1, "whole\n")
        .at(400)
        .out(0, " line\n")
        .at(500)
        .out(1, "tail")
        .at(510)
        .out(0, "x")
        .at(520)
        .out(1, "\n")
        .at(600)
        .out(0, "end")
        .end(0)
        .end(1)
        .finish();
    add(scripts, "bytes")
        .task("cat noise")
        .start(0)
        .at(1)
        .out(0, QByteArray("nul \0 in the middle\n", 20))
        .out(0, "latin1 \xe9, lone \x80, UTF-16 \xff\xfe\n")
        .out(0, "crlf\r\n")
        .out(0, "10%\r20%\r30%")
        .out(0, "\r100%\n")
        .out(0, "\x1b]0;title\a\x1b[2Jtext\n")
        .at(2)
        .end(0)
        .finish();
    addOnTerminal(scripts, "terminal-control-sequences")
        .task("rude", "rude")
        .task("polite", "polite")
        .start(0)
        .start(1)
        .at(10)
        .out(0, "\x1b[2J\x1b[Htop\x1b[31mred\n")
        .out(1, "mine\n")
        .out(0, "still red\x1b[0m plain\n")
        .at(20)
        .out(0, "\x1b]0;title\a\x1b]52;c;cHduZWQ=\x1b\\clip\x1b[?1049h alt\x1bP+q544e\x1b\\ dcs\n")
        .at(30)
        .out(0, "\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\ after\n")
        .at(40)
        .out(0, "cut \x1b[3")
        .at(45)
        .out(0, "2mgreen \xc3")
        .out(0, "\xa9\n")
        .out(0, "open \x1b]2;no end\n")
        .at(50)
        .out(0,
             "c1 \xc2\x9b"
             "2J and \x9b"
             "2J, caf\xc3\xa9\n")
        .out(0, "end \x1b")
        .at(60)
        .end(0)
        .end(1)
        .finish();
    addOnTerminal(scripts, "terminal-progress-bar")
        .task("download", "get")
        .task("other", "etc")
        .start(0)
        .start(1)
        .at(100)
        .out(0, "\r 10%")
        .at(110)
        .out(0, "\r 11%")
        .at(120)
        .out(0, "\r 12%")
        .at(200)
        .out(0, "\r\x1b[32m 20%\x1b[0m")
        .at(210)
        .out(0, "\r 21%")
        .at(215)
        .out(1, "hello\n")
        .at(400)
        .out(0, "\r 40%")
        .at(410)
        .out(0, "\r100%\n")
        .at(420)
        .out(0, "a\rb\r\nc\r\n")
        .at(500)
        .end(0)
        .end(1)
        .finish();
}

void addPresentations(Scripts &scripts)
{
    EventScript &timings = add(scripts, "timings");
    timings.context.presentation.timings = true;
    timings.task("sleep 1", "short")
        .task("sleep 2 && echo done | tee log.txt", "långt 名前")
        .start(0)
        .start(1)
        .at(1305)
        .end(0)
        .at(2000)
        .exit(1, outcome(Kind::Canceled, 0, SIGTERM))
        .outputEnd(1)
        .finish();
    EventScript &quiet = add(scripts, "quiet");
    quiet.context.presentation.quiet = true;
    quiet.task("a")
        .task("b")
        .start(0)
        .start(1)
        .at(1)
        .out(0, "out\n")
        .err(1, "err\n")
        .end(0)
        .end(1, 2)
        .notice(Notice::Level::Warning, "a warning")
        .notice(Notice::Level::Error, "an error")
        .finish(1);
    EventScript &quietSuccess = add(scripts, "quiet-success");
    quietSuccess.context.presentation.quietSuccess = true;
    quietSuccess.task("a")
        .task("b")
        .start(0)
        .start(1)
        .at(1)
        .out(0, "out\n")
        .end(0)
        .end(1, 2)
        .finish(1);
    EventScript &verbose = add(scripts, "verbose-template");
    verbose.context.presentation.verbose = true;
    verbose.context.presentation.prefix = "{time} {index}/{name}#{attempt} {pid} {elapsed} {x}";
    verbose.context.presentation.timestampFormat = "HH:mm:ss.SSS 'Uhr'";
    verbose.task("a", "n")
        .start(0)
        .at(12)
        .out(0, "one\ntwo\n")
        .at(1234)
        .out(0, "three\n")
        .end(0)
        .notice(Notice::Level::Detail, "a detail")
        .finish();
    EventScript &padded = add(scripts, "padded-strange-names");
    padded.context.presentation.padPrefix = true;
    padded.task("a", "\x1b]0;PWNED\a\x1b[2J")
        .task("b",
              "\xe2\x80\xae"
              "evil\xc2\x9b")
        .task("c", "日本")
        .task("d", "e\xcc\x81 \xff");
    for (int i = 0; i < 4; ++i)
        padded.start(i).at(i).out(i, "line\n").end(i);
    padded.finish();
    EventScript &command = add(scripts, "command-prefix");
    command.context.presentation.prefix = "command";
    command.context.presentation.logDirectory = "logs";
    command.task("echo foo here")
        .task("false")
        .start(0)
        .start(1)
        .at(1)
        .out(0, "foo here\n")
        .end(0)
        .end(1, 1)
        .finish(1);
}

void addTerminals(Scripts &scripts)
{
    EventScript &colors = addOnTerminal(scripts, "terminal-colors");
    colors.context.presentation.prefixColors = { "bgBlue.bold", "#23de43", "auto" };
    colors.task("a")
        .task("b")
        .task("c")
        .task("d")
        .start(0)
        .start(1)
        .start(2)
        .start(3)
        .at(1)
        .out(0, "0\n")
        .out(1, "1\n")
        .out(2, "2\n")
        .out(3, "3\n")
        .end(0)
        .end(1, 1)
        .exit(2, outcome(Kind::Canceled, 0, SIGTERM))
        .outputEnd(2)
        .end(3)
        .finish(1);
    EventScript &narrow = addOnTerminal(scripts, "terminal-narrow-long-command", 40, 10, 4);
    narrow.task("node --enable-source-maps ./packages/server/dist/main.js --port 3000", "server")
        .task("false", "check")
        .start(0)
        .start(1)
        .at(50)
        .out(0, "a line that is quite a bit longer than forty columns are wide\n")
        .err(1, "no\n")
        .end(1, 1)
        .at(900)
        .end(0)
        .finish(1);
    addOnTerminal(scripts, "terminal-1x1", 1, 1, 0)
        .task("echo hello", "hello")
        .task("false", "nope")
        .start(0)
        .start(1)
        .at(200)
        .out(0, "hello\n")
        .err(1, "\x1b[1m")
        .at(450)
        .end(0)
        .end(1, 1)
        .finish(1);
    addOnTerminal(scripts, "terminal-interrupted")
        .task("server", "api")
        .task("client", "web")
        .start(0)
        .start(1)
        .at(300)
        .out(0, "listening\n")
        .out(1, "Ready? ")
        .at(1500)
        .stopping(Why::Signal, SIGINT, 2)
        .at(1510)
        .exit(0, outcome(Kind::Canceled))
        .outputEnd(0)
        .exit(1, outcome(Kind::Canceled, 0, SIGINT))
        .outputEnd(1)
        .finish(130, SIGINT);
}

} // namespace

std::vector<std::unique_ptr<EventScript>> eventScripts()
{
    Scripts scripts;
    addOrdinaryRuns(scripts);
    addLineHandling(scripts);
    addEndings(scripts);
    addPresentations(scripts);
    addTerminals(scripts);
    return scripts;
}

} // namespace prun::test
