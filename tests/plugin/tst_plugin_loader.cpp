// SPDX-License-Identifier: MIT
#include <core/plugin/guarded_formatter.h>
#include <core/plugin/plugin_loader.h>
#include <core/plugin/plugin_trial.h>
#include <tests/support/system.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qrandom.h>
#include <QtCore/qtemporarydir.h>
#include <QtTest/qtest.h>

using namespace prun;
using namespace Qt::StringLiterals;

namespace {

PluginSearch badPlugins()
{
    PluginSearch search;
    search.named << QStringLiteral(PRUN_BAD_PLUGINS);
    search.program = QCoreApplication::applicationFilePath();
    return search;
}

QString errorOf(const Result<std::unique_ptr<Formatter>> &made)
{
    return made ? u"none"_s : made.error().toString();
}

/// A formatter in its guard, and what that says of it.
struct Guarded
{
    explicit Guarded(const QString &id)
    {
        PluginLoader loader(badPlugins());
        Result<std::unique_ptr<Formatter>> made = loader.makeFormatter(id, {});
        if (made)
            guard = std::make_unique<GuardedFormatter>(
                id, std::move(*made), [this](const QString &why) { complaints << why; });
    }

    QByteArray bytes;
    Output out{ &bytes, &bytes };
    QStringList complaints;
    std::unique_ptr<GuardedFormatter> guard;
};

} // namespace

class TestPluginLoader : public QObject
{
    Q_OBJECT

public:
    static void initMain() { answerTrial(); } // called by Qt Test before anything else

private Q_SLOTS:
    void goodOneLoads();
    void badOneIsRefused_data();
    void badOneIsRefused();
    void hangingOneIsEnded();
    void wordsOfACrash();
    void unknownOption();
    void unknownId();
    void orderOfOutput_data();
    void orderOfOutput();
    void damagedCodeIsTriedApart();
    void throwingConsume();
    void throwingTick();
};

void TestPluginLoader::goodOneLoads()
{
    PluginLoader loader(badPlugins());
    Result<std::unique_ptr<Formatter>> made = loader.makeFormatter(u"bad-good"_s, {});
    QVERIFY2(made, qPrintable(errorOf(made)));
    QByteArray bytes;
    Output out(&bytes, &bytes);
    (*made)->consume({}, out);
    QCOMPARE(bytes, "half a li");
}

void TestPluginLoader::badOneIsRefused_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *id, const QString &reason) {
        QTest::newRow(id) << QString::fromLatin1(id) << reason;
    };
    row("bad-iid",
        u"built for the interface \"org.prun.Formatter/0\", this prun has "
        "\"org.prun.Formatter/5\""_s);
    row("bad-foreign", u"plugin of another program, with the interface \"org.example.Teapot\""_s);
    row("bad-kind", u"of a kind that this prun does not know: \"teapot\""_s);
    row("bad-order", u"no valid \"order\""_s);
    row("bad-interface", u"lacks Q_INTERFACES(prun::FormatterPlugin)"_s);
    if (!test::onWindows) // whose linker makes no such plugin
        row("bad-symbol", u"nobodyDefinesThis"_s);
    row("bad-exit", u"its code ended the program with exit code 0"_s);
    row("bad-throw-constructor", u"its constructor threw an exception"_s);
    row("bad-throw-create", u"its create() threw an exception"_s);
    row("bad-null", u"it made nothing"_s);
}

void TestPluginLoader::badOneIsRefused()
{
    QFETCH(const QString, id);
    QFETCH(const QString, reason);
    PluginLoader loader(badPlugins());
    const Result<std::unique_ptr<Formatter>> made = loader.makeFormatter(id, {});
    const QString error = errorOf(made);
    QVERIFY2(error.startsWith(u"formatter \"%1\": "_s.arg(id)), qPrintable(error));
    QVERIFY2(error.contains(u"/%1."_s.arg(id)), qPrintable(error)); // the file
    QVERIFY2(error.contains(reason), qPrintable(error));
    QVERIFY(made.error().code() == Error::Code::Plugin);
}

void TestPluginLoader::hangingOneIsEnded()
{
    PluginLoader loader(badPlugins());
    const QString error = errorOf(loader.makeFormatter(u"bad-hang"_s, {}));
    QVERIFY2(error.contains(u"it was not ready within 5 s"_s), qPrintable(error));
}

void TestPluginLoader::wordsOfACrash()
{
    PluginLoader loader(badPlugins());
    const QString error = errorOf(loader.makeFormatter(u"bad-crash"_s, {}));
    QVERIFY2(error.contains(u"its code crashes (signal 6), with \"about to crash\""_s),
             qPrintable(error));
}

