// SPDX-License-Identifier: MIT
#include <platform/memory_kills.h>

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

using namespace prun;

class TestMemoryKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void path_data();
    void path();
    void eachIsTakenOnce();
    void withoutCounters_data();
    void withoutCounters();

private:
    static void write(const QString &path, const QByteArray &text)
    {
        QVERIFY(QDir().mkpath(path.section(u'/', 0, -2)));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
};

void TestMemoryKills::path_data()
{
    QTest::addColumn<QByteArray>("cgroups");
    QTest::addColumn<QByteArray>("existing"); // below the root
    QTest::addColumn<QByteArray>("path"); // below the root
    QTest::newRow("version 2") << QByteArray("0::/user.slice/run\n")
                               << QByteArray("/user.slice/run/memory.events")
                               << QByteArray("/user.slice/run/memory.events");
    QTest::newRow("version 2, seen from inside a container")
        << QByteArray("0::/docker/abc\n") << QByteArray("/memory.events")
        << QByteArray("/memory.events");
    QTest::newRow("version 2, its root")
        << QByteArray("0::/\n") << QByteArray("/memory.events") << QByteArray("/memory.events");
    QTest::newRow("version 1") << QByteArray("4:memory:/jobs/7\n3:cpu:/\n")
                               << QByteArray("/memory/jobs/7/memory.oom_control")
                               << QByteArray("/memory/jobs/7/memory.oom_control");
    QTest::newRow("both: the one that has memory") << QByteArray("9:cpu,memory:/jobs\n0::/other\n")
                                                   << QByteArray("/memory/jobs/memory.oom_control")
                                                   << QByteArray("/memory/jobs/memory.oom_control");
    QTest::newRow("a colon in its name")
        << QByteArray("0::/a:b\n") << QByteArray("/a:b/memory.events")
        << QByteArray("/a:b/memory.events");
    QTest::newRow("no memory") << QByteArray("3:cpu:/\n") << QByteArray("/x") << QByteArray();
    QTest::newRow("nothing") << QByteArray() << QByteArray("/x") << QByteArray();
    QTest::newRow("not in that format")
        << QByteArray("0\n:\nmemory\n") << QByteArray("/x") << QByteArray();
}

void TestMemoryKills::path()
{
    QFETCH(const QByteArray, cgroups);
    QFETCH(const QByteArray, existing);
    QTemporaryDir root;
    write(root.path() + QFile::decodeName(existing), "oom_kill 0\n");
    QByteArray found = memoryCountersPath(cgroups, QFile::encodeName(root.path()));
    found.replace(QFile::encodeName(root.path()), "");
    QTEST(found, "path");
}

void TestMemoryKills::eachIsTakenOnce()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("memory.events"));
    write(path, "low 0\nhigh 0\nmax 12\noom 3\noom_kill 3\noom_group_kill 0\n");
    MemoryKills kills(QFile::encodeName(path));
    QVERIFY(!kills.takeOne());
    write(path, "oom 5\noom_kill 5\n");
    QVERIFY(kills.takeOne());
    QVERIFY(kills.takeOne());
    QVERIFY(!kills.takeOne());
}

void TestMemoryKills::withoutCounters_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("none known") << QByteArray();
    QTest::newRow("gone") << QByteArray("/nonexistent/memory.events");
}

void TestMemoryKills::withoutCounters()
{
    QFETCH(const QByteArray, path);
    MemoryKills kills(path);
    QVERIFY(!kills.takeOne());
}

QTEST_APPLESS_MAIN(TestMemoryKills)
#include "tst_memory_kills.moc"
