// SPDX-License-Identifier: MIT
// Whether the cases speak of every option of the native command line in every form in which it can
// be given, and whether a case that does not hold is told.
#include "case_file.h"
#include "case_script.h"

#include <app/option_table.h>

#include <QtCore/qdir.h>
#include <QtTest/qtest.h>

#include <algorithm>

using namespace prun;

namespace {

constexpr int kFewestForEverySystem = 150;

class TestOptionCoverage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void everyFormIsUsed_data();
    void everyFormIsUsed();
    void wrongValueIsRefused_data();
    void wrongValueIsRefused();
    void variableIsUsed_data();
    void variableIsUsed();

    void manyAreForEverySystem();
    void stepsAreFound_data();
    void stepsAreFound();
    void callsAreFound_data();
    void callsAreFound();
    void brokenFilesAreRefused_data();
    void brokenFilesAreRefused();
    void whatDoesNotFitIsTold_data();
    void whatDoesNotFitIsTold();

private:
    struct Call
    {
        PrunCall call;
        int code;
    };

    bool isUsed(const QByteArray &form, bool wrongly) const;

    std::vector<Call> m_calls;
    int m_cases = 0;
    int m_forEverySystem = 0;
};

QByteArray bytesOf(std::string_view text)
{
    return { text.data(), qsizetype(text.size()) };
}

void addOptionRows()
{
    QTest::addColumn<int>("id");
    for (const OptionInfo &option : optionTable())
        QTest::newRow(bytesOf(option.name).constData()) << int(option.id);
}

const OptionInfo &fetchedOption()
{
    QFETCH(const int, id);
    return optionInfo(OptionId(id));
}

void TestOptionCoverage::initTestCase()
{
    QDir folder(QStringLiteral(PRUN_SOURCE_DIRECTORY "/tests/cli/options"));
    const QFileInfoList files = folder.entryInfoList({ QStringLiteral("*.cases") });
    QVERIFY(!files.isEmpty());
    for (const QFileInfo &info : files) {
        QFile file(info.filePath());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const CaseFile parsed = parseCases(file.readAll());
        QVERIFY2(parsed.error.isEmpty(),
                 (info.fileName().toUtf8() + ": " + parsed.error).constData());
        for (const OptionCase &one : parsed.cases) {
            ++m_cases;
            m_forEverySystem += one.unixOnly.isEmpty() ? 1 : 0;
            for (const PrunCall &call : callsIn(one.script)) {
                if (dialectOfCall(call).isEmpty())
                    m_calls.push_back({ call, one.code });
            }
        }
    }
}

bool TestOptionCoverage::isUsed(const QByteArray &form, bool wrongly) const
{
    return std::any_of(m_calls.begin(), m_calls.end(), [&](const Call &one) {
        return (one.code == 2) == wrongly && gives(one.call, form);
    });
}

void TestOptionCoverage::everyFormIsUsed_data()
{
    addOptionRows();
}

void TestOptionCoverage::everyFormIsUsed()
{
    const OptionInfo &option = fetchedOption();
    QByteArrayList forms{ "--" + bytesOf(option.name) };
    for (const char letter : option.letters)
        forms << QByteArray("-") + letter;
    for (const QByteArray &alias : bytesOf(option.aliases).split(' ')) {
        if (!alias.isEmpty())
            forms << "--" + alias;
    }
    for (const QByteArray &form : forms)
        QVERIFY2(isUsed(form, false),
                 (form + " is in no case that is not about wrong use").constData());
}

void TestOptionCoverage::wrongValueIsRefused_data()
{
    addOptionRows();
}

void TestOptionCoverage::wrongValueIsRefused()
{
    const QByteArray form = "--" + bytesOf(fetchedOption().name);
    QVERIFY2(isUsed(form, true), (form + " is in no case of exit status 2").constData());
}

void TestOptionCoverage::variableIsUsed_data()
{
    addOptionRows();
}

