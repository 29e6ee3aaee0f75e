// SPDX-License-Identifier: MIT
// What commands leave behind, with real processes and the program from outside: trees of several
// levels, orphans, background processes of an attempt that is tried again.
#include <tests/support/leak_check.h>
#include <tests/support/proc_files.h>
#include <tests/support/prun_process.h>

#include <QtTest/qtest.h>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>

using namespace std::chrono_literals;

namespace {

class TestProcessTrees : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threeLevelsThatIgnoreEverything();
    void tenMegabytesFromTheBackground();
    void orphansLeaveNoZombies();
    void nextAttemptFindsNothingOfTheLast();
    void processOfAnotherUserIsNamed();
    void stoppedGuardDoesNotStopTheStop();
    void guardAndWorkerKilledAtOnce();
    void killedForLackOfMemory();
};

void TestProcessTrees::threeLevelsThatIgnoreEverything()
{
    const LeakCheck check;
    PrunProcess prun({ "--kill-timeout=1s", "--formatter=jsonl",
                       "trap '' TERM INT HUP; sh -c 'sh -c \"echo ready; sleep 300; :\"; :'; :" },
                     { .environment = { check.mark() } });
    // Two of prun, three shells, and the last word of the innermost.
    QVERIFY(prun.waitUntil([&] { return check.alive().size() == 6; }));
    const auto asked = std::chrono::steady_clock::now();
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    QVERIFY(std::chrono::steady_clock::now() - asked >= 1s);
    QVERIFY2(prun.out().contains("\"signalName\":\"SIGKILL\",\"coreDumped\":false,\"forced\":true"),
             prun.out().constData());
    NOTHING_LEFT(check);
}

void TestProcessTrees::tenMegabytesFromTheBackground()
{
    PrunProcess prun({ "-p", "none", childCommand("fork-spew 10000000") });
    QCOMPARE(prun.waitForEnd(), exited(0));
    QCOMPARE(prun.out().count(QByteArray(63, 'y') + '\n'), 10'000'000 / 64);
}

void TestProcessTrees::orphansLeaveNoZombies()
{
    const LeakCheck check;
    PrunProcess prun({ childCommand("orphans 1000 then say done then wait") },
                     { .environment = { check.mark() } });
    const auto zombies = [&] {
        const QList<int> children = childrenOf(prun.workerPid());
        return std::ranges::count_if(children, [](int pid) { return processState(pid) == 'Z'; });
    };
    QVERIFY(prun.waitForOut("done"));
    QVERIFY(prun.waitUntil([&] { return zombies() == 0 && check.alive().size() == 3; }));
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    NOTHING_LEFT(check);
}

void TestProcessTrees::nextAttemptFindsNothingOfTheLast()
{
    QTemporaryDir folder;
    const LeakCheck check;
    // The first attempt leaves a process in a session of its own; the second looks for it.
    PrunProcess prun({ "--restart-tries=1", "--kill-timeout=300ms", "--cwd",
                       QFile::encodeName(folder.path()),
                       "if [ $PRUN_ATTEMPT = 1 ]; then " + childCommand("ignore-term then setsid")
                           + " > left; exit 1; fi; "
                           + "set -- $(cat left); kill -0 $2 && echo alive || echo it is gone" },
                     { .environment = { check.mark() } });
    QCOMPARE(prun.waitForEnd(), exited(0));
    QVERIFY2(prun.out().contains("it is gone\n"), prun.out() + prun.err());
    NOTHING_LEFT(check);
}

