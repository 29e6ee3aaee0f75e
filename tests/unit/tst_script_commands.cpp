// SPDX-License-Identifier: MIT
#include <core/sources/script_commands.h>

#include <QtTest/qtest.h>

using namespace prun;

class TestScriptCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void steps_data();
    void steps();
    void chain_data();
    void chain();
    void chainOfPnpm_data();
    void chainOfPnpm();
    void manager_data();
    void manager();
    void variables();
};

static PackageJson packageOf(const QByteArray &text)
{
    auto package = parsePackageJson(text, "/p/q/package.json");
    return package ? std::move(*package) : PackageJson();
}

void TestScriptCommands::steps_data()
{
    QTest::addColumn<QByteArray>("scripts");
    QTest::addColumn<bool>("whole");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const char *scripts, bool whole, const char *result) {
        QTest::newRow(name) << QByteArray(scripts) << whole << QByteArray(result);
    };
    row("alone", R"("x":"1")", true, "x=<1 a>");
    row("before and after", R"("postx":"3","x":"2","prex":"1")", true,
        "prex=<1> x=<2 a> postx=<3>");
    row("not wanted", R"("postx":"3","x":"2","prex":"1")", false, "x=<2 a>");
    row("empty ones", R"("postx":"","x":"2","prex":" ")", true, "x=<2 a>");
    row("empty between", R"("postx":"3","x":"","prex":"1")", true, "prex=<1> x=<:> postx=<3>");
    row("empty behind another", R"("x":"","prex":"1")", true, "prex=<1> x=<:>");
    row("all empty", R"("x":"")", true, "x=<:>");
}

void TestScriptCommands::steps()
{
    QFETCH(const QByteArray, scripts);
    QFETCH(const bool, whole);
    const PackageJson package = packageOf("{\"scripts\":{" + scripts + "}}");
    QVERIFY(package.find("x"));
    QByteArrayList shown;
    for (const ScriptStep &step : stepsOf(package, *package.find("x"), "a", whole))
        shown << step.event + "=<" + step.line() + '>';
    QTEST(shown.join(' '), "result");
}

void TestScriptCommands::chain_data()
{
    QTest::addColumn<bool>("many");
    QTest::addColumn<bool>("announced");
    QTest::addColumn<QByteArray>("heading");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, bool many, bool announced, const char *heading,
                        const char *result) {
        QTest::newRow(name) << many << announced << QByteArray(heading) << QByteArray(result);
    };
    row("one", false, false, "", "it's 'a b'");
    row("announced", false, true, "",
        R"(printf %b '\n> d@1 x\n> it'\''s '\''a b'\''\n\n'; it's 'a b')");
    row("heading", false, false, "# ", "printf %b '# '; it's 'a b'");
    row("several", true, false, "",
        R"(npm_lifecycle_event=prex npm_lifecycle_script=one sh -c one && )"
        R"(npm_lifecycle_event=x npm_lifecycle_script='it'\''s' sh -c 'it'\''s '\''a b'\''')");
    row("several, announced", true, true, "#",
        R"({ printf %b '#\n> d@1 prex\n> one\n\n'; npm_lifecycle_event=prex )"
        R"(npm_lifecycle_script=one sh -c one; } && { printf %b '\n> d@1 x\n> it'\''s )"
        R"('\''a b'\''\n\n'; npm_lifecycle_event=x npm_lifecycle_script='it'\''s' sh -c 'it'\''s '\''a b'\'''; })");
}

void TestScriptCommands::chain()
{
    QFETCH(const bool, many);
    QFETCH(const bool, announced);
    QFETCH(const QByteArray, heading);
    std::vector<ScriptStep> steps;
    if (many)
        steps.push_back({ "prex", "one", {} });
    steps.push_back({ "x", "it's", "'a b'" });
    StepChain chain;
    chain.heading = heading;
    chain.announced = announced;
    chain.packageId = "d@1";
    QTEST(chain.line(steps), "result");
}

void TestScriptCommands::chainOfPnpm_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("result");
    // What pnpm 9 prints: the body as it is written.
    QTest::newRow("one line") << QByteArray(
        "echo a") << QByteArray(R"(printf %b '\n> d@ x /p q\n> echo a b\n\n'; echo a b)");
    QTest::newRow("two lines") << QByteArray("echo a\necho c")
                               << QByteArray(
                                      "printf %b '\\n> d@ x /p q\\n> echo a\\necho c b\\n\\n'; "
                                      "echo a\necho c b");
}