void TestOptionCoverage::variableIsUsed()
{
    const OptionInfo &option = fetchedOption();
    if (option.variable == OptionVariable::Never) {
        QVERIFY(option.id == OptionId::Help || option.id == OptionId::Version
                || option.id == OptionId::PluginPath);
        return;
    }
    const QByteArray beginning = variableOf(option) + '=';
    bool alone = false;
    bool overruled = false;
    for (const Call &one : m_calls) {
        const QByteArrayList &variables = one.call.variables;
        const bool set = std::any_of(variables.begin(), variables.end(),
                                     [&](const QByteArray &v) { return v.startsWith(beginning); });
        const bool given = gives(one.call, "--" + bytesOf(option.name))
            || gives(one.call, "--no-" + bytesOf(option.name));
        alone |= set && !given && one.code != 2;
        overruled |= set && given && one.code != 2;
    }
    QVERIFY2(alone, (beginning + " is in no case").constData());
    QVERIFY2(overruled, (beginning + " is in no case in which the command line wins").constData());
}

/// Not ever fewer because it was easier to say that one is for Unix only.
void TestOptionCoverage::manyAreForEverySystem()
{
    qInfo("%d of %d cases are for every system", m_forEverySystem, m_cases);
    QVERIFY(m_forEverySystem >= kFewestForEverySystem);
}

void TestOptionCoverage::stepsAreFound_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QByteArray>("steps"); // as shown() has them; none: it needs a shell
    const auto row = [](const char *script, const char *steps) {
        QTest::newRow(QByteArray(script).replace('\n', '/').constData())
            << QByteArray(script) << QByteArray(steps);
    };
    row("prun -n a 'echo a; exit 3'", "(prun|-n|a|echo a; exit 3)");
    row("prun \"a b\" '$A' ''", "(prun|a b|$A|)");
    row("A=1 B='2 3' prun a=b", "[A=1][B=2 3](prun|a=b)");
    row("prun a 2>/dev/null; echo $?", "(prun|a)-(echo|$?)");
    row("prun a 2>&1\nprun b", "(prun|a)+(prun|b)");
    row("prun a > out; cat out", "(prun|a)>out(cat|out)");
    row("prun '>' \"2>&1\"", "(prun|>|2>&1)");
    row("echo x > f\nprintf 'a\\n' > g", "(echo|x)>f(printf|a\\n)>g");
    row("A='1\n2' prun", "[A=1\n2](prun)");
    for (const char *script :
         { "prun a | sort", "prun \"$A\"", "prun $A",  "prun a &",         "ls | wc",
           "sed x",         "A=1",         "A=1 ls",   "echo x",           "printf x",
           "touch a > b",   "prun a >",    "prun 'a",  "prun a && prun b", "prun *",
           "prun \"a\\b\"", "while true",  "(prun a)", "prun $(x)",        "prun a > $x" })
        row(script, "none");
}

QByteArray shown(const std::optional<std::vector<ScriptStep>> &steps)
{
    if (!steps)
        return "none";
    QByteArray text;
    for (const ScriptStep &step : *steps) {
        for (const QByteArray &variable : step.variables)
            text += '[' + variable + ']';
        text += '(' + step.words.join('|') + ')';
        text += step.file.isEmpty() ? "" : '>' + step.file;
        text += step.hidesErrors ? "-" : "";
        text += step.joinsErrors ? "+" : "";
    }
    return text;
}

void TestOptionCoverage::stepsAreFound()
{
    QFETCH(const QByteArray, script);
    QTEST(shown(stepsOf(script)), "steps");
}

void TestOptionCoverage::callsAreFound_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QByteArrayList>("variables");
    QTest::addColumn<QByteArrayList>("arguments");
    using L = QByteArrayList;
    QTest::newRow("plain") << QByteArray("prun -n a 'echo a'\n") << L{} << L{ "-n", "a", "echo a" };
    QTest::newRow("variables") << QByteArray("PRUN_NAMES=\"a b\" prun true\n")
                               << L{ "PRUN_NAMES=a b" } << L{ "true" };
    QTest::newRow("a pipe") << QByteArray("printf x | prun -i cat | sort -r\n") << L{}
                            << L{ "-i", "cat" };
    QTest::newRow("something else after it")
        << QByteArray("prun true; echo -n x\n") << L{} << L{ "true" };
    QTest::newRow("in quotes") << QByteArray("prun 'prun -n a'\n") << L{} << L{ "prun -n a" };
}

