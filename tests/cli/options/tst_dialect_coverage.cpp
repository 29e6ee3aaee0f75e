// SPDX-License-Identifier: MIT
// Whether every option of a dialect, in every form, is in a case: in one of this folder, or in one
// in which prun is compared with the program whose words the dialect has.
#include "case_file.h"

#include <app/concurrently_options.h>
#include <app/map_options.h>
#include <app/npm_run_all_arguments.h>
#include <app/option_table.h>
#include <app/start_options.h>

#include <QtCore/qdir.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>
#include <QtTest/qtest.h>

#include <algorithm>

using namespace prun;

namespace {

constexpr auto kRoot = PRUN_SOURCE_DIRECTORY "/tests/";

enum class Dialect : quint8 { Concurrently, NpmRunAll, Start, Map, Xargs };

class TestDialectCoverage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void everyFormIsUsed_data();
    void everyFormIsUsed();
    void variableIsUsed_data();
    void variableIsUsed();

private:
    void addCases();
    void addPeer(const char *folder, Dialect dialect);
    void add(Dialect dialect, PrunCall call) { m_calls.emplace_back(dialect, std::move(call)); }

    std::vector<std::pair<Dialect, PrunCall>> m_calls; // that prun does not refuse
};

QByteArray bytesOf(std::string_view text)
{
    return { text.data(), qsizetype(text.size()) };
}

QByteArrayList listOf(const QJsonValue &words)
{
    QByteArrayList list;
    for (const QJsonValue word : words.toArray())
        list << word.toString().toUtf8();
    return list;
}

QByteArrayList variablesOf(const QJsonValue &environment)
{
    QByteArrayList list;
    const QJsonObject object = environment.toObject();
    for (auto one = object.begin(); one != object.end(); ++one)
        list << (one.key() + u'=' + one.value().toString()).toUtf8();
    return list;
}

PrunCall callOf(const QJsonObject &object, const char *words)
{
    return { variablesOf(object[QLatin1String("environment")]),
             listOf(object[QLatin1String(words)]) };
}

QJsonDocument documentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll())
                                          : QJsonDocument();
}

QFileInfoList filesIn(const char *folder, const char *pattern)
{
    const QDir directory(QLatin1String(kRoot) + QLatin1String(folder));
    return directory.entryInfoList({ QLatin1String(pattern) }, QDir::Files);
}

void TestDialectCoverage::initTestCase()
{
    addCases();
    QVERIFY(!m_calls.empty());
    addPeer("concurrently", Dialect::Concurrently);
    addPeer("npm_run_all", Dialect::NpmRunAll);
    addPeer("foreman", Dialect::Start);
    addPeer("parallel", Dialect::Map);
    addPeer("xargs", Dialect::Xargs);
}

Dialect dialectOf(const QByteArray &word, const PrunCall &call)
{
    if (word == "map")
        return call.arguments.contains("xargs") ? Dialect::Xargs : Dialect::Map;
    if (word == "start")
        return Dialect::Start;
    return word.startsWith("con") ? Dialect::Concurrently : Dialect::NpmRunAll;
}

void TestDialectCoverage::addCases()
{
    for (const QFileInfo &info : filesIn("cli/options", "*.cases")) {
        QFile file(info.filePath());
        const bool isOpen = file.open(QIODevice::ReadOnly);
        for (const OptionCase &one : parseCases(isOpen ? file.readAll() : QByteArray()).cases) {
            for (const PrunCall &call : callsIn(one.script)) {
                const QByteArray word = dialectOfCall(call);
                if (one.code == 2 || word.isEmpty() || word == "plugins")
                    continue;
                add(dialectOf(word, call), call);
            }
        }
    }
}

/// What prun is expected to write on standard error, and to exit with.
QString messageOf(const QJsonObject &one)
{
    const QJsonObject own = one[QLatin1String("prun")].toObject();
    const QJsonValue recorded = one[QLatin1String("recorded")][0];
    const QLatin1String err("stderr");
    return (own.contains(err) ? own[err] : recorded[err]).toString();
}

