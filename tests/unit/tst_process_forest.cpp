// SPDX-License-Identifier: MIT
#include <core/exec/process_forest.h>

#include <QtTest/qtest.h>

using prun::ForestSeed;
using prun::ProcessForest;
using prun::ProcessInfo;
using Pids = QList<qint64>;

class TestProcessForest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void belonging_data();
    void belonging();
    void descendants();
    void empty();
};

namespace {

// prun is 10, in group 10 of session 5.
ProcessForest forest()
{
    const auto process = [](qint64 pid, qint64 parent, qint64 group, qint64 session,
                            quint64 start = 100, bool dead = false) {
        return ProcessInfo{ pid, parent, group, session, start, dead, "x" };
    };
    return ProcessForest(
        {
            process(1, 0, 1, 1, 1),
            process(5, 1, 5, 5, 2),
            process(10, 5, 10, 5, 3),
            process(20, 10, 20, 5), // a command
            process(21, 20, 20, 5), // its child
            process(22, 21, 22, 22), // in a session of its own
            process(23, 1, 22, 22), // of that session, but adopted by init
            process(24, 1, 20, 5), // of the group, parent gone
            process(25, 1, 20, 5, 50), // of a group with that number, but older
            process(30, 10, 30, 5), // another command
            process(31, 30, 30, 5, 100, true), // a zombie
            process(32, 31, 32, 5), // below a zombie
            process(40, 10, 10, 5), // a helper in prun's own group
            process(41, 40, 41, 41),
        },
        10);
}

} // namespace

void TestProcessForest::belonging_data()
{
    QTest::addColumn<Pids>("processes");
    QTest::addColumn<Pids>("groups");
    QTest::addColumn<Pids>("sessions");
    QTest::addColumn<Pids>("expected");
    const auto row = [](const char *name, const Pids &processes, const Pids &groups,
                        const Pids &sessions, const Pids &expected) {
        QTest::newRow(name) << processes << groups << sessions << expected;
    };
    row("nothing", {}, {}, {}, {});
    row("unknown", { 99 }, { 98 }, { 97 }, {});
    row("by parent, group and session", { 20 }, {}, {}, { 20, 21, 22, 23, 24 });
    row("group without leader", {}, { 20 }, {}, { 20, 21, 22, 23, 24 });
    row("session", {}, {}, { 22 }, { 22, 23 });
    row("zombies are left out, not what is below", { 30 }, {}, {}, { 30, 32 });
    row("own group and session connect nothing", { 40 }, { 10 }, { 5 }, { 40, 41 });
    row("never prun itself", { 10 }, {}, {}, {});
}

void TestProcessForest::belonging()
{
    QFETCH(const Pids, processes);
    QFETCH(const Pids, groups);
    QFETCH(const Pids, sessions);
    ForestSeed seed;
    seed.processes.assign(processes.begin(), processes.end());
    seed.groups.assign(groups.begin(), groups.end());
    seed.sessions.assign(sessions.begin(), sessions.end());
    seed.notBefore = 100;
    Pids found;
    for (const ProcessInfo &process : forest().belongingTo(seed))
        found.append(process.pid);
    std::sort(found.begin(), found.end());
    QTEST(found, "expected");
}

void TestProcessForest::descendants()
{
    Pids found;
    for (const ProcessInfo &process : forest().descendantsOf(10))
        found.append(process.pid);
    std::sort(found.begin(), found.end());
    QCOMPARE(found, Pids({ 20, 21, 22, 30, 32, 40, 41 }));
}

void TestProcessForest::empty()
{
    const ProcessForest nothing({}, 10);
    QVERIFY(nothing.empty());
    QVERIFY(!nothing.find(10));
    QVERIFY(nothing.childrenOf(10).empty());
    ForestSeed seed;
    seed.processes = { 10, 20 };
    QVERIFY(nothing.belongingTo(seed).empty());
}

QTEST_APPLESS_MAIN(TestProcessForest)
#include "tst_process_forest.moc"