void TestOptionCoverage::callsAreFound()
{
    QFETCH(const QByteArray, script);
    const std::vector<PrunCall> calls = callsIn(script);
    QCOMPARE(int(calls.size()), 1);
    QTEST(calls.front().variables, "variables");
    QTEST(calls.front().arguments, "arguments");
}

void TestOptionCoverage::brokenFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("empty") << QByteArray() << QByteArray("no cases");
    QTest::newRow("before a case") << QByteArray("$ true\n") << QByteArray("line 1");
    QTest::newRow("unknown line") << QByteArray("= a\n$ true\n> x\nexpect y\n")
                                  << QByteArray("line 4");
    QTest::newRow("needs a shell")
        << QByteArray("= a\n$ prun a | sort\n> x\n") << QByteArray("Unix only");
    QTest::newRow("runs nothing") << QByteArray("= a\n> x\n") << QByteArray("runs nothing");
    QTest::newRow("expects anything")
        << QByteArray("= a\n$ prun\n! …\n") << QByteArray("\"a\" expects nothing");
    QTest::newRow("expects nothing")
        << QByteArray("= a\n$ prun\n= b\n$ prun\n> x\n") << QByteArray("\"a\" expects nothing");
}

void TestOptionCoverage::brokenFilesAreRefused()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, error);
    const QByteArray told = parseCases(text).error;
    QVERIFY2(told.contains(error), told.constData());
}

void TestOptionCoverage::whatDoesNotFitIsTold_data()
{
    QTest::addColumn<QByteArray>("expectations");
    QTest::addColumn<bool>("fits");
    // of "a 1", "b 2" and, as standard error, "c 3", "d 4"
    QTest::newRow("all") << QByteArray("> a 1\n> b 2\n! c 3\n! d 4\n") << true;
    QTest::newRow("any text") << QByteArray("> a …\n> b 2\n! … 4\n") << true;
    QTest::newRow("any lines") << QByteArray("> …\n> b 2\n") << true;
    QTest::newRow("any order") << QByteArray("> b 2\n> a 1\nany order\n") << true;
    QTest::newRow("absent") << QByteArray("> …\nnever e\n") << true;
    QTest::newRow("wrong line") << QByteArray("> a 1\n> b 3\n") << false;
    QTest::newRow("a line more") << QByteArray("> a 1\n") << false;
    QTest::newRow("a line less") << QByteArray("> a 1\n> b 2\n> c 3\n") << false;
    QTest::newRow("other order") << QByteArray("> b 2\n> a 1\n") << false;
    QTest::newRow("other order of messages") << QByteArray("> …\n! d 4\n! c 3\n") << false;
    QTest::newRow("no such message") << QByteArray("> …\n! e 5\n") << false;
    QTest::newRow("a part of a message") << QByteArray("> …\n! c\n") << false;
    QTest::newRow("a dot is a dot") << QByteArray("> a.1\n> b 2\n") << false;
    QTest::newRow("messages") << QByteArray("> …\nno messages\n") << false;
    QTest::newRow("there") << QByteArray("> …\nnever d\n") << false;
    QTest::newRow("not all of an error") << QByteArray("> …\n! c 3\nexit 2\n") << false;
}

void TestOptionCoverage::whatDoesNotFitIsTold()
{
    QFETCH(const QByteArray, expectations);
    QFETCH(const bool, fits);
    const CaseFile file = parseCases("= a\n$ prun\n" + expectations);
    QVERIFY2(file.error.isEmpty(), file.error.constData());
    const QByteArray complaint = complaintAbout(file.cases.front(), "a 1\nb 2\n", "c 3\nd 4\n");
    QVERIFY2(complaint.isEmpty() == fits, complaint.constData());
}

} // namespace

QTEST_GUILESS_MAIN(TestOptionCoverage)
#include "tst_option_coverage.moc"