void TestScriptCommands::chainOfPnpm()
{
    QFETCH(const QByteArray, body);
    StepChain chain;
    chain.announced = true;
    chain.packageId = "d@";
    chain.toldFolder = "/p q";
    const std::vector<ScriptStep> steps{ { "x", body, "b" } };
    QTEST(chain.line(steps), "result");
}

void TestScriptCommands::manager_data()
{
    QTest::addColumn<QByteArray>("package");
    QTest::addColumn<QByteArray>("file"); // that exists
    QTest::addColumn<QByteArray>("result"); // and * if it leaves out what is before and after
    const auto row = [](const char *package, const char *file, const char *result) {
        QTest::addRow("%s %s", package, file)
            << QByteArray(package) << QByteArray(file) << QByteArray(result);
    };
    row("{}", "", "npm");
    row("{}", "/p/q/pnpm-lock.yaml", "pnpm");
    row("{}", "/p/pnpm-lock.yaml", "pnpm");
    row("{}", "/yarn.lock", "yarn");
    row("{}", "/p/q/bun.lockb", "bun");
    row("{}", "/p/q/bun.lock", "bun");
    row("{}", "/p/q/package-lock.json", "npm");
    row("{}", "/p/q/r/yarn.lock", "npm");
    row(R"({"packageManager":"yarn@1.22.0"})", "/p/q/pnpm-lock.yaml", "yarn");
    row(R"({"packageManager":"yarn@4.1.0"})", "", "yarn*");
    row(R"({"packageManager":"pnpm@9"})", "", "pnpm");
    row(R"({"packageManager":"other@9"})", "/p/q/bun.lock", "bun");
}

void TestScriptCommands::manager()
{
    QFETCH(const QByteArray, package);
    QFETCH(const QByteArray, file);
    const PackageJson parsed = packageOf(package);
    const PackageManager found =
        packageManagerOf(parsed, [&](const QByteArray &path) { return path == file; });
    QTEST(nameOf(found) + (leavesOutPreAndPost(found, parsed) ? "*" : ""), "result");
}

void TestScriptCommands::variables()
{
    const PackageJson package =
        packageOf(R"({"name":"d","version":"1","config":{"p":1},"scripts":{"x":"y"}})");
    QVERIFY(package.find("x"));
    ScriptSurroundings facts;
    facts.manager = PackageManager::Pnpm;
    facts.path = "/bin:/usr/bin";
    facts.calledFrom = "/w";
    facts.nodeProgram = "/bin/node";
    facts.managerProgram = "/bin/pnpm";
    facts.managerVersion = "9.1";
    facts.system = "linux x64";
    const auto shown = [&] {
        QByteArrayList list;
        for (const auto &[name, value] : facts.variables(package, *package.find("x")))
            list << name + '=' + value;
        return list;
    };
    QCOMPARE(shown(),
             (QByteArrayList{ "PATH=/p/q/node_modules/.bin:/p/node_modules/.bin:/node_modules/.bin:"
                              "/bin:/usr/bin",
                              "NODE=/bin/node", "INIT_CWD=/w", "npm_command=run-script",
                              "npm_node_execpath=/bin/node", "npm_execpath=/bin/pnpm",
                              "npm_config_user_agent=pnpm/9.1 node/? linux x64",
                              "npm_package_json=/p/q/package.json", "npm_package_name=d",
                              "npm_package_version=1", "npm_package_config_p=1",
                              "npm_lifecycle_event=x", "npm_lifecycle_script=y" }));
    facts.userAgent = "pnpm/8 x";
    QVERIFY(shown().contains("npm_config_user_agent=pnpm/8 x"));
    facts.manager = PackageManager::Node;
    QCOMPARE(shown().mid(1),
             (QByteArrayList{ "NODE=/bin/node", "NODE_RUN_SCRIPT_NAME=x",
                              "NODE_RUN_PACKAGE_JSON_PATH=/p/q/package.json" }));
}

QTEST_APPLESS_MAIN(TestScriptCommands)
#include "tst_script_commands.moc"