void TestPluginLoader::unknownOption()
{
    PluginLoader loader(badPlugins());
    FormatterContext context;
    context.options.insert(u"color"_s, u"red"_s);
    // It would crash if it were loaded.
    QCOMPARE(errorOf(loader.makeFormatter(u"bad-crash"_s, context)),
             u"formatter \"bad-crash\": it has no option \"color\" (did you mean \"colour\"?)"_s);
}

void TestPluginLoader::unknownId()
{
    PluginLoader loader(badPlugins());
    QCOMPARE(errorOf(loader.makeFormatter(u"bad-god"_s, {})),
             u"there is no formatter \"bad-god\" (did you mean \"bad-good\"?)"_s);
    const Result<std::unique_ptr<Hook>> hook = loader.makeHook(u"bad-good"_s, {});
    QVERIFY(!hook);
    QCOMPARE(hook.error().toString(),
             u"\"bad-good\" is a formatter, not a hook (it is asked for with --formatter "
             "bad-good)"_s);
}

void TestPluginLoader::orderOfOutput_data()
{
    using Options = QMap<QString, QString>;
    QTest::addColumn<Options>("options");
    QTest::addColumn<int>("order"); // -1: refused
    const auto order = [](const char *word) {
        return Options{ { u"order"_s, QString::fromLatin1(word) } };
    };
    QTest::newRow("its own") << Options{} << static_cast<int>(OutputOrder::Live);
    QTest::newRow("index") << order("index") << static_cast<int>(OutputOrder::Index);
    QTest::newRow("finish") << order("finish") << static_cast<int>(OutputOrder::Finish);
    QTest::newRow("live cannot be chosen") << order("live") << -1;
    QTest::newRow("no word") << order("indexx") << -1;
    QTest::newRow("empty") << order("") << -1;
}

void TestPluginLoader::orderOfOutput()
{
    using Options = QMap<QString, QString>;
    QFETCH(const Options, options);
    QFETCH(const int, order);
    PluginLoader loader(badPlugins());
    const Result<OutputOrder> found = loader.orderOf(u"bad-crash"_s, options); // not loaded
    QCOMPARE(found ? static_cast<int>(*found) : -1, order);
}

/// Bytes flipped at random: whatever such code does, it does it to another process.
void TestPluginLoader::damagedCodeIsTriedApart()
{
    const QDir plugins(QStringLiteral(PRUN_BAD_PLUGINS));
    QFile file(plugins.filePath(plugins.entryList({ u"bad-good.*"_s }).value(0)));
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray whole = file.readAll();
    const QTemporaryDir folder;
    QRandomGenerator random(15);
    int survived = 0;
    int refused = 0;
    for (int i = 0; i < 60; ++i) {
        QByteArray bytes = whole;
        for (int flips = 0; flips < 30; ++flips)
            bytes[random.bounded(bytes.size())] = static_cast<char>(random.generate());
        PluginInfo info;
        info.kind = PluginKind::Formatter;
        info.id = u"damaged"_s;
        info.file = folder.filePath(u"%1.%2"_s.arg(i).arg(QFileInfo(file).suffix()));
        QFile copy(info.file);
        QVERIFY(copy.open(QFile::WriteOnly));
        QCOMPARE(copy.write(bytes), bytes.size());
        copy.close();
        ++(tryApart(info, FormatterContext(), std::chrono::seconds(2)) ? survived : refused);
    }
    QCOMPARE(survived + refused, 60);
    QVERIFY2(refused > 0, "no damage was noticed: the test does not damage what matters");
}

void TestPluginLoader::throwingConsume()
{
    Guarded guarded(u"bad-throw-consume"_s);
    QVERIFY(guarded.guard);
    guarded.bytes = "before";
    guarded.guard->consume({}, guarded.out);
    guarded.guard->consume({}, guarded.out);
    guarded.guard->tick({}, guarded.out);
    QCOMPARE(guarded.bytes, "before");
    QCOMPARE(
        guarded.complaints,
        QStringList{ u"formatter \"bad-throw-consume\" threw an exception; it is disabled"_s });
    QVERIFY(guarded.guard->failed());
}

void TestPluginLoader::throwingTick()
{
    Guarded guarded(u"bad-throw-tick"_s);
    QVERIFY(guarded.guard);
    guarded.guard->consume({}, guarded.out);
    QCOMPARE(guarded.bytes, "half a li");
    QCOMPARE(guarded.guard->tickInterval(), std::chrono::milliseconds(1));
    guarded.guard->tick({}, guarded.out);
    QCOMPARE(guarded.complaints.size(), 1);
    QVERIFY(guarded.complaints.first().contains(u"threw an exception: no clock at all"_s));
    QCOMPARE(guarded.guard->tickInterval(), std::chrono::milliseconds(0));
}

QTEST_GUILESS_MAIN(TestPluginLoader)
#include "tst_plugin_loader.moc"