void TestProcessTrees::processOfAnotherUserIsNamed()
{
    if (::geteuid() != 0)
        QSKIP("only root can make a program that runs with other rights");
    const QByteArrayList asNobody{ "--reuid=65534", "--regid=65534", "--clear-groups" };
    PrunProcess reachable(asNobody + QByteArrayList{ "test", "-x", prunProgram() },
                          { .program = "setpriv" });
    if (reachable.waitForEnd() != exited(0))
        QSKIP("another user may not enter the folder that this was built in");
    QTemporaryDir folder;
    const QString program = folder.filePath(QStringLiteral("other-rights"));
    QVERIFY(QFile::copy(QFile::decodeName(testChild()), program));
    QCOMPARE(::chmod(QFile::encodeName(program).constData(), 04755), 0);
    QCOMPARE(::chmod(QFile::encodeName(folder.path()).constData(), 0755), 0);
    const LeakCheck check;
    // As nobody: what has root's rights it may not signal.
    PrunProcess prun({ "--reuid=65534", "--regid=65534", "--clear-groups", prunProgram(),
                       "--kill-timeout=200ms",
                       QFile::encodeName(program) + " take-all-rights then say ready then wait" },
                     { .program = "setpriv", .environment = { check.mark() } });
    QVERIFY(prun.waitForOut("ready"));
    const QList<int> children = childrenOf(prun.workerPid());
    QCOMPARE(children.size(), 1);
    const int foreign = children.first();
    prun.send(SIGTERM);
    QCOMPARE(prun.waitForEnd(), exited(5));
    QVERIFY2(prun.err().contains(QByteArray::number(foreign) + " (other-rights)"),
             prun.err().constData());
    QCOMPARE(prun.err().count("alive although killed"), 1);
    QCOMPARE(check.alivePids(), QList<int>{ foreign });
}

void TestProcessTrees::stoppedGuardDoesNotStopTheStop()
{
    const LeakCheck check;
    PrunProcess prun({ childCommand("setsid then wait") }, { .environment = { check.mark() } });
    QVERIFY(prun.waitForOut("detached"));
    prun.send(SIGSTOP); // only the guard: nobody hears of it
    QVERIFY(prun.waitForState('T'));
    kill(prun.workerPid(), SIGTERM);
    QVERIFY(prun.waitUntil([&] { return check.alive().size() == 1; })); // the guard
    prun.send(SIGCONT);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGTERM));
    NOTHING_LEFT(check);
}

void TestProcessTrees::guardAndWorkerKilledAtOnce()
{
    const LeakCheck check;
    PrunProcess prun({ childCommand("wait"), "sleep 300" }, { .environment = { check.mark() } });
    QVERIFY(prun.waitUntil([&] { return check.alive().size() == 4; }));
    const int worker = prun.workerPid();
    prun.send(SIGSTOP); // so that neither has time for anything
    kill(worker, SIGSTOP);
    kill(worker, SIGKILL);
    prun.send(SIGKILL);
    QCOMPARE(prun.waitForEnd(), killedBy(SIGKILL));
    NOTHING_LEFT(check); // direct children die with their parent; what has detached would live
}

void TestProcessTrees::killedForLackOfMemory()
{
    const QByteArray group = "/sys/fs/cgroup/memory/prun-test-" + QByteArray::number(::getpid());
    if (::mkdir(group.constData(), 0755) != 0)
        QSKIP("no control group for memory (version 1) can be made here");
    const LeakCheck check;
    // The big one alone may not fit; tail keeps all of a line that never ends.
    PrunProcess prun(
        { "-c",
          "echo 250000000 > $0/memory.limit_in_bytes && echo $$ > $0/cgroup.procs"
          " && exec \"$PRUN\" --formatter=jsonl 'head -c 800000000 /dev/zero | tail'"
          " 'exec head -c 1 /dev/null'",
          group },
        { .program = "/bin/sh", .environment = { "PRUN=" + prunProgram(), check.mark() } });
    const auto end = prun.waitForEnd();
    ::rmdir(group.constData());
    QCOMPARE(end, exited(1));
    QVERIFY2(prun.out().contains("\"reason\":\"out of memory: "), prun.out().constData());
    QCOMPARE(prun.out().count("\"reason\":\"\""), 1);
    NOTHING_LEFT(check);
}

} // namespace

QTEST_GUILESS_MAIN(TestProcessTrees)
#include "tst_process_trees.moc"
