// SPDX-License-Identifier: MIT
#include <core/plugin/plugin_index.h>
#include <tests/support/open_access.h>
#include <tests/support/system.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qrandom.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

using namespace prun;
using namespace Qt::StringLiterals;

namespace {

const QString kSuffix = test::onWindows ? u".dll"_s : u".so"_s;

QString goodPlugin()
{
    const QDir folder(QStringLiteral(PRUN_BAD_PLUGINS));
    return folder.filePath(folder.entryList({ u"bad-good.*"_s }).value(0));
}

/// All but those that are part of this test.
std::vector<PluginInfo> found(PluginIndex *index)
{
    Result<std::vector<PluginInfo>> all = index->all();
    if (!all)
        return {};
    std::erase_if(
        *all, [](const PluginInfo &info) { return info.origin == PluginInfo::Origin::BuiltIn; });
    return *all;
}

/// A folder with copies of the good plugin.
class Folder
{
public:
    Folder() { m_ready = test::letOnlyUserWrite(path()); }

    QString path(const QString &below = {}) const
    {
        return below.isEmpty() ? m_folder.path() : m_folder.filePath(below);
    }
    bool add(const QString &folder, const QString &name = u"bad-good"_s + kSuffix) const
    {
        return m_ready && QDir().mkpath(path(folder))
            && QFile::copy(goodPlugin(), path(folder + u'/' + name));
    }
    PluginSearch search() const
    {
        PluginSearch search;
        search.program = u"/nowhere/prun"_s;
        return search;
    }

private:
    QTemporaryDir m_folder;
    bool m_ready = false;
};

QString errorOf(const Result<PluginInfo> &found)
{
    return found ? u"none"_s : found.error().toString();
}

const QString kId = u"bad-good"_s;

} // namespace

class TestPluginIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void describes();
    void builtInComesFirst();
    void firstFolderWins();
    void subfoldersCount();
    void namedFolderMustExist();
    void relativePathsOfTheEnvironment();
    void workingFolderIsNotSearched();
    void writableByOthers_data();
    void writableByOthers();
    void stickyParentIsFine();
    void foldersOfTheProgramAreNotJudged();
    void writableFile();
    void damagedFiles();
    void standardPlaces();
};

void TestPluginIndex::describes()
{
    const Folder folder;
    QVERIFY(folder.add(u"a"_s));
    PluginSearch search = folder.search();
    search.named << folder.path(u"a"_s);
    PluginIndex index(search);
    const Result<PluginInfo> found = index.find(PluginKind::Formatter, kId);
    QVERIFY2(found, qPrintable(errorOf(found)));
    QCOMPARE(found->summary, u"Misbehaves"_s);
    QCOMPARE(found->options.value(u"order"_s), u"index or finish"_s);
    QCOMPARE(found->file, QFileInfo(folder.path(u"a/bad-good"_s + kSuffix)).canonicalFilePath());
    QVERIFY(found->origin == PluginInfo::Origin::Foreign);
    QVERIFY(found->order == OutputOrder::Live);
}

void TestPluginIndex::builtInComesFirst()
{
    const Folder folder;
    PluginSearch search = folder.search();
    search.named << folder.path(u"none"_s); // would be an error, if it were looked at
    PluginIndex index(search);
    const Result<PluginInfo> found = index.find(PluginKind::Formatter, u"prefix"_s);
    QVERIFY2(found, qPrintable(errorOf(found)));
    QVERIFY(found->origin == PluginInfo::Origin::BuiltIn && found->file.isEmpty());
}

void TestPluginIndex::firstFolderWins()
{
    const Folder folder;
    QVERIFY(folder.add(u"a"_s) && folder.add(u"b"_s) && folder.add(u"c"_s));
    PluginSearch search = folder.search();
    search.environment << folder.path(u"b"_s);
    search.own = folder.path(u"a"_s);
    search.system = folder.path(u"c"_s);
    PluginIndex index(search);
    const std::vector<PluginInfo> all = found(&index);
    QCOMPARE(all.size(), std::size_t(3));
    QVERIFY(all.at(0).usable());
    QVERIFY(all.at(0).file.contains(u"/b/"_s));
    QVERIFY(all.at(1).origin == PluginInfo::Origin::Own);
    QCOMPARE(all.at(1).problem, u"hidden by "_s + all.at(0).file);
    QCOMPARE(all.at(2).problem, u"hidden by "_s + all.at(0).file);
    QCOMPARE(index.find(PluginKind::Formatter, kId)->file, all.at(0).file);
}

