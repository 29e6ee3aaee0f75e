// SPDX-License-Identifier: MIT
// Whether every option of a dialect, in every form, is in a case: in one of this folder, or in one
// in which prun is compared with the program whose words the dialect has.
#include "case_file.h"

#include <app/concurrently_options.h>
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

enum class Dialect : quint8 { Concurrently, NpmRunAll, Start };

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
    void addConcurrently();
    void addNpmRunAll();
    void addForeman();
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
    // Each of them may have read nothing only if there is nothing.
    for (void (TestDialectCoverage::*step)() :
         { &TestDialectCoverage::addCases, &TestDialectCoverage::addConcurrently,
           &TestDialectCoverage::addNpmRunAll, &TestDialectCoverage::addForeman }) {
        const std::size_t before = m_calls.size();
        (this->*step)();
        QVERIFY(m_calls.size() > before);
    }
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
                add(word == "start"              ? Dialect::Start
                        : word.startsWith("con") ? Dialect::Concurrently
                                                 : Dialect::NpmRunAll,
                    call);
            }
        }
    }
}

/// Where prun does something else than what was recorded, it may be that it refuses the call.
void TestDialectCoverage::addConcurrently()
{
    for (const QFileInfo &info : filesIn("peers/concurrently", "*.json")) {
        for (const QJsonValue value : documentOf(info.filePath()).array()) {
            const QJsonObject one = value.toObject();
            const QJsonValue own = one[QLatin1String("prun")][QLatin1String("stderr")];
            if (!own.toString().startsWith(QLatin1String("prun: ")))
                add(Dialect::Concurrently, callOf(one, "arguments"));
        }
    }
}

void TestDialectCoverage::addNpmRunAll()
{
    const QString folder = QLatin1String(kRoot) + QLatin1String("peers/npm_run_all/");
    const QJsonValue recorded =
        documentOf(folder + QLatin1String("recorded.json")).object()[QLatin1String("results")];
    const QJsonDocument cases = documentOf(folder + QLatin1String("cases.json"));
    for (const QJsonValue value : cases.object()[QLatin1String("cases")].toArray()) {
        const QString name = value[QLatin1String("name")].toString();
        const QString said = recorded[name][QLatin1String("err")].toString();
        if (!said.startsWith(QLatin1String("ERROR: Invalid Option")))
            add(Dialect::NpmRunAll, callOf(value.toObject(), "words"));
    }
}

void TestDialectCoverage::addForeman()
{
    const QString path = QLatin1String(kRoot) + QLatin1String("peers/foreman/cases.json");
    for (const QJsonValue value : documentOf(path).array()) {
        const QJsonObject one = value.toObject();
        const bool isRefused = one[QLatin1String("ours_exit")].toInt() == 2;
        if (!isRefused)
            add(Dialect::Start,
                callOf(one, one.contains(QLatin1String("prun")) ? "prun" : "arguments"));
    }
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
    for (const OptionInfo &option : startOptionTable()) {
        row("start", Dialect::Start, "--" + bytesOf(option.name));
        for (const char letter : option.letters)
            row("start", Dialect::Start, QByteArray("-") + letter);
        for (const QByteArray &alias : bytesOf(option.aliases).split(' ')) {
            if (!alias.isEmpty())
                row("start", Dialect::Start, "--" + alias);
        }
    }
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
    QTest::addColumn<QByteArray>("variable");
    for (const OptionInfo &option : startOptionTable()) {
        const OptionTable native = optionTable();
        const bool isOwn = std::none_of(native.begin(), native.end(),
                                        [&](const OptionInfo &one) { return one.id == option.id; });
        if (isOwn && option.variable != OptionVariable::Never)
            QTest::newRow(bytesOf(option.name).constData()) << variableOf(option);
    }
}

void TestDialectCoverage::variableIsUsed()
{
    QFETCH(const QByteArray, variable);
    QVERIFY2(std::any_of(m_calls.begin(), m_calls.end(),
                         [&](const auto &one) {
                             const QByteArrayList &set = one.second.variables;
                             return one.first == Dialect::Start
                                 && std::any_of(set.begin(), set.end(), [&](const QByteArray &v) {
                                        return v.startsWith(variable + '=');
                                    });
                         }),
             (variable + " is in no case").constData());
}

} // namespace

QTEST_GUILESS_MAIN(TestDialectCoverage)
#include "tst_dialect_coverage.moc"