/// The cases of a peer but for those in which prun refuses the call.
void TestDialectCoverage::addPeer(const char *folder, Dialect dialect)
{
    const std::size_t before = m_calls.size();
    for (const QFileInfo &info : filesIn((QByteArray("peers/") + folder).constData(), "*.json")) {
        const QJsonDocument document = documentOf(info.filePath());
        const QJsonArray cases = document.isArray()
            ? document.array()
            : document.object()[QLatin1String("cases")].toArray();
        for (const QJsonValue value : cases) {
            const QJsonObject one = value.toObject();
            const QString said = messageOf(one);
            if (said.startsWith(QLatin1String("prun: "))
                || said.startsWith(QLatin1String("ERROR: Invalid Option")))
                continue;
            const bool own = one.contains(QLatin1String("prun_arguments"));
            add(dialect, callOf(one, own ? "prun_arguments" : "arguments"));
        }
    }
    QVERIFY2(m_calls.size() > before, folder);
}

void TestDialectCoverage::everyFormIsUsed_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QByteArray>("form");
    const auto row = [](const char *word, Dialect dialect, const QByteArray &form) {
        QTest::newRow((word + QByteArray(" ") + form).constData()) << dialect << form;
    };
    const auto dashed = [](const QByteArray &name) {
        return (name.size() == 1 ? "-" : "--") + name;
    };
    for (const ConcurrentlyOptionInfo &option : concurrentlyOptions()) {
        row("concurrently", Dialect::Concurrently, "--" + bytesOf(option.name));
        for (const QByteArray &alias : bytesOf(option.aliases).split(' ')) {
            if (!alias.isEmpty())
                row("concurrently", Dialect::Concurrently, dashed(alias));
        }
    }
    for (const QByteArray &form : npmRunAllOptions())
        row("npm-run-all", Dialect::NpmRunAll, form);
    const auto table = [&](const char *word, Dialect dialect, OptionTable options) {
        for (const OptionInfo &option : options) {
            row(word, dialect, "--" + bytesOf(option.name));
            for (const char letter : option.letters)
                row(word, dialect, QByteArray("-") + letter);
            for (const QByteArray &alias : bytesOf(option.aliases).split(' ')) {
                if (!alias.isEmpty())
                    row(word, dialect, "--" + alias);
            }
        }
    };
    table("start", Dialect::Start, startOptionTable());
    table("map", Dialect::Map, mapOptionTable());
    table("xargs", Dialect::Xargs, xargsOptionTable());
}

void TestDialectCoverage::everyFormIsUsed()
{
    QFETCH(const Dialect, dialect);
    QFETCH(const QByteArray, form);
    QVERIFY2(std::any_of(
                 m_calls.begin(), m_calls.end(),
                 [&](const auto &one) { return one.first == dialect && gives(one.second, form); }),
             (form + " is in no case that is not about wrong use").constData());
}

void TestDialectCoverage::variableIsUsed_data()
{
    QTest::addColumn<Dialect>("dialect");
    QTest::addColumn<QByteArray>("variable");
    const auto table = [](const char *word, Dialect dialect, OptionTable options) {
        for (const OptionInfo &option : options) {
            const OptionTable native = optionTable();
            const bool isOwn =
                std::none_of(native.begin(), native.end(),
                             [&](const OptionInfo &one) { return one.id == option.id; });
            if (isOwn && option.variable != OptionVariable::Never)
                QTest::newRow((word + QByteArray(" ") + bytesOf(option.name)).constData())
                    << dialect << variableOf(option);
        }
    };
    table("start", Dialect::Start, startOptionTable());
    table("map", Dialect::Map, mapOptionTable());
}

void TestDialectCoverage::variableIsUsed()
{
    QFETCH(const Dialect, dialect);
    QFETCH(const QByteArray, variable);
    QVERIFY2(std::any_of(m_calls.begin(), m_calls.end(),
                         [&](const auto &one) {
                             const QByteArrayList &set = one.second.variables;
                             return one.first == dialect
                                 && std::any_of(set.begin(), set.end(), [&](const QByteArray &v) {
                                        return v.startsWith(variable + '=');
                                    });
                         }),
             (variable + " is in no case").constData());
}

} // namespace

QTEST_GUILESS_MAIN(TestDialectCoverage)
#include "tst_dialect_coverage.moc"