void TestPluginIndex::subfoldersCount()
{
    const Folder folder;
    QVERIFY(folder.add(u"a/formatters"_s));
    PluginSearch search = folder.search();
    search.user = folder.path(u"a"_s);
    PluginIndex index(search);
    QVERIFY(index.find(PluginKind::Formatter, kId));
}

void TestPluginIndex::namedFolderMustExist()
{
    const Folder folder;
    PluginSearch search = folder.search();
    search.named << folder.path(u"none"_s);
    PluginIndex index(search);
    QCOMPARE(errorOf(index.find(PluginKind::Formatter, kId)),
             u"option --plugin-path: %1 is no folder"_s.arg(folder.path(u"none"_s)));
    QVERIFY(!index.all());
}

void TestPluginIndex::relativePathsOfTheEnvironment()
{
    const Folder folder;
    QVERIFY(folder.add(u"a"_s));
    const QString before = QDir::currentPath();
    QDir::setCurrent(folder.path());
    PluginSearch search = folder.search();
    search.environment << u"a"_s;
    PluginIndex index(search);
    const QString error = errorOf(index.find(PluginKind::Formatter, kId));
    QDir::setCurrent(before);
    QVERIFY2(error.contains(u"a was not searched: PRUN_PLUGIN_PATH takes absolute paths only"_s),
             qPrintable(error));
}

void TestPluginIndex::workingFolderIsNotSearched()
{
    const Folder folder;
    QVERIFY(folder.add(u"formatters"_s) && folder.add(u"."_s));
    const QString before = QDir::currentPath();
    QDir::setCurrent(folder.path());
    qputenv("QT_PLUGIN_PATH", QFile::encodeName(folder.path()));
    PluginIndex index(PluginSearch::standard({}));
    const QString error = errorOf(index.find(PluginKind::Formatter, kId));
    qunsetenv("QT_PLUGIN_PATH");
    QDir::setCurrent(before);
    QVERIFY2(error.startsWith(u"there is no formatter \"bad-good\""_s), qPrintable(error));
}

void TestPluginIndex::writableByOthers_data()
{
    QTest::addColumn<QString>("open"); // which folder others may write to
    QTest::newRow("the folder") << u"parent/plugins"_s;
    QTest::newRow("its parent") << u"parent"_s;
}

void TestPluginIndex::writableByOthers()
{
    QFETCH(const QString, open);
    const Folder folder;
    QVERIFY(folder.add(u"parent/plugins"_s));
    const QString plugins = folder.path(u"parent/plugins"_s);
    QVERIFY(test::letEverybodyWrite(folder.path(open)));
    const QString reason =
        u"others may write to %1"_s.arg(QFileInfo(folder.path(open)).canonicalFilePath());

    PluginSearch search = folder.search();
    search.named << plugins;
    PluginIndex named(search);
    const QString refused = errorOf(named.find(PluginKind::Formatter, kId));
    QVERIFY2(refused.contains(plugins) && refused.contains(reason), qPrintable(refused));

    search.named.clear();
    search.user = plugins;
    PluginIndex user(search);
    const QString absent = errorOf(user.find(PluginKind::Formatter, kId));
    QVERIFY2(absent.contains(u"was not searched"_s) && absent.contains(reason), qPrintable(absent));
    const std::vector<PluginInfo> all = found(&user);
    QCOMPARE(all.size(), std::size_t(1));
    QVERIFY(all.at(0).problem.contains(reason));
}

void TestPluginIndex::stickyParentIsFine()
{
    if (test::onWindows)
        QSKIP("windows.access_lists shows it: no folder for temporary files is shared there");
    const QFileInfo shared(QDir::tempPath());
    if (!shared.permission(QFile::WriteOther))
        QSKIP("the temporary folder is nobody else's here");
    const Folder folder; // lies in it
    QVERIFY(folder.add(u"a"_s));
    PluginSearch search = folder.search();
    search.named << folder.path(u"a"_s);
    PluginIndex index(search);
    const Result<PluginInfo> found = index.find(PluginKind::Formatter, kId);
    QVERIFY2(found, qPrintable(errorOf(found)));
}

