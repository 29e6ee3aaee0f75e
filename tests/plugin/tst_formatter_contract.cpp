// SPDX-License-Identifier: MIT
#include <tests/support/event_scripts.h>

#include <QtCore/qdir.h>
#include <QtCore/qjsonobject.h>
#include <QtCore/qpluginloader.h>
#include <QtTest/qtest.h>

using namespace prun;

/// Every formatter makes of every script what its golden file says. `PRUN_UPDATE_GOLDEN=1` writes
/// the files anew and fails, so that a change is looked at before it passes.
class FormatterContractTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void golden_data();
    void golden();
    void survivesAnything_data();
    void survivesAnything();

private:
    struct Plugin
    {
        QString id;
        FormatterPlugin *root = nullptr;
    };
    std::vector<Plugin> m_plugins;
    std::vector<std::unique_ptr<test::EventScript>> m_scripts = test::eventScripts();

    void add(const QJsonObject &metadata, QObject *instance);
    void addRows();
    /// What is asked of it: npm-run-all shows labels and jobs tells of a halt only if they are to.
    FormatterContext contextFor(int plugin, FormatterContext context) const
    {
        if (m_plugins[static_cast<std::size_t>(plugin)].id == QLatin1String("npm-run-all"))
            context.options.insert(QStringLiteral("labels"), QStringLiteral("1"));
        if (m_plugins[static_cast<std::size_t>(plugin)].id == QLatin1String("jobs"))
            context.options.insert(QStringLiteral("halt"), QStringLiteral("yes"));
        return context;
    }
    // raw and jobs are asked to pass every byte; jsonl writes for programs.
    bool isForPeople(int plugin) const
    {
        const QString &id = m_plugins[static_cast<std::size_t>(plugin)].id;
        return id != QLatin1String("raw") && id != QLatin1String("jobs")
            && id != QLatin1String("jsonl");
    }
};

void FormatterContractTest::add(const QJsonObject &metadata, QObject *instance)
{
    auto *root = qobject_cast<FormatterPlugin *>(instance);
    QVERIFY(root);
    QCOMPARE(metadata[QLatin1String("IID")].toString(), QStringLiteral(PRUN_FORMATTER_IID));
    const QJsonObject own = metadata[QLatin1String("MetaData")].toObject();
    QCOMPARE(own[QLatin1String("kind")].toString(), QStringLiteral("formatter"));
    m_plugins.push_back({ own[QLatin1String("id")].toString(), root });
}

void FormatterContractTest::initTestCase()
{
    qputenv("TZ", "UTC");
    for (const QStaticPlugin &plugin : QPluginLoader::staticPlugins())
        add(plugin.metaData(), plugin.instance());
    const QDir folder(QStringLiteral(PRUN_FORMATTER_DIRECTORY));
    for (const QString &file : folder.entryList(QDir::Files, QDir::Name)) {
        QPluginLoader loader(folder.filePath(file));
        QVERIFY2(loader.instance(), qPrintable(loader.errorString()));
        add(loader.metaData(), loader.instance());
    }
    QStringList ids;
    for (const Plugin &plugin : m_plugins)
        ids << plugin.id;
    ids.sort();
    QCOMPARE(ids.join(QLatin1Char(' ')),
             QStringLiteral(
                 "concurrently foreman group jobs jsonl npm-run-all prefix progress raw timings"));
}

void FormatterContractTest::addRows()
{
    QTest::addColumn<int>("plugin");
    QTest::addColumn<int>("script");
    for (std::size_t p = 0; p < m_plugins.size(); ++p) {
        for (std::size_t s = 0; s < m_scripts.size(); ++s)
            QTest::addRow("%s/%s", qPrintable(m_plugins[p].id), m_scripts[s]->name().constData())
                << static_cast<int>(p) << static_cast<int>(s);
    }
}

void FormatterContractTest::golden_data()
{
    addRows();
}

void FormatterContractTest::golden()
{
    QFETCH(const int, plugin);
    QFETCH(const int, script);
    const test::EventScript &run = *m_scripts[static_cast<std::size_t>(script)];
    Result<std::unique_ptr<Formatter>> formatter =
        m_plugins[static_cast<std::size_t>(plugin)].root->create(contextFor(plugin, run.context));
    QVERIFY2(formatter, "create() refused a script's context");
    const QByteArray seen = run.play(**formatter);

    const QString id = m_plugins[static_cast<std::size_t>(plugin)].id;
    QFile file(
        QStringLiteral(PRUN_GOLDEN_DIRECTORY "/%1/%2.txt").arg(id, QString::fromUtf8(run.name())));
    if (qEnvironmentVariableIsSet("PRUN_UPDATE_GOLDEN")) {
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(seen);
        QFAIL("wrote the golden file anew: look at what changed, then run without "
              "PRUN_UPDATE_GOLDEN");
    }
    QVERIFY2(file.open(QIODevice::ReadOnly),
             qPrintable(file.fileName() + QLatin1String(": ") + file.errorString()));
    const QByteArray expected = file.readAll();
    if (seen != expected)
        qInfo("expected:\n%s\nseen:\n%s", expected.constData(), seen.constData());
    QVERIFY(seen == expected);
}

void FormatterContractTest::survivesAnything_data()
{
    addRows();
}

// The same script on other places than it was written for: nothing may crash, and what is shown on
// a terminal must hold no control sequence that could change it.
void FormatterContractTest::survivesAnything()
{
    QFETCH(const int, plugin);
    QFETCH(const int, script);
    const test::EventScript &run = *m_scripts[static_cast<std::size_t>(script)];
    int played = 0;
    for (const int columns : { 0, 1, 2, 3, 20, 500 }) {
        for (const int place : { 0, 1, 2, 3 }) {
            FormatterContext context = contextFor(plugin, run.context);
            context.columns = columns;
            context.rows = columns;
            context.unicode = columns != 20;
            for (int stream = 0; stream < 2; ++stream) {
                context.terminal[stream] = (place >> stream) & 1;
                context.colorDepth[stream] = context.terminal[stream] ? 8 : 0;
            }
            Result<std::unique_ptr<Formatter>> formatter =
                m_plugins[static_cast<std::size_t>(plugin)].root->create(context);
            QVERIFY2(formatter, "create() refused a script's context");
            const QByteArray seen = run.play(**formatter, context);
            if (place == 3 && isForPeople(plugin)) {
                for (const char *forbidden : { "\\e[2J", "\\e]0;", "\\e]52", "\\e[?1049h", "\\eP" })
                    QVERIFY2(!seen.contains(forbidden), seen.constData());
            }
            ++played;
        }
    }
    QCOMPARE(played, 24);
}

QTEST_GUILESS_MAIN(FormatterContractTest)

#include "tst_formatter_contract.moc"