void TestPluginIndex::foldersOfTheProgramAreNotJudged()
{
    const Folder folder;
    QVERIFY(folder.add(u"tree/lib"_s) && folder.add(u"tree/bin"_s));
    QVERIFY(test::letEverybodyWrite(folder.path(u"tree"_s)));
    PluginSearch search = folder.search();
    search.own = folder.path(u"tree/lib"_s);
    search.program = QFileInfo(folder.path(u"tree/bin"_s)).canonicalFilePath() + u"/prun"_s;
    PluginIndex index(search);
    QVERIFY(index.find(PluginKind::Formatter, kId));

    QVERIFY(test::letEverybodyWrite(folder.path(u"tree/lib"_s)));
    PluginIndex again(search);
    QVERIFY(!again.find(PluginKind::Formatter, kId));
}

void TestPluginIndex::writableFile()
{
    const Folder folder;
    QVERIFY(folder.add(u"a"_s));
    const QString file = folder.path(u"a/bad-good"_s + kSuffix);
    QVERIFY(test::letEverybodyWrite(file));
    PluginSearch search = folder.search();
    search.user = folder.path(u"a"_s);
    PluginIndex index(search);
    const QString error = errorOf(index.find(PluginKind::Formatter, kId));
    QVERIFY2(error.contains(u"not safe to load: others may write to "_s), qPrintable(error));
}

/// Truncated at many lengths, and with seeded flips of bytes: reading the description survives it.
void TestPluginIndex::damagedFiles()
{
    QFile file(goodPlugin());
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray whole = file.readAll();
    const Folder folder;
    QDir(folder.path()).mkdir(u"a"_s);
    QRandomGenerator random(20220901);
    constexpr int kFiles = 120;
    for (int i = 0; i < kFiles; ++i) {
        QByteArray bytes = whole;
        if (i % 2 == 0) {
            bytes.truncate(whole.size() * i / kFiles);
        } else {
            for (int flips = 0; flips < 40; ++flips)
                bytes[random.bounded(bytes.size())] = static_cast<char>(random.generate());
        }
        QFile copy(folder.path(u"a/%1"_s.arg(i) + kSuffix));
        QVERIFY(copy.open(QFile::WriteOnly));
        QCOMPARE(copy.write(bytes), bytes.size());
    }
    PluginSearch search = folder.search();
    search.named << folder.path(u"a"_s);
    PluginIndex index(search);
    const std::vector<PluginInfo> all = found(&index);
    QCOMPARE(all.size(), std::size_t(kFiles));
    std::size_t refused = 0;
    for (const PluginInfo &info : all)
        refused += info.usable() ? 0 : 1;
    QVERIFY(refused >= kFiles / 2);
}

void TestPluginIndex::standardPlaces()
{
    const Folder folder;
    const QString drive = test::onWindows ? u"C:"_s : QString();
    qputenv("XDG_DATA_HOME", QFile::encodeName(folder.path()));
    qputenv("PRUN_PLUGIN_PATH", test::onWindows ? "C:/one;;C:/two" : "/one::/two");
    const QString before = QDir::currentPath();
    QDir::setCurrent(folder.path());
    const PluginSearch search = PluginSearch::standard({ u"plugins"_s, drive + u"/three"_s });
    QDir::setCurrent(before);
    qunsetenv("XDG_DATA_HOME");
    qunsetenv("PRUN_PLUGIN_PATH");
    QCOMPARE(search.named,
             QStringList({ QFileInfo(folder.path()).canonicalFilePath() + u"/plugins"_s,
                           drive + u"/three"_s }));
    QCOMPARE(search.environment, QStringList({ drive + u"/one"_s, drive + u"/two"_s }));
    if (!test::onWindows) // which has no variable for it
        QCOMPARE(search.user, folder.path() + u"/prun/plugins"_s);
    QVERIFY(QDir::isAbsolutePath(search.user) && search.user.endsWith(u"/prun/plugins"_s));
    QVERIFY(QDir::isAbsolutePath(search.own) && search.own.endsWith(u"/prun/plugins"_s));
    QCOMPARE(search.program, QCoreApplication::applicationFilePath());
}

QTEST_GUILESS_MAIN(TestPluginIndex)
#include "tst_plugin_index.moc"
